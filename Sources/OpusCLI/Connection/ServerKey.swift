/// What tells servers apart: the scheme, the host, the port and the path of their addresses.
struct ServerKey: Hashable {
    /// For file names: `opsi.example.org-4447`.
    let fileName: String
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
        var path = rest.dropFirst(authority.count).split(separator: "/")
        if path.last == "rpc" { path.removeLast() }
        self.path = path.joined(separator: "/")
        let name = ([place] + path.map { String($0) }).joined(separator: "-")
        fileName = name.map { $0.isLetter || $0.isNumber || $0 == "." ? String($0) : "-" }.joined()
    }
}
