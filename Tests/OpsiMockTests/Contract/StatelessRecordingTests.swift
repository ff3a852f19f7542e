import OpsiMock
import Testing

/// Recordings that stand for themselves: logins, sessions and the wire format. Each meets a mock
/// of its own.
@Suite struct StatelessRecordingTests {
    static let recordings = Recording.all.filter { recording in
        ["auth.", "session.", "wire."].contains { recording.name.hasPrefix($0) }
            && leftOutRecordings[recording.name] == nil
    }

    @Test(arguments: recordings)
    func answersAsRecorded(_ recording: Recording) async throws {
        try await withOpsiMock(
            fleet: .recorded,
            configuration: .init {
                $0.clock = .fixed(1_795_364_300)
                $0.users = [.init(username: "plainuser", password: "plain", rights: .none)]
            }
        ) {
            mock in
            var caller = Caller(mock).with(nil)
            for (name, value) in recording.headers where name != "Authorization" {
                caller = caller.with(header: name, value)
            }
            caller = try await prepared(caller, for: recording)
            let reply = try await caller.send(
                recording.method, recording.path, body: recording.body)
            let strictness: Strictness =
                shapeOnlyRecordings[recording.name] == nil ? .values : .shape
            let comparison = Comparison(
                recording, reply, strictness: strictness, body: try decoded(reply))
            #expect(comparison.differences == [])
        }
    }

    /// The credentials are masked in the recording, and some recordings had a history.
    private func prepared(_ caller: Caller, for recording: Recording) async throws -> Caller {
        let mock = caller.mock
        switch recording.name {
        case "auth.bearer": return caller.with(header: "authorization", "Bearer abcdef")
        case "auth.garbage": return caller.with(header: "authorization", "garbage")
        case "auth.wrong_password", "auth.eleventh_wrong_password":
            if recording.name == "auth.eleventh_wrong_password" {
                try await failLogins(10, mock)
            }
            return caller.with("plainuser", "wrong")
        case "auth.empty_password": return caller.with("plainuser", "")
        case "auth.umlaut_password": return caller.with("plainuser", "größe")
        case "auth.host_wrong_key": return caller.with("pc-acc-01.fleet.test", "wrong")
        case "auth.username_upper": return caller.with("ADMINUSER", mock.password)
        case "auth.client_reads_all_hosts":
            return caller.with("pc-acc-01.fleet.test", String(repeating: "0", count: 32))
        case "auth.blocked_client_wrong_password":
            try await failLogins(11, mock)
            return caller.with("plainuser", "wrong")
        case "auth.blocked_client_good_password", "auth.blocked_client_xhr_html":
            try await failLogins(11, mock)
            return caller.with("plainuser", "plain")
        case "session.cookie_only", "session.exit":
            let cookie = try await Caller(mock).call("backend_info").cookie
            return caller.with(header: "cookie", try #require(cookie))
        case "session.after_exit_cookie_only":
            let cookie = try #require(try await Caller(mock).call("backend_info").cookie)
            let known = Caller(mock).with(nil).with(header: "cookie", cookie)
            try await known.call("backend_exit")
            return caller.with(header: "cookie", cookie)
        default: break
        }
        guard recording.headers["Authorization"] != nil else { return caller }
        return recording.name.hasPrefix("auth.plainuser")
            ? caller.with("plainuser", "plain") : caller.with(mock.username, mock.password)
    }

    private func failLogins(_ count: Int, _ mock: OpsiMock) async throws {
        for _ in 0..<count { try await Caller(mock).with("plainuser", "no").call("backend_info") }
    }
}
