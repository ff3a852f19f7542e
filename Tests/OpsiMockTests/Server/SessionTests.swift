import OpsiMock
import Testing

@Suite struct SessionTests {
    @Test func aCookieSavesLogins() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let cookie = try #require(try await Caller(mock).call("backend_info").cookie)
            let caller = Caller(mock).with(nil).with(header: "cookie", cookie)
            for _ in 0..<10 { #expect(try await caller.call("backend_info").cookie == cookie) }
            #expect(mock.loginCount == 1)
            #expect(mock.sessionCount == 1)
            #expect(
                mock.requests.map(\.authentication) == [.login]
                    + Array(repeating: .cookie, count: 10))
        }
    }

    @Test func aCookieBeatsOtherCredentials() async throws {
        var configuration = OpsiMock.Configuration()
        configuration.users = [.init(username: "other", password: "secret", rights: .none)]
        try await withOpsiMock(fleet: .small, configuration: configuration) { mock in
            let cookie = try #require(try await Caller(mock).call("backend_info").cookie)
            let other = Caller(mock).with("other", "secret")
            let mixed = other.with(header: "cookie", cookie)
            #expect(try await mixed.result("accessControl_userIsAdmin") == true)
            #expect(try await other.result("accessControl_userIsAdmin") == false)
        }
    }

    @Test func anExpiredCookieIsWorthNothing() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let cookie = try #require(try await Caller(mock).call("backend_info").cookie)
            mock.expireSessions()
            #expect(mock.sessionCount == 0)
            let caller = Caller(mock).with(nil).with(header: "cookie", cookie)
            let denied = try await caller.call("backend_info")
            #expect(denied.status == 401)
            #expect(denied.message == "Authorization header missing")
            let both = try await Caller(mock).with(header: "cookie", cookie).call("backend_info")
            #expect(both.status == 200)
            #expect(both.cookie != cookie)
        }
    }

    @Test func aDenialSetsACookieThatBecomesASessionOnceLoggedIn() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let denied = try await Caller(mock).with(nil).call("backend_info")
            let cookie = try #require(denied.cookie)
            #expect(denied.status == 401)
            let known = Caller(mock).with(header: "cookie", cookie)
            #expect(try await known.call("backend_info").cookie == cookie)
            #expect(try await known.with(nil).call("backend_info").status == 200)
        }
    }

    @Test(arguments: [("300", 300), ("0", 120), ("86400", 86_400), ("86401", 120), ("x", 120)])
    func theLifetimeCanBeAskedFor(_ header: String, _ expected: Int) async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let caller = Caller(mock).with(header: "x-opsi-session-lifetime", header)
            let cookie = try await caller.call("backend_info").header("set-cookie")
            #expect(
                cookie?.hasSuffix("; SameSite=Strict; Secure; path=/; Max-Age=\(expected)") == true)
        }
    }

    @Test(arguments: ["curl/8.5.0", "libdnf (Fedora)"])
    func someUserAgentsGetNoCookie(_ agent: String) async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let reply = try await Caller(mock).with(header: "user-agent", agent).call(
                "backend_info")
            #expect(reply.status == 200)
            #expect(reply.cookie == nil)
            #expect(mock.sessionCount == 0)
        }
    }
}
