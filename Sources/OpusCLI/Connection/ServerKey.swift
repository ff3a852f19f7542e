/// What tells servers apart: the scheme, the host and the port of their addresses.
struct ServerKey: Hashable {
    /// For file names: `opsi.example.org-4447`.
    let fileName: String
    private let scheme: String

    init(_ url: String) {
        let parts = url.lowercased().firstRange(of: "://").map { separator in
            (
                scheme: url.lowercased()[..<separator.lowerBound],
                rest: url.lowercased()[separator.upperBound...]
            )
        }
        let authority = (parts?.rest ?? url.lowercased()[...]).prefix { $0 != "/" }
        scheme = parts.map { String($0.scheme) } ?? ""
        let hasPort = authority.last { $0 == ":" || $0 == "]" } == ":"
        let place = hasPort ? String(authority) : "\(authority):4447"
        fileName = place.map { $0.isLetter || $0.isNumber || $0 == "." ? String($0) : "-" }.joined()
    }
}
