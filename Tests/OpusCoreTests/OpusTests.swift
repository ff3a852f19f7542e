import MockSupport
import OpsiMock
import OpusBackend
import OpusCore
import OpusServer
import Synchronization
import TestSupport
import Testing

@Suite("Opus and its backend")
struct OpusTests {
    private static let fleet = """
        {"host": [{"id": "config.fleet.test", "type": "OpsiConfigserver"}, {"id": "depot.fleet.test", "type": "OpsiDepotserver"},
        {"id": "pc2.fleet.test", "type": "OpsiClient"}, {"id": "pc1.fleet.test", "type": "OpsiClient"},
        {"id": "lost.fleet.test", "type": "OpsiClient"}],
        "configState": [{"configId": "clientconfig.depot.id", "objectId": "pc1.fleet.test", "values": ["depot.fleet.test"]},
        {"configId": "clientconfig.depot.id", "objectId": "lost.fleet.test", "values": ["gone.fleet.test"]}],
        "group": [{"id": "b", "type": "HostGroup"}, {"id": "clientdirectory", "type": "HostGroup"},
        {"id": "a", "type": "HostGroup", "parentGroupId": "clientdirectory"}, {"id": "empty", "type": "HostGroup"},
        {"id": "a", "type": "ProductGroup"}, {"id": "none", "type": "ProductGroup"}],
        "objectToGroup": [{"groupType": "HostGroup", "groupId": "a", "objectId": "pc2.fleet.test"},
        {"groupType": "HostGroup", "groupId": "a", "objectId": "gone.fleet.test"},
        {"groupType": "HostGroup", "groupId": "b", "objectId": "pc1.fleet.test"},
        {"groupType": "ProductGroup", "groupId": "a", "objectId": "firefox"}],
        "product": [{"id": "firefox", "type": "LocalbootProduct", "productVersion": "128.0", "packageVersion": "1",
        "setupScript": "setup.opsiscript", "uninstallScript": ""},
        {"id": "7zip", "type": "LocalbootProduct", "productVersion": "24.08", "packageVersion": "1"}],
        "productOnDepot": [
        {"productId": "firefox", "productType": "LocalbootProduct", "productVersion": "128.0", "packageVersion": "1",
        "depotId": "depot.fleet.test"},
        {"productId": "firefox", "productType": "LocalbootProduct", "productVersion": "120.0", "packageVersion": "1",
        "depotId": "config.fleet.test"},
        {"productId": "7zip", "productType": "LocalbootProduct", "productVersion": "24.08", "packageVersion": "1",
        "depotId": "config.fleet.test"},
        {"productId": "win11", "productType": "NetbootProduct", "productVersion": "11", "packageVersion": "2",
        "depotId": "depot.fleet.test"}],
        "productOnClient": [
        {"productId": "opsi-client-agent", "clientId": "pc2.fleet.test", "productType": "LocalbootProduct",
        "installationStatus": "installed", "productVersion": "4.3", "packageVersion": "1"},
        {"productId": "firefox", "clientId": "pc1.fleet.test", "productType": "LocalbootProduct",
        "installationStatus": "installed", "productVersion": "120.0", "packageVersion": "1", "actionResult": "failed"},
        {"productId": "7zip", "clientId": "pc1.fleet.test", "productType": "LocalbootProduct",
        "installationStatus": "installed", "productVersion": "1.0", "packageVersion": "1"},
        {"productId": "win11", "clientId": "pc1.fleet.test", "productType": "NetbootProduct",
        "installationStatus": "installed", "productVersion": "10", "packageVersion": "1", "actionResult": "failed"},
        {"productId": "win11", "clientId": "pc2.fleet.test", "productType": "NetbootProduct",
        "installationStatus": "installed", "productVersion": "10", "packageVersion": "1", "actionResult": "failed"},
        {"productId": "firefox", "clientId": "lost.fleet.test", "productType": "LocalbootProduct",
        "installationStatus": "installed", "productVersion": "1.0", "packageVersion": "1", "actionResult": "failed"},
        {"productId": "firefox", "clientId": "gone.fleet.test", "productType": "LocalbootProduct",
        "installationStatus": "installed", "productVersion": "1.0", "packageVersion": "1", "actionResult": "failed"}],
        "auditSoftwareOnClient": [{"clientId": "pc1.fleet.test", "name": "b", "version": "1", "subVersion": "",
        "language": "", "architecture": "x64", "firstseen": "2026-01-01 00:00:00", "lastseen": "2026-02-01 00:00:00"},
        {"clientId": "pc1.fleet.test", "name": "a", "version": "2", "subVersion": "", "language": "", "architecture": "x64"},
        {"clientId": "pc2.fleet.test", "name": "c", "version": "2", "subVersion": "", "language": "", "architecture": ""}]}
        """

