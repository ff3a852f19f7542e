import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// A connection that speaks HTTP/1.1, unless its first request makes a web socket of it.
struct OpsiChannel: HTTPChannelHandler {
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let outcome: EventLoopFuture<Outcome>
    }

    enum Outcome: Sendable {
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
        case webSocket
    }

    /// Frames beyond this end the connection.
    private static let largestFrame = 16 << 20

    let mock: OpsiMock
    let responder: Responder

    init(_ mock: OpsiMock) {
        self.mock = mock
        responder = { request, writer, channel in
            try await mock.respond(to: request, with: writer, on: channel)
        }
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(ConnectionTracker(mock))
            var configuration = NIOUpgradableHTTPServerPipelineConfiguration(
                upgradeConfiguration: .init(
                    upgraders: [upgrader],
                    notUpgradingCompletionHandler: { speakHTTP(on: $0, logger: logger) }))
            configuration.enablePipelining = false
            configuration.enableResponseHeaderValidation = false
            return Value(
                channel: channel,
                outcome: try pipeline.configureUpgradableHTTPServerPipeline(
                    configuration: configuration))
        }
    }

    func handle(value: Value, logger: Logger) async {
        switch try? await value.outcome.get() {
        case .http(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
        // What comes is handled where it comes; the connection lasts as long as this waits.
        case .webSocket: try? await value.channel.closeFuture.get()
        // It was closed before anything was asked.
        case nil: try? await value.channel.close()
        }
    }

    private func speakHTTP(
        on channel: any Channel, logger: Logger
    ) -> EventLoopFuture<Outcome> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            if let head = mock.connections.withLock({ $0.takeRefused(on: channel) }) {
                try pipeline.addHandler(RefusedUpgrade(head))
            }
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try pipeline.addHandler(HTTPConnectionStateHandler(logger: logger))
            return .http(
                try NIOAsyncChannel(
                    wrappingChannelSynchronously: channel,
                    configuration: .init(isOutboundHalfClosureEnabled: true)))
        }
    }

    private var upgrader: NIOTypedWebSocketServerUpgrader<Outcome> {
        NIOTypedWebSocketServerUpgrader(
            maxFrameSize: Self.largestFrame,
            shouldUpgrade: { channel, head in
                let promise = channel.eventLoop.makePromise(of: HTTPHeaders?.self)
                // Never at once: the end of the request has to be seen before.
                promise.completeWithTask {
                    let headers = await mock.upgradeHeaders(head, on: channel)
                    if headers == nil {
                        mock.connections.withLock { $0.refuse(head, on: channel) }
                    }
                    return headers
                }
                return promise.futureResult
            },
            upgradePipelineHandler: { channel, head in
                channel.eventLoop.makeCompletedFuture {
                    try mock.joinMessagebus(head, on: channel)
                    return .webSocket
                }
            })
    }
}

/// Says a request for an upgrade again that was refused: the upgrade's handler keeps it to itself.
private final class RefusedUpgrade: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private let head: HTTPRequestHead

    init(_ head: HTTPRequestHead) {
        self.head = head
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        // When the handlers behind this one are there.
        context.eventLoop.execute {
            let (handler, context) = bound.value
            context.fireChannelRead(handler.wrapInboundOut(.head(handler.head)))
            context.fireChannelRead(handler.wrapInboundOut(.end(nil)))
            context.fireChannelReadComplete()
            context.pipeline.syncOperations.removeHandler(handler, promise: nil)
        }
    }
}
