import NIOCore
import NIOHTTP1

extension ConnectionHandler {
    /// Answers a request, now or later.
    func answer(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard
            let reply = service.answer(
                WebRequest(request), over: transport, from: context.remoteAddress,
                on: context.eventLoop)
        else {
            // As if it had come a moment later: clients then ask again over a new connection.
            context.close(promise: nil)
            return
        }
        func send(_ response: WebResponse) {
            self.send(.init(response: response, reply: reply, request: request))
        }
        switch reply.response {
        case .succeeded(let response): send(response)
        case .pending(let future):
            future.assumeIsolated().whenComplete { result in
                send((try? result.get()) ?? .text("Internal error", .internalServerError))
            }
        }
    }

    /// Sends an answer once the client has fetched those before, and then answers what waits.
    func send(_ answer: ConnectionState.Answer) {
        guard let context, context.channel.isActive, !state.isEnding else {
            service.finished(answer.reply)
            return
        }
        guard context.channel.isWritable else {
            state.park(answer)
            return register()
        }
        guard turn.begin() else { return write(answer, context) }
        write(answer, context)
        for _ in 1..<AnswerTurn.longest {
            guard let next = turn.next() else { break }
            answerIfOpen(next)
        }
        guard let next = turn.end() else { return }
        context.eventLoop.assumeIsolated().execute { self.answerIfOpen(next) }
    }

    private func answerIfOpen(_ request: HTTPRequestHead) {
        guard let context, !state.isEnding, context.channel.isActive else { return }
        answer(request, context)
    }

    private func write(_ answer: ConnectionState.Answer, _ context: ChannelHandlerContext) {
        let (response, reply, request) = (answer.response, answer.reply, answer.request)
        // What follows a tunnel or an upgrade that does not take place is no request.
        let isAbandoned = request.method == .CONNECT || request.headers.contains(name: "Upgrade")
        let sending = state.sends(reply, isLast: !request.isKeepAlive || isAbandoned)
        service.count(response.status)
        let head = response.head(for: request, reply: reply, isLast: sending.isLast)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if request.method != .HEAD, response.body.readableBytes > 0 {
            context.write(wrapOutboundOut(.body(.byteBuffer(response.body))), promise: nil)
        }
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { result in
            self.service.finished(reply)
            let isNewest = self.state.sent(reply, sending.request, now: .now())
            self.register()
            guard case .success = result else { return }
            if isAbandoned {
                self.end()
                self.leave()
            } else if sending.isLast || isNewest && self.state.isDraining {
                self.context?.close(promise: nil)
            }
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
        // Most answers are fetched by now.
        if case .delivering = state.activity { register() }
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
