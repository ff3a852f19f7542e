import FleetModel
import Foundation
import MockSupport
import OpsiMock
import OpusBackend
import OpusCore
import OpusServer
import TestSupport
import Testing

@Suite("Fleet summary")
struct FleetSummaryTests {
    @Test(
        "The example fleet has the counts that were given with it, however it is read",
        arguments: [(1, 1), (7, 1), (7, 4), (200, 2), (Int.max, Int.max), (0, 0)])
    func example(batchSize: Int, concurrentCalls: Int) async throws {
        let expected = Counts(try ExpectedCounts())
        try await withOpus(
            .example, clock: .fixed(ExpectedCounts.unixTime),
            reading: .init(batchSize: batchSize, concurrentCalls: concurrentCalls)
        ) { opus, _ in
            let counts = try Counts(try await opus.fleetSummary())
                .only(Set(expected.values.keys.map(\.family)))
            #expect(counts.differences(from: expected) == [])
            #expect(counts.values.count > 180)
        }
    }

    @Test(
        "The example fleet has the reference model's counts",
        arguments: [
            "fleet-example.json", "fleet-recorded.json",
        ])
    func reference(name: String) async throws {
        let data = try Fixture.data(name)
        let reference = try ReferenceFleet(json: data, unixTime: ExpectedCounts.unixTime)
        try await withOpus(
            try OpsiMock.Fleet(json: Array(data)), clock: .fixed(ExpectedCounts.unixTime)
        ) { opus, _ in
            let summary = try await opus.fleetSummary()
            #expect(try Counts(summary).differences(from: reference.counts()) == [])
            #expect(summary.serverTime == ExpectedCounts.unixTime)
            #expect(summary.serverVersion == "4.3.23.7")
            #expect(summary.clients.map(\.id) == summary.clients.map(\.id).sorted())
        }
    }

