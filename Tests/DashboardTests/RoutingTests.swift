import Foundation
import TestSupport
import Testing

/// Where a real Alertmanager with the example's configuration sends alerts.
@Suite("Routes and inhibition", .timeLimit(.minutes(5)))
struct RoutingTests {
    private struct Queried: Decodable {
        struct Status: Decodable {
            let state: String
            let inhibitedBy: [String]
        }
        let status: Status
    }

    @Test("an unreachable server silences the rest of its alerts, and nobody else's")
    func inhibition() async throws {
        try await Webhook.run { webhook in
            try await LiveAlertmanager.run(notifying: webhook.address) { address in
                var told = webhook.notifications.makeAsyncIterator()
                try await Self.fire(
                    "OpsiUnreachable", ["server=one", "severity=critical"], address)
                let first = try #require(await told.next())
                #expect(first.receiver == "on-call")
                #expect(first.alerts.map { $0.labels["server"] } == ["one"])

                try await Self.fire(
                    "OpsiInstallsFailed", ["server=one", "depot=d1", "severity=warning"], address)
                try await Self.fire(
                    "OpsiInstallsFailed", ["server=two", "depot=d2", "severity=warning"], address)
                let second = try #require(await told.next())
                #expect(second.receiver == "admins")
                #expect(
                    second.groupLabels == [
                        "alertname": "OpsiInstallsFailed", "server": "two", "depot": "d2",
                    ])

                let queried = try await Tool.run(
                    "amtool",
                    [
                        "--alertmanager.url=http://\(address)", "--output=json", "alert", "query",
                        "--inhibited", "alertname=OpsiInstallsFailed", "server=one",
                    ])
                let silent = try JSONDecoder().decode(
                    [Queried].self, from: Data(queried.output.utf8))
                #expect(silent.map(\.status.state) == ["suppressed"])
                #expect(silent.first?.status.inhibitedBy.count == 1)
            }
        }
    }

    private static func fire(_ name: String, _ labels: [String], _ address: String) async throws {
        let added = try await Tool.run(
            "amtool",
            ["--alertmanager.url=http://\(address)", "alert", "add", "alertname=\(name)"] + labels)
        #expect(added.status == 0, "\(added.output)")
    }
}
