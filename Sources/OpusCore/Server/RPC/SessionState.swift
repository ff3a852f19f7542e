/// Decides, for one server and one user, which request logs in and which ones wait for it.
///
/// The first request of a session carries the password and brings a cookie back; until it does,
/// others wait, so that a thousand calls make one login. After the server refused a login, none is
/// tried for a while: ten refused ones within two minutes block the whole address.
struct SessionState {
    typealias Instant = ContinuousClock.Instant

    /// Time between two logins with a password that was refused: fewer than ten in 120 s.
    static let pauseAfterRefusal = Duration.seconds(15)
    /// How long the server blocks an address.
    static let pauseAfterBlock = Duration.seconds(120)
    /// A cookie is left before the server drops it.
    static let cookieMargin = Duration.seconds(5)

    private enum Phase {
        case loggedOut
        case loggingIn
        case loggedIn(Cookie)
        /// The server sets no cookie, so each request logs in for itself.
        case withoutCookies
        case refused(ServerError, until: Instant)
    }

    struct Cookie: Sendable, Equatable {
        /// `name=value`, as it is sent back.
        var pair: String
        var lifetime: Duration
        var expires: Instant
    }

    enum Admission {
        /// Go, with the password and, where there is one, the cookie.
        case proceed(cookie: String?)
        /// Go, and say how it ended: this request is the login.
        case logIn
        /// Wait until the login under way has ended, then ask again.
        case wait
        /// Don't go: the server refused a login a moment ago.
        case refuse(ServerError)
    }

    enum LoginOutcome {
        case accepted(cookie: Cookie?)
        case refused(ServerError, until: Instant)
        /// No answer came, so nothing is known.
        case undecided
    }

    private var phase = Phase.loggedOut

    /// Whether there is a session on the server that could be ended.
    func hasSession(now: Instant) -> Bool {
        if case .loggedIn(let cookie) = phase { now < cookie.expires } else { false }
    }

    /// The cookie of the session, where there is one.
    func cookie(now: Instant) -> String? {
        guard case .loggedIn(let cookie) = phase, now + Self.cookieMargin < cookie.expires else {
            return nil
        }
        return cookie.pair
    }

    /// Whether a login is under way.
    var isLoggingIn: Bool { if case .loggingIn = phase { true } else { false } }

    mutating func admit(now: Instant) -> Admission {
        switch phase {
        case .loggingIn: return .wait
        case .withoutCookies: return .proceed(cookie: nil)
        case .loggedIn(let cookie) where now + Self.cookieMargin < cookie.expires:
            return .proceed(cookie: cookie.pair)
        case .refused(let error, let until) where now < until:
            return .refuse(error)
        case .loggedOut, .loggedIn, .refused:
            phase = .loggingIn
            return .logIn
        }
    }

    /// How the login ended for which `admit` said `logIn`.
    mutating func loginEnded(_ outcome: LoginOutcome) {
        switch outcome {
        case .accepted(let cookie?): phase = .loggedIn(cookie)
        case .accepted(nil): phase = .withoutCookies
        case .refused(let error, let until): phase = .refused(error, until: until)
        case .undecided: phase = .loggedOut
        }
    }

    /// An answer within a session: the server counts the session's lifetime from its last request,
    /// and sets a new cookie where the session was gone.
    mutating func answered(with cookie: Cookie?, now: Instant) {
        guard case .loggedIn(var current) = phase else { return }
        if let cookie {
            current = cookie
        } else {
            current.expires = now + current.lifetime
        }
        phase = .loggedIn(current)
    }

    /// The server refused a request of a session: its password may have been changed meanwhile.
    mutating func refused(_ error: ServerError, until: Instant) {
        phase = .refused(error, until: until)
    }

    mutating func loggedOut() { phase = .loggedOut }
}

extension SessionState.Cookie {
    private static let name = "opsiconfd-session"
    private static let usualLifetime = 120

    /// Reads `Set-Cookie` headers, each on a line of its own; nil where none sets a session. A
    /// proxy before the server may add cookies of its own.
    init?(header: String, now: SessionState.Instant) {
        let parts = header.split(separator: "\n")
            .map { $0.split(separator: ";").map { $0.trimmingPrefix { $0 == " " } } }
            .first { $0.first?.hasPrefix(Self.name + "=") ?? false }
        guard let parts, let pair = parts.first else { return nil }
        var lifetime = Self.usualLifetime
        for attribute in parts.dropFirst() where attribute.lowercased().hasPrefix("max-age=") {
            lifetime = Int(attribute.dropFirst("max-age=".count)) ?? lifetime
        }
        let duration = Duration.seconds(min(max(lifetime, 0), 86_400))
        self.init(pair: String(pair), lifetime: duration, expires: now + duration)
    }
}
