import NIOCore

extension SocketAddress {
    /// Who shares an allowance: an IPv4 address, the network of an IPv6 address, of which anybody
    /// has a whole one, or everybody on this machine.
    var source: String {
        switch self {
        case .v4(let address): "\(address.address.sin_addr.s_addr)"
        case .v6(let address):
            withUnsafeBytes(of: address.address.sin6_addr) { bytes in
                // An IPv4 address in IPv6's clothes is all in the last four bytes.
                let isMapped =
                    bytes.prefix(10).allSatisfy { $0 == 0 }
                    && bytes[10...11].allSatisfy { $0 == 255 }
                return "\(Array(isMapped ? bytes[12...] : bytes[..<8]))"
            }
        case .unixDomainSocket: "local"
        }
    }
}
