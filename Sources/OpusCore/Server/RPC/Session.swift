import Synchronization

/// The one session of a `Server`: bound to its address and user, because the opsi server lets a
/// cookie win over any password sent beside it.
final class Session: Sendable {
    private struct Contents {
        var state = SessionState()
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextTicket = 0
    }

    private let contents = Mutex(Contents())
    private let now: @Sendable () -> SessionState.Instant

    /// - Parameter now: the time, by which cookies expire and pauses end.
    init(now: @escaping @Sendable () -> SessionState.Instant) { self.now = now }

    enum Pass {
        case proceed(cookie: String?)
        case logIn
    }

    var hasSession: Bool { contents.withLock { $0.state.hasSession(now: now()) } }

    /// The cookie of the session, where there is one.
    var cookie: String? { contents.withLock { $0.state.cookie(now: now()) } }

    /// Waits until a request may go.
    ///
    /// - Throws: `ServerError` where the server refused a login a moment ago, or
    ///   `CancellationError`.
    func admit() async throws -> Pass {
        while true {
            try Task.checkCancellation()
            switch contents.withLock({ $0.state.admit(now: now()) }) {
            case .proceed(let cookie): return .proceed(cookie: cookie)
            case .logIn: return .logIn
            case .refuse(let error): throw error
            case .wait: await waitForLogin()
            }
        }
    }

    /// Says that the login brought an answer, with or without a cookie.
    func loggedIn(setCookie: String?) {
        let now = now()
        loginEnded(
            .accepted(cookie: setCookie.flatMap { SessionState.Cookie(header: $0, now: now) }))
    }

    /// Says that the server refused the login.
    func loginRefused(_ error: ServerError, pause: Duration) {
        loginEnded(.refused(error, until: now() + pause))
    }

    /// Says that the login came to nothing.
    func loginFailed() { loginEnded(.undecided) }

    private func loginEnded(_ outcome: SessionState.LoginOutcome) {
        let waiting = contents.withLock { contents in
            contents.state.loginEnded(outcome)
            defer { contents.waiting = [:] }
            return contents.waiting
        }
        for continuation in waiting.values { continuation.resume() }
    }

    func answered(setCookie: String?) {
        let now = now()
        let cookie = setCookie.flatMap { SessionState.Cookie(header: $0, now: now) }
        contents.withLock { $0.state.answered(with: cookie, now: now) }
    }

    func refused(_ error: ServerError, pause: Duration) {
        contents.withLock { $0.state.refused(error, until: now() + pause) }
    }

    func loggedOut() { contents.withLock { $0.state.loggedOut() } }

    private func waitForLogin() async {
        let ticket = contents.withLock { contents in
            contents.nextTicket += 1
            return contents.nextTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let over = contents.withLock { contents in
                    // The login may have ended, or this task been cancelled, in between.
                    guard contents.state.isLoggingIn, !Task.isCancelled else { return true }
                    contents.waiting[ticket] = continuation
                    return false
                }
                if over { continuation.resume() }
            }
        } onCancel: {
            contents.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
    }
}
