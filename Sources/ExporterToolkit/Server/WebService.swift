import NIOCore
import NIOHTTP1

/// What all connections share: who may ask, and who answers.
final class WebService: Sendable {
    let limits: WebLimits
    let policies: WebPolicyStore
    let registry: ConnectionRegistry
    private let endpoints: Endpoints
    private let unauthorized: WebResponse
    private let passwords: PasswordChecker
    private let gate: RequestGate

    /// Puts it together; nothing is started.
    init(
        _ settings: WebSettings, policies: WebPolicyStore, endpoints: Endpoints,
        passwords: PasswordChecker
    ) {
        let limits = settings.limits.fitting(openFiles: WebLimits.openFiles)
        self.limits = limits
        self.policies = policies
        self.endpoints = endpoints
        unauthorized = Self.unauthorized(settings.realm)
        self.passwords = passwords
        registry = ConnectionRegistry(limit: limits.connections)
        gate = RequestGate(limit: limits.requests)
        policies.observeTransport { [registry] in registry.drain() }
    }

    /// Answers a request. What is returned is to be handed to `finished(_:)` once it was sent.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - transport: what its connection was made by.
    ///   - address: where it came from.
    ///   - eventLoop: where the answer is wanted.
    /// - Returns: the answer; nil where such a connection gets none any more.
    func answer(
        _ request: WebRequest, over transport: WebPolicy.Transport, from address: SocketAddress?,
        on eventLoop: any EventLoop
    ) -> Reply? {
        let policy = policies.policy(checking: .configuration)
        guard policy.transport == transport else { return nil }
        // Before anything that takes work, passwords most of all.
        if let wait = policy.turns?.take(now: .now()) {
            return Reply(.succeeded(Self.tooOften(wait)), policy, isCounted: false)
        }
        let isLimited = endpoints.isLimited(request)
        guard !isLimited || hasRoom() else {
            return Reply(.succeeded(Self.overloaded), policy, isCounted: false)
        }
        return Reply(
            admitted(request, policy, address, eventLoop), policy, isCounted: isLimited)
    }

    /// Goes in at the gate; where too many are there, in place of one that does not fetch its answer.
    private func hasRoom() -> Bool {
        if gate.enter() { return true }
        guard registry.cutSlowestReader(now: .now()) else { return false }
        gate.enterBeyondLimit()
        return true
    }

    /// Takes in that the answer to a request is sent, or never will be.
    func finished(_ reply: Reply) {
        if reply.isCounted { gate.leave() }
    }

    /// Takes in the status of an answer that is being sent.
    func count(_ status: HTTPResponseStatus) {
        endpoints.count(status)
    }

    /// Ends what runs beside the connections.
    func shutdown() async {
        await passwords.shutdown()
    }

    private func admitted(
        _ request: WebRequest, _ policy: WebPolicy, _ address: SocketAddress?,
        _ eventLoop: any EventLoop
    ) -> Eventually {
        guard !policy.users.isEmpty else { return responded(request, eventLoop) }
        guard
            let field = request.headers.first(name: "Authorization"),
            let credentials = BasicCredentials(authorization: field)
        else { return .succeeded(unauthorized) }
        if passwords.knows(credentials, users: policy.users) {
            return responded(request, eventLoop)
        }
        let checked = passwords.check(
            credentials, users: policy.users, from: address?.source ?? "", on: eventLoop)
        return .pending(
            checked.flatMap { outcome in
                switch outcome {
                case .accepted: self.responded(request, eventLoop).future(on: eventLoop)
                case .refused: eventLoop.makeSucceededFuture(self.unauthorized)
                case .busy: eventLoop.makeSucceededFuture(Self.overloaded)
                }
            })
    }

    private func responded(_ request: WebRequest, _ eventLoop: any EventLoop) -> Eventually {
        switch endpoints.answer(request) {
        case .ready(let response): .succeeded(response)
        case .later(let make): .pending(eventLoop.makeFutureWithTask { await make() })
        }
    }

    private static func unauthorized(_ realm: String) -> WebResponse {
        var response = WebResponse.text("Unauthorized", .unauthorized)
        response.headers.add(
            name: "WWW-Authenticate", value: "Basic realm=\"\(realm)\", charset=\"UTF-8\"")
        return response
    }

    private static func tooOften(_ wait: Duration) -> WebResponse {
        var response = WebResponse.text("Too many requests", .tooManyRequests)
        let seconds = Int(wait.seconds.rounded(.up))
        response.headers.add(name: "Retry-After", value: "\(seconds)")
        return response
    }

    private static let overloaded: WebResponse = {
        var response = WebResponse.text("Too many requests at once", .serviceUnavailable)
        response.headers.add(name: "Retry-After", value: "1")
        return response
    }()
}

/// A response that is there, or will be.
enum Eventually {
    case succeeded(WebResponse)
    case pending(EventLoopFuture<WebResponse>)

    func future(on eventLoop: any EventLoop) -> EventLoopFuture<WebResponse> {
        switch self {
        case .succeeded(let response): eventLoop.makeSucceededFuture(response)
        case .pending(let future): future
        }
    }
}

/// What a request is answered with.
struct Reply {
    let response: Eventually
    /// Fields that every answer has.
    let headers: [WebConfiguration.HeaderField]
    /// Whether it takes one of those places of which there are only so many.
    let isCounted: Bool

    fileprivate init(
        _ response: Eventually, _ policy: WebPolicy, isCounted: Bool
    ) {
        self.response = response
        headers = policy.headers
        self.isCounted = isCounted
    }
}
