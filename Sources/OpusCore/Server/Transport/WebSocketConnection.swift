import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization

/// A web socket to an opsi server, before anything was said over it.
struct WebSocketConnection: Sendable {
    typealias Frames = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    /// The longest message that is taken; real ones have some hundred bytes.
    static let longestMessage = 1 << 20

    let frames: Frames
    /// Ends the connection where it is not cancelled in time.
    let deadline: Scheduled<Void>
}

/// A server answered a request for a web socket with something else.
struct UpgradeRefused: Error {
    /// Nil where nothing that is HTTP came.
    let head: HTTPResponseHead?
}

extension HTTPConnections {
    private enum Outcome: Sendable {
        case upgraded(WebSocketConnection.Frames)
        case refused
    }

    /// Asks for a web socket.
    ///
    /// - Parameters:
    ///   - path: where, below the address.
    ///   - headers: credentials.
    ///   - limit: the time in which the caller has to be content with it; the connection is closed
    ///     otherwise.
    ///   - silence: the time after which a connection is closed over which nothing comes.
    /// - Returns: the web socket.
    /// - Throws: `UpgradeRefused`, `TransportFailure`, or `CancellationError`.
    func openWebSocket(
        _ path: String, headers: HTTPHeaders, limit: Duration, silence: Duration
    ) async throws -> WebSocketConnection {
        let answer = UpgradeAnswer()
        let box = OpenedChannel()
        return try await withTaskCancellationHandler {
            do {
                return try await upgraded(
                    path, headers, limit: limit, silence: silence, answer, box)
            } catch let error as UpgradeRefused {
                throw error
            } catch {
                try Task.checkCancellation()
                if let head = answer.head { throw UpgradeRefused(head: head) }
                throw await explained(error)
            }
        } onCancel: {
            box.close()
        }
    }

    private func upgraded(
        _ path: String, _ headers: HTTPHeaders, limit: Duration, silence: Duration,
        _ answer: UpgradeAnswer, _ box: OpenedChannel
    ) async throws -> WebSocketConnection {
        let context =
            address.isEncrypted ? try NIOSSLContext(configuration: access.configuration) : nil
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: address.path + path, headers: headers)
        let serverName = address.serverName
        let outcome = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(TimeAmount(limit))
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    box.opened(channel)
                    let pipeline = channel.pipeline.syncOperations
                    if let context {
                        try pipeline.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: serverName))
                    }
                    try pipeline.addHandler(IdleStateHandler(readTimeout: TimeAmount(silence)))
                    try pipeline.addHandler(SilenceCloser())
                    return try Self.addUpgrade(head, to: pipeline, answer)
                }
            }
        let deadline = box.close(in: TimeAmount(limit))
        do {
            switch try await outcome.get() {
            case .upgraded(let frames):
                return WebSocketConnection(frames: frames, deadline: deadline)
            case .refused: throw UpgradeRefused(head: answer.head)
            }
        } catch {
            deadline.cancel()
            box.close()
            throw error
        }
    }

    private static func addUpgrade(
        _ head: HTTPRequestHead, to pipeline: ChannelPipeline.SynchronousOperations,
        _ answer: UpgradeAnswer
    ) throws -> EventLoopFuture<Outcome> {
        let upgrader = NIOTypedWebSocketClientUpgrader<Outcome>(
            maxFrameSize: WebSocketConnection.longestMessage,
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 64,
                            maxAccumulatedFrameSize: WebSocketConnection.longestMessage))
                    return .upgraded(
                        try WebSocketConnection.Frames(wrappingChannelSynchronously: channel))
                }
            })
        var configuration = NIOUpgradableHTTPClientPipelineConfiguration(
            upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration<Outcome>(
                upgradeRequestHead: head, upgraders: [upgrader],
                notUpgradingCompletionHandler: { channel in
                    channel.eventLoop.makeSucceededFuture(.refused)
                }))
        // The first message may come in one piece with the answer.
        configuration.leftOverBytesStrategy = .forwardBytes
        let outcome = try pipeline.configureUpgradableHTTPClientPipeline(
            configuration: configuration)
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        try pipeline.addHandler(AnswerWatcher(answer), position: .after(decoder))
        return outcome
    }
}

/// The head of the answer to a request for a web socket.
private final class UpgradeAnswer: Sendable {
    private let value = Mutex<HTTPResponseHead?>(nil)

    var head: HTTPResponseHead? { value.withLock { $0 } }

    func store(_ head: HTTPResponseHead) { value.withLock { $0 = head } }
}

/// The channel of a connection that is being made, so that it can be closed from outside.
private final class OpenedChannel: Sendable {
    private struct State {
        var channel: (any Channel)?
        var isClosed = false
    }

    private let state = Mutex(State())

    func opened(_ channel: any Channel) {
        let isClosed = state.withLock { state in
            state.channel = channel
            return state.isClosed
        }
        if isClosed { channel.close(promise: nil) }
    }

    func close() {
        let channel = state.withLock { state in
            state.isClosed = true
            return state.channel
        }
        channel?.close(promise: nil)
    }

    /// Closes it after some time.
    func close(in time: TimeAmount) -> Scheduled<Void> {
        let loop =
            state.withLock { $0.channel }?.eventLoop ?? MultiThreadedEventLoopGroup.singleton.next()
        return loop.scheduleTask(in: time) { self.close() }
    }
}

/// Notes the first answer, and lets everything pass.
private final class AnswerWatcher: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    private let answer: UpgradeAnswer
    private var isOver = false

    init(_ answer: UpgradeAnswer) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What follows an upgrade is no HTTP.
        if !isOver {
            isOver = true
            if case .head(let head) = unwrapInboundIn(data) { answer.store(head) }
        }
        context.fireChannelRead(data)
    }
}

/// Closes a connection over which nothing comes any more.
private final class SilenceCloser: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
