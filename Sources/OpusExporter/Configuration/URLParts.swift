/// The parts of an opsi server's URL that the exporter itself looks at.
struct URLParts: Equatable {
    /// `http` or `https`.
    let scheme: String
    /// The host in lower case, an IPv6 address without brackets.
    let host: String

    /// Reads a URL; nil where it has no scheme or no host.
    init?(_ url: String) {
        guard let separator = url.firstRange(of: "://") else { return nil }
        scheme = url[..<separator.lowerBound].lowercased()
        let authority = url[separator.upperBound...].prefix { !"/?#".contains($0) }
        let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        let name =
            place.hasPrefix("[")
            ? place.dropFirst().prefix { $0 != "]" } : place.prefix { $0 != ":" }
        guard !scheme.isEmpty, !name.isEmpty else { return nil }
        host = name.lowercased()
    }
}
