import NIOCore
import NIOHTTP1
import NIOSSL

/// One client's connection: takes its requests one after the other, and ends it in time.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// A request of which a part has come.
    private struct Incoming {
        let head: HTTPRequestHead
        var bodyBytes = 0
    }

    let service: WebService
    let transport: WebPolicy.Transport
    var state: ConnectionState
    var turn = AnswerTurn()
    private(set) var context: ChannelHandlerContext?
    private let number: Int
    private let isEncrypted: Bool
    private let verifiesClient: Bool
    private let shortestTimeout: TimeAmount
    private var incoming: Incoming?

    /// A connection that was just opened.
    ///
    /// - Parameters:
    ///   - service: who answers.
    ///   - number: the connection's number in the registry.
    ///   - policy: what it was made by.
    init(service: WebService, number: Int, policy: WebPolicy) {
        self.service = service
        self.number = number
        transport = policy.transport
        isEncrypted = policy.tls != nil
        verifiesClient = policy.verifiesClients
        let limits = service.limits
        state = ConnectionState(limits: limits, now: .now())
        shortestTimeout = TimeAmount(
            min(limits.requestTimeout, limits.responseTimeout, limits.idleTimeout))
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        watchTime(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    /// Bytes came, whether or not they make sense.
    func receivedBytes() {
        let before = state.activity
        state.received(now: .now())
        if state.activity != before { register() }
    }

    /// Ends with the request that is being answered, or at once.
    func drain() {
        if state.drain() { context?.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Of a connection that is gone, what came before is still read to its end.
        guard !state.isEnding, context.channel.isActive else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body(let part):
            incoming?.bodyBytes += part.readableBytes
            if let incoming, incoming.bodyBytes > service.limits.bodyBytes {
                refuse(.payloadTooLarge)
            }
        case .end:
            guard let head = incoming?.head else { return }
            incoming = nil
            state.requested(now: .now())
            register()
            if !turn.isTaken(by: head) { answer(head, context) }
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        incoming = Incoming(head: head)
        let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        if length > service.limits.bodyBytes {
            refuse(.payloadTooLarge)
        } else if head.headers.first(name: "Expect")?.lowercased() == "100-continue" {
            let goOn = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, let answer = state.unpark() { send(answer) }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let answer = state.unpark() { service.finished(answer.reply) }
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed: drain()
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow: refuse(.requestHeaderFieldsTooLarge)
        case is HTTPParserError: refuse(.badRequest)
        // Of TLS, or of the socket: there is nobody to tell but whoever reads the log.
        default:
            if verifiesClient, case NIOSSLError.handshakeFailed = error {
                service.policies.refusedHandshake(from: context.remoteAddress?.ipAddress)
            }
            context.close(promise: nil)
        }
    }

    /// Tells the client off, and hears no more of it.
    private func refuse(_ status: HTTPResponseStatus) {
        guard let watcher, !state.isEnding else { return }
        end()
        service.count(status)
        // Past HTTP's own handlers, which know of no answer without a request.
        let text =
            "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\nDate: \(HTTPDate.now)\r\n"
            + "Connection: close\r\nContent-Length: 0\r\n\r\n"
        watcher.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
        leave()
    }

    /// Says that nothing more is said, and hears the client out for a while: closed with unread
    /// bytes, the connection would be reset, and the answer lost.
    func leave() {
        guard let context, let watcher else { return }
        if isEncrypted {
            watcher.close(promise: nil)
        } else {
            watcher.close(mode: .output, promise: nil)
            context.eventLoop.assumeIsolated().scheduleTask(deadline: state.deadline) {
                self.context?.close(promise: nil)
            }
        }
    }

    /// Nothing more is answered.
    func end() {
        state.ended(now: .now())
        register()
    }

    private var watcher: ChannelHandlerContext? {
        try? context?.pipeline.syncOperations.context(handlerType: ByteWatcher.self)
    }

    func register() {
        service.registry.update(number, state.activity, now: .now())
    }

    /// Looks at the deadline when it may have passed; it never comes closer than by the shortest
    /// timeout, so that the clock need not be set for every request.
    private func watchTime(_ context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        guard state.deadline > now else {
            switch state.expiry {
            case .close: context.close(promise: nil)
            case .closeWithTimeout: refuse(.requestTimeout)
            }
            return
        }
        context.eventLoop.assumeIsolated().scheduleTask(
            deadline: min(state.deadline, now + shortestTimeout)
        ) {
            if let context = self.context { self.watchTime(context) }
        }
    }
}
