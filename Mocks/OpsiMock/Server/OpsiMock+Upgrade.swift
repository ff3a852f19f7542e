import NIOCore
import NIOHTTP1
import NIOWebSocket

extension OpsiMock {
    /// What was found out about a request for a web socket before it was answered.
    enum UpgradeVerdict: Sendable {
        case identity(Identity)
        case fault(Fault)
        case failure(Outgoing)
    }

    private static let messagebusPath = "/messagebus/v1"

    /// The headers of an upgrade that is granted. Where it is not, the request is answered as any
    /// other, knowing what was found out here.
    func upgradeHeaders(_ head: HTTPRequestHead, on channel: any Channel) async -> HTTPHeaders? {
        let request = Incoming(head, address: channel.remoteAddress?.ipAddress)
        guard request.path == Self.messagebusPath, head.method == .GET else { return nil }
        func refuse(_ verdict: UpgradeVerdict) -> HTTPHeaders? {
            connections.withLock { $0.setVerdict(verdict, on: channel) }
            return nil
        }
        for fault in faults.hits(methods: ["messagebus"]) {
            switch fault.kind {
            case .delay: try? await Task.sleep(for: .seconds(fault.seconds ?? 1))
            case .noUpgrade: return nil
            case .sessionExpired: logins.withLock { $0.remove(request.cookie ?? "") }
            default: return refuse(.fault(fault))
            }
        }
        let identity = identify(request)
        guard case .granted(_, let authentication) = identity.verdict else {
            return refuse(.identity(identity))
        }
        await publishEvents()
        do {
            _ = try Self.busEncoding(request)
        } catch {
            return refuse(
                .failure(Outgoing(status: 500, body: Array("Internal Server Error".utf8))))
        }
        connections.withLock { $0.setVerdict(.identity(identity), on: channel) }
        log(
            request, batch: .failure(.value("Request data empty")),
            authentication: authentication, status: 101, bytes: 0)
        var headers = HTTPHeaders()
        // Not even a cookie comes with it.
        let outgoing = Outgoing(status: 101)
        for header in finished(outgoing).headers {
            headers.add(name: header.name, value: header.value)
        }
        return headers
    }

    /// Puts an upgraded connection on the messagebus. Users without rights are let in and told
    /// nothing.
    func joinMessagebus(_ head: HTTPRequestHead, on channel: any Channel) throws {
        let verdict = connections.withLock { $0.takeVerdict(on: channel) }
        guard case .identity(let identity) = verdict, case .granted(let user, _) = identity.verdict
        else { return channel.close(promise: nil) }
        let request = Incoming(head, address: channel.remoteAddress?.ipAddress)
        guard user.role != .plain else { return }
        let connection = BusConnection(
            on: channel, session: BusSession(user: user, id: Self.newUUID()),
            sessionId: identity.session?.id, encoding: try Self.busEncoding(request) ?? nil)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(
            NIOWebSocketFrameAggregator(
                minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1 << 16,
                maxAccumulatedFrameSize: 16 << 20))
        try pipeline.addHandler(BusHandler(self, connection))
    }

    /// How frames are compressed, by `?compression=`.
    private static func busEncoding(_ request: Incoming) throws(RPCError) -> Encoding? {
        let pairs = (request.query ?? "").split(separator: "&")
        let value = pairs.last { $0.hasPrefix("compression=") }?.dropFirst("compression=".count)
        switch value {
        case nil, "": return nil
        case "gzip": return .gzip
        case "lz4": return .lz4
        case let other?: throw .value("Invalid compression \(String(other).pythonText)")
        }
    }
}
