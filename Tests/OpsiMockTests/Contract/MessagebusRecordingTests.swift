import Foundation
import OpsiMock
import TestSupport
import Testing

/// The recorded messages of the messagebus, in the order in which they came of the same doings.
@Suite(.timeLimit(.minutes(20))) struct MessagebusRecordingTests {
    private static func recorded() throws -> [Node] {
        let file = Fixture.url("golden/messagebus.events.json")
        let recording = try Node(json: Array(try Data(contentsOf: file)))
        // One is the answer of a client to a call, which the mock does not pass on.
        return (recording["messages"]?.array ?? []).filter { $0["type"] != "jsonrpc_response" }
    }

    /// A message without what is different each time.
    private static func comparable(_ message: Node) -> Node {
        var members = message.object ?? [:]
        for key in ["id", "created", "expires"] where members[key] != nil { members[key] = "any" }
        for (key, value) in members { members[key] = withoutSession(value) }
        return .object(members)
    }

    private static func withoutSession(_ value: Node) -> Node {
        if case .array(let values) = value { return .array(values.map { withoutSession($0) }) }
        guard let text = value.string, text.hasPrefix("session:") else { return value }
        return "session"
    }

    @Test func messagesComeAsRecorded() async throws {
        let recorded = try Self.recorded()
        let channels = recorded[1]["subscribed_channels"]?.array?.compactMap(\.string) ?? []
        try await withOpsiMock(fleet: .recorded) { mock in
            try await BusClient.connected(to: mock) { client in
                var received = [try await client.message()]
                received.append(try await client.subscribe(Array(channels.dropFirst(2))))
                let key = String(repeating: "0", count: 32)
                try await BusClient.connected(to: mock, as: ("pc-cad-01.fleet.test", key)) { pc in
                    _ = try await pc.message()
                    for _ in 0..<2 { received.append(try await client.message()) }
                    try await act(Caller(mock))
                }
                while received.count < recorded.count {
                    received.append(try await client.message())
                }
                for (message, expected) in zip(received, recorded) {
                    #expect(Self.comparable(message) == Self.comparable(expected))
                }
            }
        }
    }

    /// What was done while the messages were recorded.
    private func act(_ caller: Caller) async throws {
        let firefox: Node = "firefox"
        let accounting: Node = "pc-acc-01.fleet.test"
        _ = try await caller.result("setProductActionRequest", firefox, accounting, "setup")
        _ = try await caller.result("setProductActionRequest", firefox, accounting, "none")
        _ = try await caller.result(
            "productOnClient_createObjects",
            [
                [
                    "productId": "vlc", "productType": "LocalbootProduct",
                    "clientId": "pc-new-01.fleet.test", "installationStatus": "not_installed",
                    "actionRequest": "none",
                ]
            ])
        _ = try await caller.result("productOnClient_delete", "vlc", "pc-new-01.fleet.test")
        _ = try await caller.result("host_createOpsiClient", "pc-ev-01.fleet.test")
        _ = try await caller.result(
            "host_updateObject", ["type": "OpsiClient", "id": "pc-ev-01.fleet.test"])
        _ = try await caller.result("host_delete", "pc-ev-01.fleet.test")
    }
}
