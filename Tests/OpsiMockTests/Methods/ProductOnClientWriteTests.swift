import OpsiMock
import Testing

@Suite struct ProductOnClientWriteTests {
    private static let now = "2026-06-15 12:00:00"

    private func row(
        _ productId: String = "firefox", _ clientId: String = "pc1.opus.test",
        setting values: [String: Node]
    ) -> Node {
        let identity: [String: Node] = [
            "type": "ProductOnClient", "productId": .string(productId),
            "productType": "LocalbootProduct", "clientId": .string(clientId),
        ]
        return .object(identity.merging(values) { $1 })
    }

    /// The failed firefox on pc1 as the fleet has it.
    private static var before: Fleet.ProductOnClient {
        var product = Fleet.ProductOnClient(productId: "firefox", clientId: "pc1.opus.test")
        product.targetConfiguration = nil
        product.installationStatus = "installed"
        product.actionProgress = "broken"
        product.actionResult = "failed"
        product.productVersion = "1.0"
        product.packageVersion = "1"
        product.modificationTime = "2026-05-01 10:00:00"
        return product
    }

    private func after(
        _ method: String, _ parameters: Node..., product: String = "firefox",
        client: String = "pc1.opus.test"
    ) async throws -> Fleet.ProductOnClient? {
        let params = parameters
        return try await withOpsiMock(
            fleet: Fixtures.smallFleet, configuration: Fixtures.configuration
        ) { mock in
            let before = mock.withFleet { $0.productOnClient("firefox", on: "pc1.opus.test") }
            #expect(before == Self.before)
            let reply = try await Caller(mock).call(method, params: params)
            #expect(reply.message == nil)
            return mock.withFleet { $0.productOnClient(product, on: client) }
        }
    }

    @Test func nullLeavesAValueInUpdates() async throws {
        var expected = Self.before
        expected.actionRequest = "setup"
        expected.modificationTime = Self.now
        let changes: Node = [row(setting: ["actionRequest": "setup", "actionResult": nil])]
        #expect(try await after("productOnClient_updateObjects", changes) == expected)
    }

    @Test func aTimeThatIsSentIsStored() async throws {
        var expected = Self.before
        expected.actionRequest = "setup"
        expected.modificationTime = "2025-01-01 00:00:00"
        let changes = row(setting: [
            "actionRequest": "setup", "modificationTime": "2025-01-01 00:00:00",
        ])
        #expect(try await after("productOnClient_updateObjects", [changes]) == expected)
    }

    @Test func aWriteThatChangesNothingKeepsTheTime() async throws {
        let changes = row(setting: ["actionResult": "failed"])
        #expect(try await after("productOnClient_updateObjects", [changes]) == Self.before)
    }

    @Test func createObjectsWritesTheNulls() async throws {
        var expected = Fleet.ProductOnClient(productId: "firefox", clientId: "pc1.opus.test")
        expected.targetConfiguration = nil
        expected.actionProgress = nil
        expected.actionRequest = "setup"
        expected.modificationTime = Self.now
        let changes = row(setting: ["actionRequest": "setup"])
        #expect(try await after("productOnClient_createObjects", [changes]) == expected)
    }

    @Test func updateObjectsMakesMissingRowsAndUpdateObjectDoesNot() async throws {
        var expected = Fleet.ProductOnClient(productId: "unknown", clientId: "pc3.opus.test")
        expected.targetConfiguration = nil
        expected.actionProgress = nil
        expected.actionRequest = "once"
        expected.modificationTime = Self.now
        let changes = row("unknown", "pc3.opus.test", setting: ["actionRequest": "once"])
        let plural = try await after(
            "productOnClient_updateObjects", [changes], product: "unknown", client: "pc3.opus.test")
        #expect(plural == expected)
        let singular = try await after(
            "productOnClient_updateObject", changes, product: "unknown", client: "pc3.opus.test")
        #expect(singular == nil)
    }

    @Test func aWrongProductTypeConvertsTheRow() async throws {
        var expected = Self.before
        expected.productType = "NetbootProduct"
        expected.modificationTime = Self.now
        let changes = row(setting: ["productType": "NetbootProduct"])
        #expect(try await after("productOnClient_updateObjects", [changes]) == expected)
    }

    @Test func idsAreStrippedAndLowered() async throws {
        var expected = Self.before
        expected.actionRequest = "setup"
        expected.modificationTime = Self.now
        let changes = row(" FireFox", "PC1.opus.TEST ", setting: ["actionRequest": "SETUP"])
        #expect(try await after("productOnClient_updateObjects", [changes]) == expected)
    }

    @Test func deletingGoesByFilterAndNothingMeansAll() async throws {
        try await withOpsiMock(fleet: Fixtures.smallFleet) { mock in
            let caller = Caller(mock)
            try await caller.call("productOnClient_delete", "none", "pc1.opus.test")
            #expect(mock.withFleet { $0.productOnClientCount } == 2)
            try await caller.call("productOnClient_delete", "fire*", "pc1.opus.test")
            #expect(mock.withFleet { $0.productOnClientCount } == 1)
            try await caller.call("productOnClient_deleteObjects", [])
            #expect(mock.withFleet { $0.productOnClientCount } == 1)
            try await caller.call("productOnClient_delete", [], [])
            #expect(mock.withFleet { $0.productOnClientCount } == 0)
        }
    }

    static let badRows: [([String: Node], String)] = [
        (["clientId": "ghost.opus.test"], "IntegrityError"),
        (["clientId": "pc1"], "ValueError"), (["actionRequest": "explode"], "ValueError"),
        (["installationStatus": "broken"], "ValueError"), (["actionResult": "x"], "ValueError"),
        (["productId": "a b"], "ValueError"), (["productType": "Nonsense"], "ValueError"),
        (["productVersion": "1-2"], "ValueError"), (["modificationTime": "now"], "ValueError"),
        (["type": "HostGroup"], "ValueError"),
    ]

    @Test(arguments: badRows)
    func oneBadRowFailsAll(_ values: [String: Node], _ expected: String) async throws {
        let fleet = Fixtures.smallFleet
        try await withOpsiMock(fleet: fleet) { mock in
            let good = row(setting: ["actionRequest": "setup"])
            let reply = try await Caller(mock).call(
                "productOnClient_updateObjects", [good, row(setting: values)])
            #expect(reply.errorClass == expected)
            #expect(mock.withFleet { $0.json } == fleet.json)
        }
    }
}
