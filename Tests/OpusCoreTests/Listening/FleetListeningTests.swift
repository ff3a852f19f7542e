import FleetModel
import MockSupport
import OpsiMock
import Synchronization
import TestSupport
import Testing

@testable import OpusCore
@testable import OpusServer

/// What happens in opsi is counted as its events tell of it.
@Suite("Listening", .timeLimit(.minutes(5)))
struct FleetListeningTests {
    private static func fleet() -> OpsiMock.Fleet { ListeningBench.fleet(seed: 77) }

    private static func row(_ client: String, _ product: String, _ more: [String: JSONValue])
        -> JSONValue
    {
        .object(
            [
                "type": "ProductOnClient", "productType": "LocalbootProduct",
                "clientId": .string(client), "productId": .string(product),
            ].merging(more) { $1 })
    }

    @Test("a failure with an old time is counted without a refresh, and nothing is read in full")
    func failure() async throws {
        try await ListeningBench.run(Self.fleet()) { bench in
            try await bench.connected()
            #expect(try bench.differences(try await bench.monitor.refresh()) == [])
            bench.mock.clearRequests()
            let client = try #require(bench.mock.withFleet { $0.clientIds.first })
            try await bench.write(
                "productOnClient_updateObjects",
                [
                    Self.row(
                        client, "opsi-client-agent",
                        [
                            "actionResult": "failed", "installationStatus": "unknown",
                            "modificationTime": "2020-01-01 00:00:00",
                        ])
                ])
            try await bench.counted()
            #expect(try bench.differences(bench.monitor.latest) == [])
            let account = bench.monitor.account
            #expect(account.isListening)
            #expect(account.fullReads == [.first: 1])
            #expect(account.events["productOnClient_updated"] == 1)
            #expect(account.eventLag != nil)
            // The row alone was read, and the server's clock.
            let rows = bench.mock.requests.filter {
                $0.methods.contains("productOnClient_getObjects")
            }
            #expect(rows.count == 1)
            #expect(rows.first?.params?.contains(client) == true)
        }
    }

    @Test("a client with old times, a renamed one and one made anew are counted as they are")
    func clients() async throws {
        try await ListeningBench.run(Self.fleet()) { bench in
            try await bench.begin()
            let clients = bench.mock.withFleet { $0.clientIds }
            let created = bench.mock.withFleet { fleet in
                fleet.objects(in: .host, where: "id", is: .string(clients[1])).first?["created"]?
                    .string
            }
            try await bench.write(
                "host_createObjects",
                [
                    [
                        "type": "OpsiClient", "id": "imported.fleet.test",
                        "created": "2019-01-01 00:00:00", "lastSeen": "2019-02-01 00:00:00",
                    ]
                ])
            try await bench.write(
                "productOnClient_createObjects",
                [
                    Self.row(
                        "imported.fleet.test", "opsi-client-agent",
                        [
                            "installationStatus": "installed", "productVersion": "1.0",
                            "packageVersion": "1", "modificationTime": "2019-02-01 00:00:00",
                        ])
                ])
            try await bench.write(
                "host_renameOpsiClient", .string(clients[0]), "renamed.fleet.test")
            try await bench.write("host_delete", .string(clients[1]))
            try await bench.write(
                "host_createObjects",
                [
                    [
                        "type": "OpsiClient", "id": .string(clients[1]),
                        "created": created.map { .string($0) } ?? .null,
                    ]
                ])
            try await bench.heard()
            // One refresh reads what is not read yet.
            try await bench.expectMended()
        }
    }

    @Test(
        "groups, of which no event tells, are right after five refreshes, or after five minutes",
        arguments: [(4, 0), (0, 300)])
    func groups(refreshes: Int, seconds: Int) async throws {
        let uptime = Mutex(Duration.zero)
        try await ListeningBench.run(Self.fleet(), uptime: { uptime.withLock { $0 } }) { bench in
            try await bench.begin()
            let client = try #require(bench.mock.withFleet { $0.clientIds.first })
            try await bench.write("group_createHostGroup", "new", "", "", .null)
            try await bench.write(
                "objectToGroup_create", "HostGroup", "new", .string(client))
            for _ in 0..<refreshes { _ = try await bench.monitor.refresh() }
            uptime.withLock { $0 = .seconds(seconds) }
            try await bench.expectMended()
        }
    }

