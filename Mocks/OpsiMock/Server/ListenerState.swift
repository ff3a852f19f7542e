import NIOCore

/// Where the mock listens, and who waits for that.
struct ListenerState: Sendable {
    enum Phase: Sendable {
        case starting
        case listening(port: Int)
        case stopped(any Error)
    }

    var phase = Phase.starting
    var waiters: [CheckedContinuation<Int, any Error>] = []
    /// The port once it is known: a mock that refuses connections for a time comes back on it.
    var port: Int?
}

/// The open connections, so that they can be closed.
struct ConnectionRegistry: Sendable {
    private(set) var channels: [ObjectIdentifier: any Channel] = [:]

    mutating func insert(_ channel: any Channel) {
        channels[ObjectIdentifier(channel)] = channel
    }

    mutating func remove(_ channel: any Channel) {
        channels[ObjectIdentifier(channel)] = nil
    }
}

/// Tells the registry of a connection.
final class ConnectionTracker: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny

    private let mock: OpsiMock

    init(_ mock: OpsiMock) {
        self.mock = mock
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        mock.connections.withLock { $0.insert(channel) }
        channel.closeFuture.whenComplete { [mock] _ in
            mock.connections.withLock { $0.remove(channel) }
        }
    }

    /// A caller that has closed its side is gone to this server, even while it works for it.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        context.fireUserInboundEventTriggered(event)
        if event as? ChannelEvent == .inputClosed { context.close(promise: nil) }
    }
}
