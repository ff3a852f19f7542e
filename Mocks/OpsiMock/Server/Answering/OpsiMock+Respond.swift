import Foundation
import HummingbirdCore
import NIOCore

extension OpsiMock {
    /// Bodies beyond this are refused.
    private static let largestBody = 1 << 30

    /// Answers one request, faults included.
    func respond(
        to request: Request, with writer: consuming ResponseWriter, on channel: any Channel
    ) async throws {
        let body = try await request.body.collect(upTo: Self.largestBody)
        // Before the answer, as the next request may come as soon as that is there.
        let count = connections.withLock { $0.readCount(on: channel) }
        try await answer(request, body, with: writer, on: channel)
        closeWhenIdle(channel, after: count)
    }

    /// Closes a connection over which nothing comes for some time after an answer. What counts is
    /// what the event loop has read: a busy machine may begin to answer it far later.
    private func closeWhenIdle(_ channel: any Channel, after count: Int) {
        guard let keepAlive = configuration.keepAlive else { return }
        // From the event loop, behind the answer: a timer that is due overtakes what only waits to
        // be written, so on a busy machine it would close the connection before the answer.
        channel.eventLoop.execute {
            channel.eventLoop.scheduleTask(in: TimeAmount(keepAlive)) {
                if self.connections.withLock({ $0.readCount(on: channel) }) == count {
                    channel.close(promise: nil)
                }
            }
        }
    }

    private func answer(
        _ request: Request, _ body: ByteBuffer, with writer: consuming ResponseWriter,
        on channel: any Channel
    ) async throws {
        let address = channel.remoteAddress?.ipAddress ?? "127.0.0.1"
        let incoming = Incoming(request, body: Array(body.readableBytesView), address: address)
        let batch = Self.batch(incoming)
        let methods = (try? batch.get())?.calls.map(\.method) ?? []

        let verdict = connections.withLock { $0.takeVerdict(on: channel) }
        var spoiling: Fault?
        var identity: Identity?
        switch verdict {
        case .fault(let fault): spoiling = fault
        case .identity(let known): identity = known
        case .failure(let outgoing):
            log(
                incoming, batch: batch, authentication: .none, status: outgoing.status,
                bytes: outgoing.body.count)
            return try await Self.write(finished(outgoing), to: incoming, with: writer)
        case nil:
            for fault in faults.hits(methods: methods) {
                if fault.kind == .delay {
                    try await Self.wait(fault.seconds ?? 1, or: channel)
                } else {
                    spoiling = fault
                }
            }
        }
        if let spoiling {
            if spoiling.kind == .refuse || spoiling.kind == .hang {
                log(incoming, batch: batch, authentication: .none, status: 0, bytes: 0)
            }
            try await inject(spoiling, into: incoming, batch: batch, with: writer, on: channel)
            return
        }
        let (outgoing, authentication) = await answer(incoming, batch: batch, from: identity)
        log(
            incoming, batch: batch, authentication: authentication, status: outgoing.status,
            bytes: outgoing.body.count)
        try await Self.write(outgoing, to: incoming, with: writer)
    }

    /// Waits for some time, but not longer than a connection stands.
    private static func wait(_ seconds: Double, or channel: any Channel) async throws {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(.seconds(seconds))) {
            promise.succeed()
        }
        channel.closeFuture.whenComplete { _ in promise.fail(ChannelError.alreadyClosed) }
        defer { timer.cancel() }
        try await promise.futureResult.get()
    }

    static func write(
        _ outgoing: Outgoing, to incoming: Incoming, with writer: consuming ResponseWriter
    ) async throws {
        var outgoing = outgoing
        outgoing.set("content-length", String(outgoing.body.count))
        let body = incoming.method == "HEAD" ? [] : outgoing.body
        try await writer.write(
            response: outgoing.head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// The calls in a request, or the reason why there are none.
    private static func batch(_ request: Incoming) -> Result<RPCBatch, RPCError> {
        guard request.isRPC, request.method == "POST" || request.method == "GET" else {
            return .failure(.value("Request data empty"))
        }
        return Result { () throws(RPCError) in
            guard request.method == "POST" else {
                let query = (request.query ?? "").removingPercentEncoding ?? ""
                return try RPCBatch(Array(query.utf8), isMessagePack: false)
            }
            let body = try Encoding.decoded(
                request.body, header: request.header("content-encoding"))
            let isMessagePack = (request.header("content-type") ?? "").contains("msgpack")
            return try RPCBatch(body, isMessagePack: isMessagePack)
        }
    }

    /// Headers whose values are secrets, or of no interest.
    private static let hiddenHeaders: Set<String> = ["authorization", "cookie"]

    func log(
        _ request: Incoming, batch: Result<RPCBatch, RPCError>,
        authentication: ReceivedRequest.Authentication, status: Int, bytes: Int
    ) {
        let calls = (try? batch.get())?.calls ?? []
        let received = ReceivedRequest(
            httpMethod: request.method,
            path: request.query.map { "\(request.path)?\($0)" } ?? request.path,
            methods: calls.map(\.method), params: calls.first?.params.jsonText,
            authentication: authentication,
            headers: request.headers.filter { !Self.hiddenHeaders.contains($0.key) },
            status: status, answerBytes: bytes)
        log.withLock { $0.append(received, limit: configuration.requestLogLimit) }
        requestSignals.ring()
    }
}
