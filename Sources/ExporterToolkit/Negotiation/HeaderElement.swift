/// One element of a header field that lists preferences, such as `text/plain;version=0.0.4;q=0.5`.
struct HeaderElement: Equatable {
    /// What stands before the first semicolon, in lower case.
    let name: String
    /// Parameters beside `q`, names in lower case, values without quotes.
    let parameters: [String: String]
    /// From 0, not wanted, to 1.
    let quality: Double

    /// The elements of a header field; those whose quality can't be understood are left out.
    static func all(in field: String) -> [HeaderElement] {
        field.split(separator: ",").compactMap { HeaderElement($0) }
    }

    private init?(_ text: Substring) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(Self.trim)
        guard let first = parts.first, !first.isEmpty else { return nil }
        var parameters: [String: String] = [:]
        var quality = 1.0
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map(Self.trim)
            guard let name = pair.first?.lowercased() else { continue }
            let value = pair.count > 1 ? Self.unquote(pair[1]) : ""
            if name == "q" {
                guard let parsed = Self.quality(value) else { return nil }
                quality = parsed
            } else {
                parameters[name] = value
            }
        }
        name = first.lowercased()
        self.parameters = parameters
        self.quality = quality
    }

    private static func quality(_ text: String) -> Double? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
            let value = Double(text), (0...1).contains(value)
        else { return nil }
        return value
    }

    private static func trim(_ text: Substring) -> Substring {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    private static func unquote(_ text: Substring) -> String {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return String(text) }
        return String(text.dropFirst().dropLast())
    }
}