    @Test("depots' products, of which no event tells, are right after two refreshes")
    func products() async throws {
        try await ListeningBench.run(Self.fleet()) { bench in
            try await bench.begin()
            let depot = try #require(bench.depots.last)
            try await bench.write(
                "productOnDepot_updateObjects",
                [
                    [
                        "type": "ProductOnDepot", "productId": "opsi-client-agent",
                        "productType": "LocalbootProduct", "productVersion": "99",
                        "packageVersion": "1", "depotId": .string(depot),
                    ]
                ])
            _ = try await bench.monitor.refresh()
            try await bench.expectMended()
        }
    }

    @Test("after a connection has ended, and after the next one, everything is read again")
    func reconnected() async throws {
        try await ListeningBench.run(Self.fleet()) { bench in
            try await bench.begin()
            bench.mock.dropMessagebus()
            try await bench.connected()
            #expect(try bench.differences(try await bench.monitor.refresh()) == [])
            let account = bench.monitor.account
            #expect(account.fullReads == [.first: 1, .connected: 1])
            #expect(account.eventGaps == 1)
        }
    }

    @Test("something unknown stands for anything")
    func unknown() async throws {
        try await ListeningBench.run(Self.fleet()) { bench in
            try await bench.begin()
            await bench.mock.tell("productOnClient_updated", ["of": "another kind"])
            try await bench.heard()
            _ = try await bench.monitor.refresh()
            let account = bench.monitor.account
            #expect(account.fullReads == [.first: 1, .unknown: 1])
            #expect(account.events["unknown"] == 1)
            #expect(account.eventGaps == 1)
        }
    }

    @Test("where a gateway passes no web socket, what changed is asked for")
    func noBus() async throws {
        try await ListeningBench.run(
            Self.fleet(),
            configuration: { $0.faults = [.init(.noUpgrade, method: "messagebus")] }
        ) { bench in
            guard case .disconnected(let error) = try await bench.changes.next() else {
                Issue.record("it is connected")
                return
            }
            #expect(error.code == .notOpsi)
            #expect(try bench.differences(try await bench.monitor.refresh()) == [])
            let client = try #require(bench.mock.withFleet { $0.clientIds.first })
            try await bench.write(
                "productOnClient_updateObjects",
                [Self.row(client, "opsi-client-agent", ["actionResult": "failed"])])
            #expect(try bench.differences(try await bench.monitor.refresh()) == [])
            #expect(!bench.monitor.account.isListening)
        }
    }

    @Test("a restore is noticed without events, and so is an import whose rows come late")
    func restore() async throws {
        try await withOpsiMock(
            fleet: Self.fleet(), configuration: .init { $0.clock = .fixed(ListeningBench.start) }
        ) { mock in
            let opus = try Opus(server: mock.access())
            let monitor = FleetMonitor(opus)
            _ = try await monitor.refresh()
            let client = try #require(mock.withFleet { $0.clientIds.first })
            // A backup: the client was seen earlier, and had a row of then.
            mock.withFleet { fleet in
                fleet.setHost(client, ["lastSeen": "2020-01-01 00:00:00"])
                var row = OpsiMock.Fleet.ProductOnClient(productId: "old", clientId: client)
                row.actionResult = "failed"
                row.modificationTime = "2020-01-01 00:00:00"
                fleet.put(row)
            }
            let restored = try await monitor.refresh()
            #expect(monitor.account.fullReads == [.first: 1, .restore: 1])
            #expect(
                try Counts(restored).differences(from: Counts(try await opus.fleetSummary())) == [])
            // An import: the client comes first, its rows when it was read already.
            mock.withFleet { fleet in
                fleet.add(
                    [
                        "type": "OpsiClient", "id": "imported.fleet.test",
                        "created": "2019-01-01 00:00:00",
                    ], to: .host)
            }
            _ = try await monitor.refresh()
            mock.set("opsi-client-agent", on: "imported.fleet.test") {
                $0.installationStatus = "installed"
                $0.modificationTime = "2019-01-01 00:00:00"
            }
            let imported = try await monitor.refresh()
            #expect(monitor.account.fullReads == [.first: 1, .restore: 2])
            #expect(
                try Counts(imported).differences(from: Counts(try await opus.fleetSummary())) == [])
            // And on request.
            monitor.readAllNext()
            _ = try await monitor.refresh()
            #expect(monitor.account.fullReads == [.first: 1, .restore: 2, .request: 1])
            await opus.shutdown()
        }
    }
}
