#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The checked address of an opsi server.
struct ServerAddress: Sendable, Equatable {
    /// opsi's own port.
    static let defaultPort = 4447

    /// Scheme, host, port and, behind a gateway, the path below which opsi is; without a slash at
    /// the end.
    let url: String
    /// The host name or address alone, without brackets.
    let host: String
    let port: Int
    /// The path below which opsi is, without a slash at the end; empty where it is at the root.
    let path: String
    /// Whether the scheme is `https`.
    let isEncrypted: Bool

    /// Checks an address as a person writes it: `https://HOST[:PORT][/PATH]`, or `http` to loopback.
    ///
    /// - Throws: `ServerError` with code `configuration` that names the address and the way out.
    init(_ text: String) throws(ServerError) {
        guard !text.contains("@") else {
            // The text is not repeated here, as it may hold a password.
            throw ServerError(
                .configuration,
                "the server address holds a user or password: leave them out, "
                    + "and give the password in a file or the environment")
        }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http",
            let name = parts.host, Self.isHost(name)
        else {
            throw ServerError(
                .configuration,
                "\"\(text)\" is no server address: it should look like https://HOST:4447")
        }
        let path = Self.prefix(parts.percentEncodedPath)
        guard let path, parts.query == nil, parts.fragment == nil else {
            throw ServerError(
                .configuration,
                "\"\(text)\" is more than an address: it is https://HOST:4447 alone, or "
                    + "https://HOST:4447/PATH where a gateway has opsi below a path")
        }
        // A port that fits no integer is there, but has no value.
        let hasPort = parts.rangeOfPort.map { !$0.isEmpty } ?? false
        if hasPort, !(1...65535).contains(parts.port ?? 0) {
            throw ServerError(.configuration, "\"\(text)\" has no valid port: use 1 to 65535")
        }
        let host = name.hasPrefix("[") ? String(name.dropFirst().dropLast()) : name
        guard scheme == "https" || Self.isLoopback(host) else {
            throw ServerError(
                .configuration,
                "\"\(text)\" would send the password in the clear: use https://, plain http is "
                    + "for loopback addresses alone")
        }
        let shown = host.contains(":") ? "[\(host)]" : host
        self.host = host
        port = parts.port ?? Self.defaultPort
        isEncrypted = scheme == "https"
        self.path = path
        self.url = "\(scheme)://\(shown):\(port)\(path)"
    }

    /// The host and port as HTTP names them.
    var hostField: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        return "\(shown):\(port)"
    }

    /// The host as TLS names it in its greeting; nil for an address.
    var serverName: String? {
        let isAddress =
            host.contains(":")
            || host.utf8.allSatisfy {
                $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
        return isAddress ? nil : host
    }

    /// The path below which opsi is, without the `/rpc` that people copy along and without slashes
    /// at its end; nil for one that is none.
    private static func prefix(_ path: String) -> String? {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        while parts.last == "" { parts.removeLast() }
        if parts.last == "rpc" { parts.removeLast() }
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && part != "." && part != ".."
                && part.utf8.allSatisfy { isLetterOrDigit($0) || "-._~".utf8.contains($0) }
        }
        return isPlain ? parts.map { "/" + $0 }.joined() : nil
    }

    /// Whether a host is a name or an address by its characters. Others could be taken for the end
    /// of the host, and so for another one.
    private static func isHost(_ name: String) -> Bool {
        if name.hasPrefix("["), name.hasSuffix("]") {
            return name.count > 2
                && name.dropFirst().dropLast().utf8.allSatisfy {
                    isLetterOrDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
                }
        }
        return !name.isEmpty
            && name.utf8.allSatisfy {
                isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
                    || $0 == UInt8(ascii: "_")
            }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host.lowercased() == "localhost" || host == "::1" { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets[0] == "127"
            && octets.allSatisfy { UInt8($0) != nil }
    }
}
