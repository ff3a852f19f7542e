/// Reads which families a client asks for: `name[]=up&name[]=process_open_fds`.
enum FamilySelection {
    /// The names, or nil where all are meant because none is given.
    static func names(inQuery query: String?) -> [String]? {
        guard let query else { return nil }
        let names = query.split(separator: "&").compactMap { pair -> String? in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.first.map(decoded) == "name[]" else { return nil }
            return parts.count > 1 ? decoded(parts[1]) : ""
        }
        return names.isEmpty ? nil : names
    }

    /// The text with each `%` and two hexadecimal digits replaced by the byte that they stand for.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, digits.first != "+",
                let value = UInt8(digits, radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
