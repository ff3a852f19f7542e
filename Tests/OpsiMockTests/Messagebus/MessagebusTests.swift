import Foundation
import OpsiMock
import TestSupport
import Testing

/// The messagebus: how one gets there, and what one may ask of it.
@Suite(.timeLimit(.minutes(20))) struct MessagebusTests {
    static let client = (name: "pc1.opus.test", password: "0c0c")

    @Test func greetsUnasked() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            try await BusClient.connected(to: mock) { client in
                let message = try await client.message()
                let channel = try #require(message["channel"]?.string)
                #expect(channel.hasPrefix("session:"))
                #expect(message["type"] == "channel_subscription_event")
                #expect(message["sender"] == "service_worker:opsiserver:1")
                #expect(message["subscribed_channels"] == ["user:adminuser", .string(channel)])
                let created = try #require(message["created"]?.number)
                #expect(message["expires"]?.number == created + 60_000)
                #expect(abs(created / 1000 - Date().timeIntervalSince1970) < 60)
                #expect(
                    Set(message.object?.keys.map { $0 } ?? []) == [
                        "type", "sender", "channel", "id", "created", "expires",
                        "subscribed_channels",
                    ])
            }
        }
    }

    @Test func aCookieIsEnoughAndNoSecondLogin() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let cookie = try #require(try await Caller(mock).call("backend_info").cookie)
            try await BusClient.connected(
                to: mock, as: ("", ""), headers: [("cookie", cookie)]
            ) { client in
                let message = try await client.message()
                #expect(message["subscribed_channels"]?[0] == "user:adminuser")
            }
            #expect(mock.loginCount == 1)
        }
    }

    @Test func hostsHaveAChannelOfTheirOwn() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            try await BusClient.connected(to: mock, as: Self.client) { client in
                let message = try await client.message()
                #expect(message["subscribed_channels"]?[0] == "host:pc1.opus.test")
            }
        }
    }

    // MARK: Refusals

    private func refusal(
        _ mock: OpsiMock, password: String?, query: String = "", upgrade: Bool = true
    ) async throws -> RawAnswer {
        let connection = try RawConnection(port: mock.port)
        let credentials = Data("\(mock.username):\(password ?? "")".utf8).base64EncodedString()
        let login = password == nil ? "" : "authorization: Basic \(credentials)\r\n"
        let headers =
            upgrade
            ? "upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\n"
                + "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n" : ""
        connection.send(
            "GET /messagebus/v1\(query) HTTP/1.1\r\nhost: x\r\n\(login)\(headers)\r\n")
        let (bytes, _) = await connection.receive(limit: 1)
        return try #require(RawAnswer(bytes))
    }

    @Test func badLoginsAreAnsweredAndCounted() async throws {
        try await withOpsiMock(configuration: .init { $0.allowedFailures = 1 }) { mock in
            let missing = try await refusal(mock, password: nil)
            #expect(missing.status == 401)
            #expect(missing.headers["x-opsi-error"] == "Authorization header missing")
            for _ in 0..<2 {
                let wrong = try await refusal(mock, password: "wrong")
                #expect(wrong.status == 401)
                #expect(wrong.headers["x-opsi-error"] == "Authentication error")
            }
            #expect(try await refusal(mock, password: mock.password).status == 403)
        }
    }

    @Test func otherRequestsAreNoUpgrades() async throws {
        try await withOpsiMock { mock in
            let plain = try await refusal(mock, password: mock.password, upgrade: false)
            #expect(plain.status == 404)
            let unknown = try await refusal(
                mock, password: mock.password, query: "?compression=zip")
            #expect(unknown.status == 500)
        }
    }

    @Test func upgradesAreGranted() async throws {
        try await withOpsiMock { mock in
            let answer = try await refusal(mock, password: mock.password)
            #expect(answer.status == 101)
            #expect(answer.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(answer.headers["x-date-unix-timestamp"] != nil)
        }
    }

    @Test(arguments: ["gzip", "lz4"])
    func compressesWholeFrames(_ name: String) async throws {
        try await withOpsiMock { mock in
            try await BusClient.connected(to: mock, query: "?compression=\(name)") { client in
                guard case .compressed(let bytes) = await client.next() else {
                    Issue.record("it is not compressed")
                    return
                }
                var plain =
                    name == "gzip"
                    ? try Inflate.gunzip(bytes)[...] : try storedLZ4(bytes)[...]
                #expect(try messagePack(&plain)["type"] == "channel_subscription_event")
            }
        }
    }

    /// They are let in, and told nothing, whatever happens.
    @Test func usersWithoutRightsHearNothing() async throws {
        var configuration = OpsiMock.Configuration()
        configuration.users = [.init(username: "plain", password: "p", rights: .none)]
        try await withOpsiMock(fleet: .small, configuration: configuration) { mock in
            try await BusClient.connected(to: mock, as: ("plain", "p")) { client in
                try await client.send(BusClient.request("add", ["event:host_updated"]))
                try await Caller(mock).call(
                    "host_updateObjects", [["id": "pc1.opus.test", "type": "OpsiClient"]])
                mock.faults.set([.init(.refuse)])
                #expect(await client.next() == .end)
            }
        }
    }

    // MARK: Subscriptions

    @Test func subscriptionsAddSetAndRemove() async throws {
        try await withOpsiMock { mock in
            try await BusClient.connected(to: mock) { client in
                let session = try #require(try await client.message()["channel"])
                let added = try await client.subscribe(["event:host_created", "event:test"])
                #expect(added["ref_id"] == nil)
                #expect(
                    added["subscribed_channels"] == [
                        "user:adminuser", session, "event:host_created", "event:test",
                    ])
                let removed = try await client.subscribe(["event:host_created"], by: "remove")
                #expect(
                    removed["subscribed_channels"] == ["user:adminuser", session, "event:test"])
                // The session's channel stays, the user's does not.
                let set = try await client.subscribe(["event:host_deleted"], by: "set")
                #expect(set["subscribed_channels"] == [session, "event:host_deleted"])
                let bad = try await client.subscribe(["event:test"], by: "take")
                #expect(bad["error"]?["message"] == "Invalid operation 'take'")
            }
        }
    }

    @Test func whatIsNotAllowedIsDeniedAsAWhole() async throws {
        try await withBus(.small, as: Self.client) { mock, client in
            let answer = try await client.subscribe(["event:host_updated"])
            #expect(answer["type"] == "channel_subscription_event")
            #expect(answer["subscribed_channels"] == [])
            #expect(answer["error"]?["message"]?.string?.hasSuffix("denied") == true)
            let own = try await client.subscribe(["host:pc1.opus.test"])
            #expect(own["error"] == nil)
        }
    }

    @Test func readersMayListen() async throws {
        let configuration = OpsiMock.Configuration {
            $0.users = [.init(username: "reader", password: "r", rights: .readOnly)]
        }
        try await withBus(configuration: configuration, as: ("reader", "r")) { _, client in
            let answer = try await client.subscribe(["event:host_updated"])
            #expect(answer["error"] == nil)
        }
    }

    @Test func anUnknownChannelIsAnErrorAndNothingIsSubscribed() async throws {
        try await withBus { mock, client in
            let request = BusClient.request("add", ["event:test", "event:group_created"])
            try await client.send(request)
            let error = try await client.message()
            #expect(error["type"] == "general_error")
            #expect(error["ref_id"] == request["id"])
            #expect(error["error"]?["message"] == "Invalid event channel: 'event:group_created'")
            let list = try await client.subscribe(["event:host_deleted"])
            #expect(list["subscribed_channels"]?.array?.contains("event:test") == false)
        }
    }

    @Test(
        arguments: [
            ["type": "event", "channel": "event:test"],
            ["type": "event", "channel": "event:test", "id": "5"],
            // Of version 1, and in upper case.
            [
                "type": "event", "channel": "event:test",
                "id": "8f1d2a3c-0000-1000-8000-00805f9b34fb",
            ],
            [
                "type": "event", "channel": "event:test",
                "id": "8F1D2A3C-0000-4000-8000-00805F9B34FB",
            ],
            ["channel": "event:test", "id": "8f1d2a3c-0000-4000-8000-00805f9b34fb"],
            ["type": "event", "id": "8f1d2a3c-0000-4000-8000-00805f9b34fb"],
            ["type": "event", "channel": "nowhere", "id": "8f1d2a3c-0000-4000-8000-00805f9b34fb"],
            "no map", 5, [],
        ] as [Node])
    func badMessagesAreErrors(_ message: Node) async throws {
        try await withBus { mock, client in
            try await client.send(message)
            let error = try await client.message()
            #expect(error["type"] == "general_error")
            #expect(error["ref_id"] == message["id"])
            #expect(error["error"]?["message"]?.string?.isEmpty == false)
        }
    }

    @Test func theSenderIsReplaced() async throws {
        try await withBus(hearing: ["event:test"]) { mock, client in
            try await client.send([
                "type": "event", "id": .string(BusClient.newId), "sender": "host:other",
                "channel": "event:test", "event": "test", "data": ["a": 1],
            ])
            let message = try await client.message()
            #expect(message["sender"] == "user:adminuser")
            #expect(message["data"] == ["a": 1])
        }
    }

    @Test func aTextFrameEndsTheConnection() async throws {
        try await withBus { mock, client in
            try await client.send(bytes: Array("hello".utf8), as: .text)
            #expect(await client.next() == .close(1003))
            #expect(await client.next() == .end)
        }
    }

    @Test func pingsAreSentAndHaveToBeAnswered() async throws {
        try await withOpsiMock(configuration: .init { $0.messagebusPing = .milliseconds(100) }) {
            mock in
            // On a busy machine an answer may come too late, so there are many tries.
            for _ in 0..<100 {
                let frames = try await BusClient.connected(to: mock) { client in
                    _ = try await client.message()
                    for answered in 0..<3 {
                        guard await client.next() == .ping else { return answered }
                        try? await client.send(bytes: [], as: .pong)
                    }
                    guard await client.next() == .ping else { return 3 }
                    // This one is not answered.
                    #expect(await client.next() == .end)
                    return 4
                }
                if frames == 4 { return }
            }
            Issue.record("answered pings were followed by no further one")
        }
    }

    @Test func anEndedSessionEndsTheConnection() async throws {
        try await withBus(configuration: .init { $0.messagebusPing = .milliseconds(20) }) {
            mock, client in
            mock.expireSessions()
            let error = try await client.message()
            #expect(error["error"]?["message"] == "Session deleted")
            #expect(await client.next() == .close(1000))
        }
    }
}
