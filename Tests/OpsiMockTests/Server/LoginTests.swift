import OpsiMock
import Testing

@Suite struct LoginTests {
    private static var configuration: OpsiMock.Configuration {
        var configuration = OpsiMock.Configuration.noon
        configuration.users = [
            .init(username: "Reader", password: "read", rights: .readOnly),
            .init(username: "plain", password: "plain", rights: .none),
        ]
        return configuration
    }

    @Test func theTwelfthFailureAndAllAfterItAreBlocked() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let cookie = try #require(try await Caller(mock).call("backend_info").cookie)
            let wrong = Caller(mock).with(mock.username, "wrong")
            var statuses: [Int] = []
            for _ in 0..<13 { statuses.append(try await wrong.call("backend_info").status) }
            #expect(statuses == Array(repeating: 401, count: 11) + [403, 403])

            let right = try await Caller(mock).call("backend_info")
            #expect(right.status == 403)
            #expect(right.message == "Client '127.0.0.1' is blocked")
            let known = Caller(mock).with(nil).with(header: "cookie", cookie)
            #expect(try await known.call("backend_info").status == 200)

            mock.unblockAll()
            #expect(try await Caller(mock).call("backend_info").status == 200)
        }
    }

    @Test func hostsLogInWithTheirKeys() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let client = Caller(mock).with("pc1.opus.test", "0c0c")
            let hosts = try await client.result("host_getObjects", [], ["type": "OpsiClient"])
            #expect(hosts[0]?["opsiHostKey"] == "0c0c")
            #expect(hosts[1]?["lastSeen"] == nil || hosts[1]?["lastSeen"] == .null)
            let depot = Caller(mock).with("depot.opus.test", "0d0d")
            #expect(try await depot.result("accessControl_userIsAdmin") == true)
            let wrong = Caller(mock).with("pc1.opus.test", "0d0d")
            #expect(try await wrong.call("backend_info").status == 401)
            // A host without a key cannot log in with an empty one.
            #expect(
                try await Caller(mock).with("pc2.opus.test", "").call("getDomain").status == 401)
        }
    }

    @Test func readersReadAllButSecretsAndWriteNothing() async throws {
        let fleet = Fleet.small
        try await withOpsiMock(fleet: fleet, configuration: Self.configuration) { mock in
            let reader = Caller(mock).with("reader", "read")
            let hosts = try await reader.result("host_getObjects", [], ["id": "pc1.opus.test"])
            #expect(hosts[0]?["description"] == "Größe")
            #expect(hosts[0]?["opsiHostKey"] == .null)
            let reply = try await reader.call("host_delete", "pc1.opus.test")
            #expect(reply.errorClass == "OpsiServicePermissionError")
            #expect(mock.withFleet { $0.clientIds.count } == 3)
        }
    }

    @Test func plainUsersMayDoNothing() async throws {
        try await withOpsiMock(fleet: .small, configuration: Self.configuration) {
            mock in
            let plain = Caller(mock).with("plain", "plain")
            let reply = try await plain.call("host_getObjects")
            #expect(
                reply.message
                    == "Opsi service permission error: No permission for method 'host_getObjects'")
            #expect(try await plain.result("accessControl_authenticated") == true)
        }
    }
}
