import Foundation
import OpsiMock
import Testing

/// Agents of a whole fleet.
extension AgentTests {
    /// No time passes between the call and the run.
    @Test func onDemandRunsAtOnce() async throws {
        try await Self.withManualAgents { mock, client, clock in
            let caller = Caller(mock)
            _ = try await caller.result(
                "setProductActionRequest", "firefox", "pc1.opus.test", "setup")
            #expect(try await client.message()["data"]?["actionRequest"] == "setup")
            _ = try await caller.result("hostControlSafe_fireEvent", "on_demand", ["pc1.opus.test"])
            #expect(try await client.message()["data"]?["installationStatus"] == "unknown")
            clock.advance(by: .seconds(2 * 3600))
            #expect(try await client.message()["data"]?["installationStatus"] == "installed")
        }
    }

    /// The same seed leads to the same outcomes, whatever the order of things.
    @Test func outcomesHangOnTheSeed() async throws {
        func runs() async throws -> [OpsiMock.AgentRun] {
            let configuration = Self.configuration {
                $0.failing = 40
                $0.deferring = 20
            }
            let fleet = OpsiMock.Fleet.generated(
                clients: 20, products: 8, seed: 3, now: Fixtures.noon, trouble: 0)
            return try await withBus(
                fleet, configuration: configuration, hearing: ["event:log_updated"]
            ) { mock, client in
                let clients = mock.withFleet { $0.clientIds }
                let product = try #require(
                    mock.withFleet { fleet in
                        fleet.objects(in: .product, where: "type", is: "LocalbootProduct")
                            .first?["id"]?.string
                    })
                await mock.request("setup", of: product, on: clients)
                var rest = Set(clients)
                while !rest.isEmpty {
                    let data = try await client.message()["data"]
                    if let id = data?["object_id"]?.string { rest.remove(id) }
                }
                var first: [String: OpsiMock.AgentRun] = [:]
                for run in mock.agentRuns where first[run.clientId] == nil {
                    first[run.clientId] = run
                }
                return first.values.sorted { $0.clientId < $1.clientId }
            }
        }
        let first = try await runs()
        #expect(first.count == 20)
        #expect(Set(first.map { "\($0.outcome)" }).count > 2)
        #expect(try await runs() == first)
    }

    /// A generated fleet tells why its failures failed, in rows and logs.
    @Test func generatedFailuresHaveReasonsAndLogs() async throws {
        let fleet = OpsiMock.Fleet.generated(
            clients: 300, products: 40, seed: 5, now: Fixtures.noon)
        let failed = fleet.productsOnClient().filter { $0.actionResult == "failed" }
        let kinds = failed.compactMap { fleet.failure(of: $0.productId, on: $0.clientId) }
        #expect(kinds.count == failed.count)
        #expect(Set(kinds).count > 5)
        for (row, kind) in zip(failed, kinds) { #expect(row.actionProgress == kind.reason) }
        try await withOpsiMock(fleet: fleet) { mock in
            for (row, kind) in zip(failed, kinds).prefix(20) where kind != .cache {
                let log = try await Caller(mock).result(
                    "log_read", "instlog", .string(row.clientId))
                #expect(log.string?.contains("[\(row.productId)] ") == true)
            }
        }
    }
}
