import NIOCore
import NIOHTTP1

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
    /// How often something came over a connection.
    private var reads: [ObjectIdentifier: Int] = [:]
    /// What was found out about a request for a web socket that is still to be answered.
    private var verdicts: [ObjectIdentifier: OpsiMock.UpgradeVerdict] = [:]
    /// Requests for a web socket that are to be answered as any other.
    private var refused: [ObjectIdentifier: HTTPRequestHead] = [:]
    /// Whether the mock is about to stop listening, and closes what still comes.
    var isClosing = false

    mutating func insert(_ channel: any Channel) {
        channels[ObjectIdentifier(channel)] = channel
    }

    mutating func countRead(on channel: any Channel) {
        reads[ObjectIdentifier(channel), default: 0] += 1
    }

    func readCount(on channel: any Channel) -> Int { reads[ObjectIdentifier(channel)] ?? 0 }

    mutating func remove(_ channel: any Channel) {
        channels[ObjectIdentifier(channel)] = nil
        reads[ObjectIdentifier(channel)] = nil
        verdicts[ObjectIdentifier(channel)] = nil
        refused[ObjectIdentifier(channel)] = nil
    }

    mutating func refuse(_ head: HTTPRequestHead, on channel: any Channel) {
        refused[ObjectIdentifier(channel)] = head
    }

    mutating func takeRefused(on channel: any Channel) -> HTTPRequestHead? {
        refused.removeValue(forKey: ObjectIdentifier(channel))
    }

    mutating func setVerdict(_ verdict: OpsiMock.UpgradeVerdict, on channel: any Channel) {
        verdicts[ObjectIdentifier(channel)] = verdict
    }

    mutating func takeVerdict(on channel: any Channel) -> OpsiMock.UpgradeVerdict? {
        verdicts.removeValue(forKey: ObjectIdentifier(channel))
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
        let isClosing = mock.connections.withLock { registry in
            registry.insert(channel)
            return registry.isClosing
        }
        if isClosing { context.eventLoop.execute { channel.close(promise: nil) } }
        channel.closeFuture.whenComplete { [mock] _ in
            mock.connections.withLock { $0.remove(channel) }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        mock.connections.withLock { $0.countRead(on: context.channel) }
        context.fireChannelRead(data)
    }

    /// A caller that has closed its side is gone to this server, even while it works for it.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        context.fireUserInboundEventTriggered(event)
        if event as? ChannelEvent == .inputClosed { context.close(promise: nil) }
    }
}
