import NIOCore

/// Where connections come in.
enum ListeningSocket: Sendable, Equatable {
    /// An address, to be bound.
    case address(ListenAddress)
    /// A socket that listens already, handed over by whoever started this process.
    case inherited(descriptor: Int32, name: String)

    /// As it is called in messages.
    var description: String {
        switch self {
        case .address(let address): "\(address)"
        case .inherited(_, let name): "the socket \(name) that was handed over"
        }
    }

    /// Where the socket is reached, once it listens.
    func address(of channel: any Channel, isEncrypted: Bool) -> BoundAddress.Value {
        let scheme = isEncrypted ? "https" : "http"
        guard let local = channel.localAddress, let port = local.port else {
            return BoundAddress.Value(
                port: 0, url: "unix:\(channel.localAddress?.pathname ?? description)")
        }
        switch self {
        case .address(let address):
            return BoundAddress.Value(port: port, url: address.url(scheme: scheme, port: port))
        case .inherited:
            let address = ListenAddress(host: local.ipAddress, port: port)
            return BoundAddress.Value(port: port, url: address.url(scheme: scheme, port: port))
        }
    }
}
