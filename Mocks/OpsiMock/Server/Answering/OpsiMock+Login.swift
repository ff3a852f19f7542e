import Foundation

extension OpsiMock {
    /// Who a request comes from, or why that is not known.
    struct Identity: Sendable {
        enum Verdict: Sendable {
            case granted(User, ReceivedRequest.Authentication)
            case denied(status: Int, error: String, isLoginFailure: Bool)
        }

        var verdict: Verdict
        /// The session to announce; none for user agents that get no cookie.
        var session: Session?
        /// The user that was named, for a header shows it even when the login failed.
        var namedUser: User?
    }

    func identify(_ request: Incoming) -> Identity {
        let instant = ContinuousClock.now
        let time = world.withLock { $0.clock.now }
        let userAgent = request.header("user-agent") ?? ""
        let isPersistent = !userAgent.hasPrefix("curl") && !userAgent.hasPrefix("libdnf")
        var session =
            logins.withLock { $0.use(request.cookie, at: instant, time: time) }
            ?? Session(
                id: Self.newSessionId(), created: time, lastUsed: time, lastUsedInstant: instant,
                lifetime: configuration.sessionLifetime, address: request.address,
                userAgent: userAgent)
        if let text = request.header("x-opsi-session-lifetime"), let lifetime = Int(text),
            (1...86_400).contains(lifetime)
        {
            session.lifetime = lifetime
        }
        let identity = identify(request, session: &session, at: instant)
        if isPersistent { logins.withLock { [session] in $0.store(session) } }
        return Identity(
            verdict: identity.verdict, session: isPersistent ? session : nil,
            namedUser: identity.namedUser)
    }

    private func identify(
        _ request: Incoming, session: inout Session, at instant: ContinuousClock.Instant
    ) -> Identity {
        // The cookie beats both the block and the credentials.
        if let user = session.user {
            return Identity(verdict: .granted(user, .cookie), namedUser: user)
        }
        if logins.withLock({ $0.isBlocked(request.address, at: instant) }) {
            let error = "Client '\(request.address)' is blocked"
            return Identity(verdict: .denied(status: 403, error: error, isLoginFailure: false))
        }
        guard let authorization = request.header("authorization"), !authorization.isEmpty else {
            return Self.denied(401, "Authorization header missing")
        }
        guard authorization.lowercased().hasPrefix("basic ") else {
            return authorization.contains(" ")
                ? Self.denied(401, "Authorization method unsupported") : Self.unpackError
        }
        let encoded = authorization.dropFirst(6).trimmingPrefix(while: { $0 == " " })
        guard let data = Data(base64Encoded: String(encoded)),
            let credentials = String(data: data, encoding: .utf8),
            let colon = credentials.firstIndex(of: ":")
        else { return Self.unpackError }
        let name = credentials[..<colon].lowercased().trimmed
        let password = String(credentials[credentials.index(after: colon)...])
        let code = request.header("x-opsi-mfa-otp") ?? ""
        guard let user = user(named: name, password: password, code: code) else {
            logins.withLock {
                $0.fail(
                    request.address, at: instant, allowed: configuration.allowedFailures,
                    window: .seconds(configuration.blockSeconds))
            }
            var identity = Self.denied(401, "Authentication error", isLoginFailure: true)
            identity.namedUser = User(name: name, role: .plain)
            return identity
        }
        session.user = user
        logins.withLock { $0.countLogin() }
        if user.role == .client { world.withLock { $0.see(user.name) } }
        return Identity(verdict: .granted(user, .login), namedUser: user)
    }

    private func user(named name: String, password: String, code: String) -> User? {
        guard !password.isEmpty else { return nil }
        if name == configuration.username.lowercased() {
            // Without a second factor, opsi heeds no code.
            let given = configuration.oneTimeCode == nil ? password : password + code
            let wanted = configuration.password + (configuration.oneTimeCode ?? "")
            return given == wanted ? User(name: name, role: .administrator) : nil
        }
        if let account = configuration.users.first(where: { $0.username.lowercased() == name }) {
            let role: User.Role =
                switch account.rights {
                case .administrator: .administrator
                case .readOnly: .readOnly
                case .none: .plain
                }
            return password == account.password ? User(name: name, role: role) : nil
        }
        // Hosts log in with their id and key; depots may do what administrators may.
        let host = world.withLock { $0.fleet[.host].row(identity: [name]) }
        guard let host, let key = host["opsiHostKey"].string, !key.isEmpty, password == key else {
            return nil
        }
        let type = host.type?.name ?? "OpsiClient"
        return User(
            name: name, role: type == "OpsiClient" ? .client : .administrator, hostType: type)
    }

    private static func denied(
        _ status: Int, _ error: String, isLoginFailure: Bool = false
    ) -> Identity {
        Identity(verdict: .denied(status: status, error: error, isLoginFailure: isLoginFailure))
    }

    /// What the server's interpreter says of credentials without a colon, and the server repeats.
    private static var unpackError: Identity {
        denied(500, "not enough values to unpack (expected 2, got 1)")
    }

    private static func newSessionId() -> String { newUUID().filter { $0 != "-" } }

    /// A UUID of version 4 in lower case.
    static func newUUID() -> String { UUID().uuidString.lowercased() }
}
