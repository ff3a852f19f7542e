import Testing

@testable import OpusServer

@Suite("Session state")
struct SessionStateTests {
    private let start = ContinuousClock.now
    private let refusal = ServerError(.authentication, "no")

    private func cookie(_ value: String = "1", lifetime: Int = 120, at seconds: Int = 0) throws
        -> SessionState.Cookie
    {
        try #require(
            SessionState.Cookie(
                header:
                    "opsiconfd-session=\(value); SameSite=Strict; Secure; path=/; Max-Age=\(lifetime)",
                now: start + .seconds(seconds)))
    }

    /// An admission as text, so that it can be compared.
    private func admit(_ state: inout SessionState, at seconds: Int) -> String {
        switch state.admit(now: start + .seconds(seconds)) {
        case .proceed(let cookie): "proceed \(cookie ?? "without cookie")"
        case .logIn: "log in"
        case .wait: "wait"
        case .refuse(let error): "refuse \(error.message)"
        }
    }

    @Test("One request logs in, the others wait and then use its cookie")
    func oneLogin() throws {
        var state = SessionState()
        #expect(admit(&state, at: 0) == "log in")
        #expect(admit(&state, at: 0) == "wait")
        #expect(admit(&state, at: 500) == "wait")
        state.loginEnded(.accepted(cookie: try cookie()))
        #expect(admit(&state, at: 1) == "proceed opsiconfd-session=1")
        #expect(admit(&state, at: 2) == "proceed opsiconfd-session=1")
    }

    @Test("A session ends a little before the server ends it, and each answer renews it")
    func expiry() throws {
        var state = SessionState()
        #expect(admit(&state, at: 0) == "log in")
        state.loginEnded(.accepted(cookie: try cookie()))
        #expect(admit(&state, at: 114) == "proceed opsiconfd-session=1")
        state.answered(with: nil, now: start + .seconds(114))
        #expect(admit(&state, at: 228) == "proceed opsiconfd-session=1")
        #expect(state.hasSession(now: start + .seconds(228)))
        #expect(admit(&state, at: 229) == "log in")
        #expect(admit(&state, at: 229) == "wait")
    }

    @Test("A new cookie replaces the old one, with its own lifetime")
    func replaced() throws {
        var state = SessionState()
        _ = admit(&state, at: 0)
        state.loginEnded(.accepted(cookie: try cookie()))
        state.answered(
            with: try cookie("2", lifetime: 1_000, at: 10), now: start + .seconds(10))
        #expect(admit(&state, at: 1_004) == "proceed opsiconfd-session=2")
        #expect(admit(&state, at: 1_005) == "log in")
    }

    @Test("After a refusal no login is tried for a while")
    func refused() {
        var state = SessionState()
        _ = admit(&state, at: 0)
        state.loginEnded(.refused(refusal, until: start + .seconds(15)))
        #expect(admit(&state, at: 0) == "refuse no")
        #expect(admit(&state, at: 14) == "refuse no")
        #expect(!state.hasSession(now: start))
        #expect(admit(&state, at: 15) == "log in")
        #expect(admit(&state, at: 15) == "wait")
    }

    @Test("Fewer logins are tried than block the address")
    func fewEnough() {
        #expect(.seconds(120) / SessionState.pauseAfterRefusal < 10)
        #expect(SessionState.pauseAfterBlock >= .seconds(120))
    }

    @Test("A refusal within a session ends it")
    func refusedLater() throws {
        var state = SessionState()
        _ = admit(&state, at: 0)
        state.loginEnded(.accepted(cookie: try cookie()))
        state.refused(refusal, until: start + .seconds(30))
        #expect(admit(&state, at: 20) == "refuse no")
        // An answer that was still on its way does not bring it back.
        state.answered(with: try cookie(), now: start + .seconds(21))
        #expect(admit(&state, at: 22) == "refuse no")
        #expect(admit(&state, at: 30) == "log in")
    }

    @Test("A login of which nothing is known leaves the next one free")
    func undecided() {
        var state = SessionState()
        #expect(admit(&state, at: 0) == "log in")
        state.loginEnded(.undecided)
        #expect(admit(&state, at: 0) == "log in")
    }

    @Test("Where the server sets no cookie, each request goes with the password")
    func withoutCookies() {
        var state = SessionState()
        _ = admit(&state, at: 0)
        state.loginEnded(.accepted(cookie: nil))
        #expect(admit(&state, at: 0) == "proceed without cookie")
        #expect(!state.hasSession(now: start))
    }

    @Test(
        "Cookies as servers and proxies set them",
        arguments: [
            ("opsiconfd-session=abc", "opsiconfd-session=abc", 120),
            ("opsiconfd-session=abc; Max-Age=60", "opsiconfd-session=abc", 60),
            ("opsiconfd-session=abc;max-age=60;path=/", "opsiconfd-session=abc", 60),
            ("opsiconfd-session=abc; Max-Age=x", "opsiconfd-session=abc", 120),
            ("opsiconfd-session=abc; Max-Age=-5", "opsiconfd-session=abc", 0),
            ("opsiconfd-session=abc; Max-Age=9223372036854775807", "opsiconfd-session=abc", 86_400),
            (
                "route=7; Max-Age=1\nopsiconfd-session=abc; Max-Age=60\nlast=1; Max-Age=2",
                "opsiconfd-session=abc", 60
            ),
            ("", nil, 0), ("; ;", nil, 0), ("session=abc", nil, 0),
            ("x=opsiconfd-session=abc", nil, 0),
            ("x=1; opsiconfd-session=abc", nil, 0),
        ] as [(String, String?, Int)])
    func cookies(header: String, pair: String?, lifetime: Int) {
        let expected = pair.map {
            SessionState.Cookie(
                pair: $0, lifetime: .seconds(lifetime), expires: start + .seconds(lifetime))
        }
        #expect(SessionState.Cookie(header: header, now: start) == expected)
    }
}