    private func withFleet(_ body: (Opus, OpsiMock) async throws -> Void) async throws {
        let fleet = try OpsiMock.Fleet(json: Self.fleet)
        try await withOpus(fleet, clock: .fixed(ExpectedCounts.unixTime), body)
    }

    @Test("Lists are complete and in order")
    func lists() async throws {
        try await withFleet { opus, _ in
            #expect(
                try await opus.clients().map(\.id) == [
                    "lost.fleet.test", "pc1.fleet.test", "pc2.fleet.test",
                ])
            #expect(try await opus.products().map(\.id) == ["7zip", "firefox"])
            #expect(try await opus.products().map(\.actions) == [[], [.setup]])
            let groups = try await opus.clientGroups()
            #expect(groups.first?.id == "clientdirectory")
            #expect(groups.map(\.id).sorted() == ["a", "b", "clientdirectory", "empty"])
            #expect(try await opus.productGroups().map(\.id).sorted() == ["a", "none"])
            #expect(
                try await opus.clientGroupMembers("a") == ["gone.fleet.test", "pc2.fleet.test"])
            #expect(try await opus.clientGroupMembers("empty") == [])
            #expect(try await opus.productGroupMembers("a") == ["firefox"])
            #expect(try await opus.productGroupMembers("none") == [])
            #expect(try await opus.softwareOnClient("pc1.fleet.test").map(\.name) == ["a", "b"])
            #expect(try await opus.softwareOnClient("lost.fleet.test") == [])
        }
    }

    @Test("The backend's lists are those of the server, in order")
    func backend() async throws {
        try await withFleet { _, mock in
            let backend = Backend(server: try Server(mock.access()))
            #expect(
                try await backend.clients().map(\.id) == [
                    "lost.fleet.test", "pc1.fleet.test", "pc2.fleet.test",
                ])
            #expect(try await backend.products().map(\.version) == ["24.08-1", "128.0-1"])
            let groups = try await backend.clientGroups()
            #expect(groups.count == 4)
            let members = try await backend.clientGroupMembers("b")
            #expect(members == ["pc1.fleet.test"])
            let productGroups = try await backend.productGroups()
            #expect(productGroups.count == 2)
            #expect(try await backend.productGroupMembers("a") == ["firefox"])
            #expect(try await backend.softwareOnClient("pc2.fleet.test").map(\.name) == ["c"])
            let rows = try await backend.productsOnClient("pc1.fleet.test")
            #expect(rows.map(\.productID) == ["7zip", "firefox", "win11"])
            #expect(rows.map(\.type) == [.localboot, .localboot, .netboot])
            await backend.shutdown()
        }
    }

    @Test("Who waits is told how far reading has come")
    func progress() async throws {
        let fleet = OpsiMock.Fleet.generated(clients: 25, products: 4, seed: 2)
        try await withOpsiMock(fleet: fleet) { mock in
            let seen = Mutex<[[Int]]>([])
            let opus = try Opus(
                server: mock.access(), reading: FleetReading(batchSize: 10, concurrentCalls: 1),
                progress: { progress in
                    seen.withLock { $0.append([progress.read, progress.total]) }
                })
            let clients = try await opus.fleetSummary().clients.map(\.id)
            let fleetProgress = [[10, 25], [20, 25], [25, 25]]
            #expect(seen.withLock { $0 } == fleetProgress)
            _ = try await opus.planUpdate(
                on: ClientSelection(clients.prefix(12), among: clients))
            let planProgress = [[10, 12], [12, 12]]
            #expect(seen.withLock { $0 } == fleetProgress + planProgress)
            await opus.shutdown()
        }
    }

    @Test("Failed clients are those with a failed localboot product, and clients still")
    func failed() async throws {
        try await withFleet { opus, _ in
            let failed = try await opus.failedClients()
            #expect(failed.map(\.id) == ["lost.fleet.test", "pc1.fleet.test"])
            #expect(failed.map(\.depot) == ["unknown", "depot.fleet.test"])
            #expect(try await opus.isFailed("pc1.fleet.test"))
            #expect(try await !opus.isFailed("pc2.fleet.test"))
        }
    }

    @Test("Fresh is a client with an agent and nothing else")
    func fresh() async throws {
        try await withFleet { opus, _ in
            var fresh: [Bool] = []
            for id: ObjectID in ["pc2.fleet.test", "pc1.fleet.test", "lost.fleet.test"] {
                fresh.append(try await opus.isFresh(id))
            }
            #expect(fresh == [true, false, false])
        }
    }

    @Test(
        "Updatable is what the client's own depot has newer",
        arguments: [
            ("pc1.fleet.test", "firefox", "128.0-1"),
            // The depot of the client has no 7zip, whatever others have.
            ("pc1.fleet.test", "7zip", nil), ("pc1.fleet.test", "win11", nil),
            ("pc2.fleet.test", "firefox", nil),
            ("pc2.fleet.test", "opsi-client-agent", nil), ("lost.fleet.test", "firefox", nil),
        ] as [(String, String, String?)])
    func updatable(client: String, product: String, version: String?) async throws {
        try await withFleet { opus, _ in
            let newer = try await opus.updatable(
                client: ObjectID(client), product: ObjectID(product))
            #expect(newer == version)
        }
    }

    @Test("What does not exist is an error that names it, never a no")
    func unknown() async throws {
        try await withFleet { opus, _ in
            try await Self.expect(.client, "no.fleet.test") { _ = try await opus.isFailed($0) }
            try await Self.expect(.client, "PC1.fleet.test") { _ = try await opus.isFresh($0) }
            try await Self.expect(.client, "config.fleet.test") { _ = try await opus.isFresh($0) }
            try await Self.expect(.client, "no.fleet.test") {
                _ = try await opus.softwareOnClient($0)
            }
            try await Self.expect(.client, "no.fleet.test") {
                _ = try await opus.updatable(client: $0, product: "firefox")
            }
            try await Self.expect(.product, "fireflox") {
                _ = try await opus.updatable(client: "pc1.fleet.test", product: $0)
            }
            try await Self.expect(.clientGroup, "none") {
                _ = try await opus.clientGroupMembers($0)
            }
            try await Self.expect(.productGroup, "b") { _ = try await opus.productGroupMembers($0) }
        }
    }

    private static func expect(
        _ kind: UnknownObject.Kind, _ id: ObjectID,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ operation: @Sendable (ObjectID) async throws -> Void
    ) async throws {
        let error = await #expect(throws: UnknownObject.self, sourceLocation: sourceLocation) {
            try await operation(id)
        }
        #expect(error?.kind == kind, sourceLocation: sourceLocation)
        #expect(error?.id == id, sourceLocation: sourceLocation)
        #expect(
            error?.description.contains("no \(kind.rawValue) \"\(id)\"") == true,
            sourceLocation: sourceLocation)
    }

    @Test("Patterns never travel", arguments: ["*", "pc*", "<z", ">a", ""])
    func patterns(text: String) async throws {
        let id = ObjectID(text)
        try await withFleet { opus, mock in
            let operations: [@Sendable () async throws -> Void] = [
                { _ = try await opus.isFailed(id) }, { _ = try await opus.isFresh(id) },
                { _ = try await opus.updatable(client: id, product: "firefox") },
                { _ = try await opus.softwareOnClient(id) },
                { _ = try await opus.clientGroupMembers(id) },
                { _ = try await opus.productGroupMembers(id) },
            ]
            for operation in operations {
                let error = await #expect(throws: ServerError.self) { try await operation() }
                #expect(error?.code == .configuration)
            }
            #expect(!mock.requests.contains { $0.methods.contains { $0.hasSuffix("_getObjects") } })
        }
    }

    @Test("Of one client only its own rows are read")
    func ownRows() async throws {
        try await withFleet { opus, mock in
            _ = try await opus.isFailed("pc1.fleet.test")
            let rows = mock.requests.filter {
                $0.methods.contains("productOnClient_getObjects")
            }
            #expect(rows.count == 1)
            #expect(rows.first?.params?.contains(#""clientId":["pc1.fleet.test"]"#) == true)
        }
    }
}
