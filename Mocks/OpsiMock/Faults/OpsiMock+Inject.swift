import Foundation
import HummingbirdCore
import NIOCore

extension OpsiMock {
    /// Spoils the answer to a request.
    func inject(
        _ fault: Fault, into request: Incoming, batch: Result<RPCBatch, RPCError>,
        with writer: consuming ResponseWriter, on channel: any Channel
    ) async throws {
        switch fault.kind {
        case .refuse:
            try await reset(channel)
        case .hang:
            if let seconds = fault.seconds {
                channel.eventLoop.scheduleTask(in: TimeAmount(.seconds(seconds))) {
                    channel.close(promise: nil)
                }
            }
            try await channel.closeFuture.get()
        case .reset, .truncate:
            let (outgoing, authentication) = await answer(request, batch: batch)
            let half = outgoing.body.prefix(outgoing.body.count / 2)
            log(request, batch, authentication, outgoing.status, half.count)
            if fault.kind == .reset { try await prepareReset(channel) }
            var head = outgoing
            head.set("content-length", String(outgoing.body.count))
            var body = try await writer.writeHead(head.head)
            try await body.write(ByteBuffer(bytes: half))
            try await channel.close()
        case .huge, .endlessGzip:
            let (outgoing, authentication) = await answer(request, batch: batch)
            log(request, batch, authentication, outgoing.status, 0)
            let id = (try? batch.get())?.calls.first?.id ?? .integer(0)
            if fault.kind == .huge {
                try await Self.writeHugeAnswer(id: id, head: outgoing, with: writer)
            } else {
                try await Self.writeEndlessGzip(id: id, head: outgoing, with: writer)
            }
        default:
            let (outgoing, authentication) = await spoilt(fault.kind, request, batch: batch)
            log(request, batch, authentication, outgoing.status, outgoing.body.count)
            try await Self.write(outgoing, to: request, with: writer)
        }
    }

    /// Makes the next close of a connection a reset: without lingering, what is unsent is thrown
    /// away and the other side is told so.
    private func prepareReset(_ channel: any Channel) async throws {
        if let options = channel as? any SocketOptionProvider {
            try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
    }

    private func reset(_ channel: any Channel) async throws {
        try await prepareReset(channel)
        try await channel.close()
    }

    /// An answer that is spoilt as a whole, but sent in an orderly way.
    private func spoilt(
        _ kind: Fault.Kind, _ request: Incoming, batch: Result<RPCBatch, RPCError>
    ) async -> (Outgoing, ReceivedRequest.Authentication) {
        switch kind {
        case .status(let code): return (finished(Self.failure(code)), .none)
        case .blocked:
            let error = "Client '\(request.address)' is blocked"
            return (finished(Self.failure(403, error)), .none)
        case .sessionExpired:
            if let cookie = request.cookie { logins.withLock { $0.remove(cookie) } }
            return await answer(request, batch: batch)
        default: break
        }
        var plain = request
        plain.headers["accept-encoding"] = nil
        var (outgoing, authentication) = await answer(plain, batch: batch)
        guard outgoing.status == 200 else { return (outgoing, authentication) }
        let call = (try? batch.get())?.calls.first
        outgoing.spoil(kind, call: call)
        return (outgoing, authentication)
    }

    private static func failure(_ status: Int, _ error: String? = nil) -> Outgoing {
        let error = error ?? "Injected fault: HTTP status \(status)"
        var outgoing = Outgoing.json(
            status, .object(["id": .null, "result": .null, "error": .string(error)]))
        outgoing.set("x-opsi-error", error)
        if status == 503 { outgoing.set("retry-after", "1") }
        if status == 401 {
            outgoing.set("www-authenticate", "Basic realm=\"opsi\", charset=\"UTF-8\"")
        }
        return outgoing
    }

    private func log(
        _ request: Incoming, _ batch: Result<RPCBatch, RPCError>,
        _ authentication: ReceivedRequest.Authentication, _ status: Int, _ bytes: Int
    ) {
        log(request, batch: batch, authentication: authentication, status: status, bytes: bytes)
    }
}
