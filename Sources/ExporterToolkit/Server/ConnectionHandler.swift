import NIOCore
import NIOHTTP1

/// One client's connection: takes its requests one after the other, and ends it in time.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// An answer that waits for the client to fetch the one before.
    private struct Parked {
        let response: WebResponse
        let reply: Reply
        let head: HTTPRequestHead
    }

    /// How many requests that wait already are answered before others have their turn.
    private static let requestsInARow = 16

    private let service: WebService
    private let number: Int
    private let transport: WebPolicy.Transport
    private let isEncrypted: Bool
    private let shortestTimeout: TimeAmount
    private var state: ConnectionState
    private var context: ChannelHandlerContext?
    private var head: HTTPRequestHead?
    private var bodyBytes = 0
    private var parked: Parked?
    /// How many requests have come.
    private var requests = 0
    /// A request that came while answers were being sent. There is never a second one, as the next
    /// is let through once this one has its answer.
    private var next: HTTPRequestHead?
    private var isSending = false
    private var isDraining = false
    /// The last answer is on its way.
    private var isLeaving = false

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
        let limits = service.limits
        state = ConnectionState(limits: limits, now: .now())
        shortestTimeout = TimeAmount(
            min(limits.requestTimeout, limits.responseTimeout, limits.idleTimeout))
    }

    /// Whether what comes is thrown away.
    var isEnding: Bool { isLeaving || state.phase == .ending }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        watchTime(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    /// Bytes came, whether or not they make sense.
    func receivedBytes() {
        let before = state.phase
        state.received(now: .now())
        if state.phase != before { register() }
    }

    /// Ends with the request that is being answered, or at once.
    func drain() {
        isDraining = true
        if state.isDispensable { context?.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Of a connection that is gone, what came before is still read to its end.
        guard !isEnding, context.channel.isActive else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            bodyBytes = 0
            let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
            if length > service.limits.bodyBytes {
                refuse(.payloadTooLarge)
            } else if head.headers.first(name: "Expect")?.lowercased() == "100-continue" {
                let goOn = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
            }
        case .body(let part):
            bodyBytes += part.readableBytes
            if bodyBytes > service.limits.bodyBytes { refuse(.payloadTooLarge) }
        case .end:
            guard let head else { return }
            self.head = nil
            requests += 1
            state.requested(now: .now())
            register()
            // An answer's end lets the next request in before it returns: answered from there, a
            // connection full of requests would be as many calls deep.
            if isSending { next = head } else { answer(head, context) }
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, let parked {
            self.parked = nil
            send(parked.response, parked.reply, parked.head)
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let parked { service.finished(parked.reply) }
        parked = nil
        next = nil
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
        // Of TLS, or of the socket: there is nobody to tell.
        default: context.close(promise: nil)
        }
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let answer = service.answer(
            WebRequest(head), over: transport, from: context.remoteAddress, on: context.eventLoop)
        guard let reply = answer else {
            // As if it had come a moment later: clients then ask again over a new connection.
            context.close(promise: nil)
            return
        }
        switch reply.response {
        case .succeeded(let response): send(response, reply, head)
        case .pending(let future):
            future.assumeIsolated().whenComplete { result in
                let failure = WebResponse.text("Internal error", .internalServerError)
                self.send((try? result.get()) ?? failure, reply, head)
            }
        }
    }

    private func send(_ response: WebResponse, _ reply: Reply, _ head: HTTPRequestHead) {
        guard let context, context.channel.isActive, !isEnding else {
            service.finished(reply)
            return
        }
        guard context.channel.isWritable else {
            parked = Parked(response: response, reply: reply, head: head)
            return
        }
        let isFirst = !isSending
        isSending = true
        write(response, reply, head, context)
        guard isFirst else { return }
        // Some at a time: other connections wait for this thread too.
        for _ in 1..<Self.requestsInARow { answerNext() }
        isSending = false
        guard next != nil else { return }
        context.eventLoop.assumeIsolated().execute { self.answerNext() }
    }

    private func answerNext() {
        guard let next, let context else { return }
        self.next = nil
        guard !isEnding, context.channel.isActive else { return }
        answer(next, context)
    }

    private func write(
        _ response: WebResponse, _ reply: Reply, _ head: HTTPRequestHead,
        _ context: ChannelHandlerContext
    ) {
        let request = requests
        // What follows a tunnel or an upgrade that does not take place is no request.
        let isAbandoned = head.method == .CONNECT || head.headers.contains(name: "Upgrade")
        let isLast = isDraining || !head.isKeepAlive || isAbandoned
        isLeaving = isLast
        service.count(response.status)
        context.write(
            wrapOutboundOut(.head(response.head(for: head, reply: reply, isLast: isLast))),
            promise: nil)
        if head.method != .HEAD, response.body.readableBytes > 0 {
            context.write(wrapOutboundOut(.body(.byteBuffer(response.body))), promise: nil)
        }
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { result in
            self.service.finished(reply)
            let isNewest = request == self.requests
            if isNewest {
                self.state.responded(now: .now())
                self.register()
            }
            guard case .success = result else { return }
            if isAbandoned {
                self.state.ended(now: .now())
                self.register()
                self.leave()
            } else if isLast || isNewest && self.isDraining {
                self.context?.close(promise: nil)
            }
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
    }

    /// Tells the client off, and hears no more of it.
    private func refuse(_ status: HTTPResponseStatus) {
        guard let context, !isEnding else { return }
        state.ended(now: .now())
        register()
        service.count(status)
        // Past HTTP's own handlers, which know of no answer without a request.
        let text =
            "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\nDate: \(HTTPDate.now)\r\n"
            + "Connection: close\r\nContent-Length: 0\r\n\r\n"
        guard
            let watcher = try? context.pipeline.syncOperations.context(
                handlerType: ByteWatcher.self)
        else { return }
        watcher.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
        leave()
    }

    /// Says that nothing more is said, and hears the client out for a while: closed with unread
    /// bytes, the connection would be reset, and the answer lost.
    private func leave() {
        guard let context,
            let watcher = try? context.pipeline.syncOperations.context(
                handlerType: ByteWatcher.self)
        else { return }
        if isEncrypted {
            watcher.close(promise: nil)
        } else {
            watcher.close(mode: .output, promise: nil)
            context.eventLoop.assumeIsolated().scheduleTask(deadline: state.deadline) {
                self.context?.close(promise: nil)
            }
        }
    }

    private func register() {
        service.registry.update(number, state.phase, now: .now())
    }

    /// Looks at the deadline when it may have passed; it never comes closer than by the shortest
    /// timeout, so that the clock need not be set for every request.
    private func watchTime(_ context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        guard state.deadline > now else { return end(state.expiry, context) }
        context.eventLoop.assumeIsolated().scheduleTask(
            deadline: min(state.deadline, now + shortestTimeout)
        ) {
            if let context = self.context { self.watchTime(context) }
        }
    }

    private func end(_ expiry: ConnectionState.Expiry, _ context: ChannelHandlerContext) {
        switch expiry {
        case .close: context.close(promise: nil)
        case .closeWithTimeout: refuse(.requestTimeout)
        }
    }
}

extension WebResponse {
    /// The head of the answer to a request.
    fileprivate func head(
        for request: HTTPRequestHead, reply: Reply, isLast: Bool
    ) -> HTTPResponseHead {
        var headers = headers
        for field in reply.headers { headers.replaceOrAdd(name: field.name, value: field.value) }
        headers.add(name: "Date", value: HTTPDate.now)
        if status != .notModified {
            headers.add(name: "Content-Length", value: "\(body.readableBytes)")
        }
        if isLast {
            headers.add(name: "Connection", value: "close")
        } else if request.version == .http1_0 {
            headers.add(name: "Connection", value: "keep-alive")
        }
        return HTTPResponseHead(version: .http1_1, status: status, headers: headers)
    }
}
