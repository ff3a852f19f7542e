/// What tells servers apart: the scheme, the host, the port and the path of their addresses.
struct ServerKey: Hashable {
    /// For file names: `opsi.example.org-4447`.
    let fileName: String
    /// Without the port: `opsi.example.org`, and `::1` without its brackets.
    let host: String
    private let scheme: String
    private let path: String

    init(_ url: String) {
        let parts = url.lowercased().firstRange(of: "://").map { separator in
            (
                scheme: url.lowercased()[..<separator.lowerBound],
                rest: url.lowercased()[separator.upperBound...]
            )
        }
        let rest = parts?.rest ?? url.lowercased()[...]
        let authority = rest.prefix { $0 != "/" }
        scheme = parts.map { String($0.scheme) } ?? ""
        let hasPort = authority.last { $0 == ":" || $0 == "]" } == ":"
        let place = hasPort ? String(authority) : "\(authority):4447"
        host = String(place.prefix(upTo: place.lastIndex(of: ":") ?? place.endIndex))
            .trimming(["[", "]"])
        var path = rest.dropFirst(authority.count).split(separator: "/")
        if path.last == "rpc" { path.removeLast() }
        self.path = path.joined(separator: "/")
        let name = ([place] + path.map { String($0) }).joined(separator: "-")
        fileName = name.map { $0.isLetter || $0.isNumber || $0 == "." ? String($0) : "-" }.joined()
    }
}

extension String {
    /// The text without some characters at its ends.
    fileprivate func trimming(_ characters: Set<Character>) -> String {
        var text = self[...]
        while let first = text.first, characters.contains(first) { text.removeFirst() }
        while let last = text.last, characters.contains(last) { text.removeLast() }
        return String(text)
    }
}