    @Test("Random fleets have the reference model's counts", arguments: 0..<8)
    func random(part: UInt64) async throws {
        try await withOpus(OpsiMock.Fleet()) { _, mock in
            for seed in (part * 5)..<(part * 5 + 5) {
                let random = RandomFleet(seed: seed)
                var reference = ReferenceFleet(fleet: random.fleet, unixTime: random.unixTime)
                reference.utcOffset = random.utcOffset
                reference.days = random.days
                reference.hours = random.hours
                var definitions = StateDefinitions()
                definitions.outdatedAfterDays = random.days
                definitions.stuckAfterHours = random.hours
                if seed % 3 == 0 {
                    definitions.agents = ["own-agent"]
                    definitions.baseline = ["7zip", "opsi-client-agent"]
                    reference.agents = Set(definitions.agents.map(\.text))
                    reference.baseline = Set(definitions.baseline.map(\.text))
                }
                let fleet = try OpsiMock.Fleet(json: random.json)
                mock.withFleet { $0 = fleet }
                mock.clock = .fixed(random.unixTime)
                mock.utcOffset = random.utcOffset
                let reading = FleetReading(batchSize: Int(seed % 12) + 1, concurrentCalls: 3)
                try await withOpus(mock, definitions: definitions, reading: reading) { opus in
                    let summary = try await opus.fleetSummary()
                    #expect(
                        try Counts(summary).differences(from: reference.counts()) == [],
                        "seed \(seed)")
                    let failures = Counts(failures: summary)
                    #expect(
                        failures.differences(from: reference.failureCounts()) == [],
                        "seed \(seed)")
                }
            }
        }
    }

    @Test(
        "A single client is judged as it is in the whole fleet", arguments: [3, 17, 28] as [UInt64])
    func single(seed: UInt64) async throws {
        let random = RandomFleet(seed: seed)
        try await withOpus(
            try OpsiMock.Fleet(json: random.json), clock: .fixed(random.unixTime),
            utcOffset: random.utcOffset
        ) { opus, _ in
            let summary = try await opus.fleetSummary()
            for client in summary.clients {
                #expect(try await opus.summary(ofClient: client.id) == client)
            }
            #expect(
                try await opus.failedClients()
                    == summary.clients.filter { $0.states.contains(.failed) })
        }
    }

    @Test("Groups whose names only look the same are two")
    func lookalikes() async throws {
        let json = """
            {"host": [{"id": "config.test", "type": "OpsiConfigserver"},
            {"id": "pc1.test", "type": "OpsiClient"}, {"id": "pc2.test", "type": "OpsiClient"}],
            "group": [{"id": "b\\u00fcro", "type": "HostGroup"}, {"id": "bu\\u0308ro", "type": "HostGroup"},
            {"id": "below", "type": "HostGroup", "parentGroupId": "bu\\u0308ro"}],
            "objectToGroup": [{"groupType": "HostGroup", "groupId": "b\\u00fcro", "objectId": "pc1.test"},
            {"groupType": "HostGroup", "groupId": "below", "objectId": "pc1.test"},
            {"groupType": "HostGroup", "groupId": "bu\\u0308ro", "objectId": "pc2.test"}]}
            """
        let reference = try ReferenceFleet(json: Data(json.utf8), unixTime: ExpectedCounts.unixTime)
        try await withOpus(
            try OpsiMock.Fleet(json: json), clock: .fixed(ExpectedCounts.unixTime)
        ) { opus, _ in
            let summary = try await opus.fleetSummary()
            #expect(try summary.groups.get().count == 3)
            #expect(try Counts(summary).differences(from: reference.counts()) == [])
        }
    }

    @Test("An empty server is a fleet of nothing")
    func empty() async throws {
        try await withOpus(OpsiMock.Fleet()) { opus, _ in
            let summary = try await opus.fleetSummary()
            #expect(summary.clients == [])
            #expect(try summary.groups.get() == [])
            #expect(summary.products == [])
            #expect(summary.depots.map(\.id) == ["unknown"])
            #expect(summary.depots.map(\.counts) == [StateCounts()])
            #expect(summary.depots.map(\.ungrouped) == [0])
            #expect(summary.depots.map(\.details) == [nil])
        }
    }

    @Test("Each localboot product's counts are those of its rows; netboot products are not judged")
    func products() async throws {
        let json = """
            {"host": [{"id": "config.test", "type": "OpsiConfigserver"},
            {"id": "pc1.test", "type": "OpsiClient"}, {"id": "pc2.test", "type": "OpsiClient"}],
            "productOnDepot": [{"productId": "a", "productType": "LocalbootProduct", "productVersion": "2",
            "packageVersion": "1", "depotId": "config.test"}, {"productId": "w", "productType": "NetbootProduct",
            "productVersion": "2", "packageVersion": "1", "depotId": "config.test"}],
            "productOnClient": [
            {"productId": "a", "clientId": "pc1.test", "productType": "LocalbootProduct", "productVersion": "1",
            "packageVersion": "1", "installationStatus": "installed", "actionResult": "failed"},
            {"productId": "a", "clientId": "pc2.test", "productType": "LocalbootProduct", "productVersion": "2.0",
            "packageVersion": "1", "installationStatus": "installed"},
            {"productId": "b", "clientId": "pc2.test", "productType": "LocalbootProduct", "productVersion": "2.0",
            "packageVersion": "1", "installationStatus": "unknown", "actionResult": "failed"}]}
            """
        try await withOpus(try OpsiMock.Fleet(json: json)) { opus, _ in
            let products = try await opus.fleetSummary().products
                .map { [$0.id.text, "\($0.installed) \($0.failed) \($0.updatable)"] }
            #expect(products == [["a", "2 1 1"], ["b", "0 1 0"]])
        }
    }

    @Test(
        "Absurd limits mean what they say and stop nothing",
        arguments: [
            (Int.max, 0), (Int.min, 60), (-1, 60),
        ])
    func absurdLimits(limit: Int, outdated: Int) async throws {
        var hosts = (0..<60).map {
            ["id": "pc\($0).test", "type": "OpsiClient", "lastSeen": "2026-11-22 10:00:00"]
        }
        hosts.append(["id": "config.test", "type": "OpsiConfigserver"])
        let json = try JSONSerialization.data(withJSONObject: ["host": hosts])
        let definitions = StateDefinitions(outdatedAfterDays: limit, stuckAfterHours: limit)
        try await withOpus(
            try OpsiMock.Fleet(json: Array(json)), clock: .fixed(1_795_345_200),
            definitions: definitions
        ) { opus, _ in
            let counts = try await opus.fleetSummary().depots.map(\.counts)
            #expect(counts.map(\.clients) == [60, 0])
            #expect(counts.map { $0[.outdated] } == [outdated, 0])
        }
    }

    // MARK: Failure

    @Test(
        "Groups that the server cannot read are missing, with the reason, and the rest counts",
        arguments: [
            "group_getObjects", "objectToGroup_getObjects",
        ])
    func unreadableGroups(method: String) async throws {
        let expected = Counts(try ExpectedCounts())
        try await withOpus(.example, clock: .fixed(ExpectedCounts.unixTime)) { opus, mock in
            mock.faults.set([.init(.rpcError, method: method)])
            let summary = try await opus.fleetSummary()
            guard case .failure(let error) = summary.groups else {
                Issue.record("the groups were read")
                return
            }
            #expect(error.code == .rpc)
            #expect(error.method == method)
            #expect(summary.depots.allSatisfy { $0.ungrouped == nil })
            for depot in summary.depots {
                let series = Counts.Series(
                    family: "opsi_clients_failed", label: Array(depot.id.text.utf8))
                #expect(depot.counts[.failed] == expected.values[series])
            }
        }
    }

    @Test(
        "Any other failure fails the whole collection",
        arguments: [
            ("group_getObjects", .status(503), .unavailable),
            ("objectToGroup_getObjects", .garbage, .malformedAnswer),
            ("host_getObjects", .rpcError, .rpc), ("productOnClient_getObjects", .rpcError, .rpc),
            ("productOnClient_getObjects", .wrongType, .malformedAnswer),
            ("productOnDepot_getObjects", .truncate, .unreachable),
            ("getServiceTime", .rpcError, .rpc),
            ("configState_getClientToDepotserver", .missingResult, .malformedAnswer),
            ("backend_info", .rpcError, .rpc),
            ("accessControl_userIsAdmin", .rpcError, .rpc),
        ] as [(String, OpsiMock.Fault.Kind, ServerError.Code)])
    func otherFailures(method: String, kind: OpsiMock.Fault.Kind, code: ServerError.Code)
        async throws
    {
        try await withOpus(.example, reading: .init(batchSize: 7, concurrentCalls: 3)) {
            opus, mock in
            mock.faults.set([.init(kind, method: method)])
            let error = await #expect(throws: ServerError.self) { try await opus.fleetSummary() }
            #expect(error?.code == code)
            mock.faults.clear()
            let clients = try await opus.fleetSummary().clients
            #expect(clients.count == 60)
        }
    }

    @Test("A batch in the middle that fails, fails the collection")
    func failingBatch() async throws {
        try await withOpus(.example, reading: .init(batchSize: 5, concurrentCalls: 2)) {
            opus, mock in
            mock.faults.set([
                .init(.rpcError, method: "productOnClient_getObjects", after: 6, count: 1)
            ])
            await #expect(throws: ServerError.self) { try await opus.fleetSummary() }
        }
    }

    @Test("A user without rights sees an error, not a fleet of zeros")
    func noRights() async throws {
        try await withOpsiMock(fleet: .example, configuration: .withUsers) { mock in
            try await withOpus(mock, as: .plain) { opus in
                let attempts: [@Sendable () async throws -> Void] = [
                    { _ = try await opus.fleetSummary() }, { _ = try await opus.failedClients() },
                    { _ = try await opus.isFailed("pc001.fleet.test") },
                ]
                for attempt in attempts {
                    let error = await #expect(throws: ServerError.self) { try await attempt() }
                    #expect(error?.code == .permission)
                }
            }
        }
    }

    @Test("A collection can be cancelled while the server is silent")
    func cancelled() async throws {
        try await withOpus(.example, reading: .init(batchSize: 5, concurrentCalls: 2)) {
            opus, mock in
            mock.faults.set([.init(.hang, method: "productOnClient_getObjects")])
            let collection = Task { try await opus.fleetSummary() }
            // The last call before the silence has been answered.
            while !mock.requests.contains(where: { $0.method == "productOnDepot_getObjects" }) {
                await Task.yield()
            }
            collection.cancel()
            await #expect(throws: CancellationError.self) { try await collection.value }
            mock.faults.clear()
            let clients = try await opus.fleetSummary().clients
            #expect(clients.count == 60)
        }
    }
}
