#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where to listen: a host and a port.
public struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// A host name or an address, without brackets; nil for all interfaces.
    public let host: String?
    /// The port; 0 for one that is free.
    public let port: Int

    /// An address from its parts.
    ///
    /// - Parameters:
    ///   - host: a host name or an address, without brackets; nil for all interfaces.
    ///   - port: the port; 0 for one that is free.
    public init(host: String?, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads an address as it is written on a command line.
    ///
    /// - Parameter text: `:9100`, `127.0.0.1:9100`, `localhost:0` or `[::1]:9100`; nil comes of
    ///   anything else.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            let port = Int(digits), port <= 65535
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]"), host.count > 2 {
            host = host.dropFirst().dropLast()
            guard host.contains(":") else { return nil }
        } else if host.contains(where: { ":[]/@".contains($0) || $0.isWhitespace }) {
            return nil
        }
        self.init(host: host.isEmpty ? nil : String(host), port: port)
    }

    /// The address as it is written on a command line.
    public var description: String { "\(bracketed(host) ?? ""):\(port)" }

    /// What to bind to, one after the other: `localhost` is an address of IPv4 and one of IPv6, and
    /// clients try either first.
    var bindHosts: [String] {
        guard let host else { return [everywhere] }
        return host.lowercased() == "localhost" ? ["127.0.0.1", "::1"] : [host]
    }

    /// All interfaces: the IPv6 one, which takes IPv4 as well, unless the kernel has no IPv6.
    private var everywhere: String {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET6, kind, 0)
        guard descriptor >= 0 else { return "0.0.0.0" }
        close(descriptor)
        return "::"
    }

    /// A URL under which this machine reaches the address.
    func url(scheme: String = "http", port: Int) -> String {
        let all = ["0.0.0.0", "::"]
        let reachable = host.flatMap { all.contains($0) ? nil : $0 } ?? "localhost"
        return "\(scheme)://\(bracketed(reachable) ?? ""):\(port)"
    }

    private func bracketed(_ host: String?) -> String? {
        host.map { $0.contains(":") ? "[\($0)]" : $0 }
    }
}
