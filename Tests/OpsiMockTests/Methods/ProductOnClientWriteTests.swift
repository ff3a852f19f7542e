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

    /// The same after an update.
    private func after(_ changes: Node) async throws -> Fleet.ProductOnClient? {
        try await withOpsiMock(fleet: .small, configuration: .noon) { mock in
            let before = mock.withFleet { $0.productOnClient("firefox", on: "pc1.opus.test") }
            #expect(before == Self.before)
            let reply = try await Caller(mock).call("productOnClient_updateObjects", [changes])
            #expect(reply.message == nil)
            return mock.withFleet { $0.productOnClient("firefox", on: "pc1.opus.test") }
        }
    }

    @Test func nullLeavesAValueInUpdates() async throws {
        var expected = Self.before
        expected.actionRequest = "setup"
        expected.modificationTime = Self.now
        let changes = row(setting: ["actionRequest": "setup", "actionResult": nil])
        #expect(try await after(changes) == expected)
    }

    @Test func aTimeThatIsSentIsStored() async throws {
        var expected = Self.before
        expected.actionRequest = "setup"
        expected.modificationTime = "2025-01-01 00:00:00"
        let changes = row(setting: [
            "actionRequest": "setup", "modificationTime": "2025-01-01 00:00:00",
        ])
        #expect(try await after(changes) == expected)
    }

    @Test func aWriteThatChangesNothingKeepsTheTime() async throws {
        let changes = row(setting: ["actionResult": "failed"])
        #expect(try await after(changes) == Self.before)
    }

    @Test func aWrongProductTypeConvertsTheRow() async throws {
        var expected = Self.before
        expected.productType = "NetbootProduct"
        expected.modificationTime = Self.now
        let changes = row(setting: ["productType": "NetbootProduct"])
        #expect(try await after(changes) == expected)
    }

    @Test func idsAreStrippedAndLowered() async throws {
        var expected = Self.before
        expected.actionRequest = "setup"
        expected.modificationTime = Self.now
        let changes = row(" FireFox", "PC1.opus.TEST ", setting: ["actionRequest": "SETUP"])
        #expect(try await after(changes) == expected)
    }

    @Test func deletingGoesByFilterAndNothingMeansAll() async throws {
        try await withOpsiMock(fleet: .small) { mock in
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
        let fleet = Fleet.small
        try await withOpsiMock(fleet: fleet) { mock in
            let good = row(setting: ["actionRequest": "setup"])
            let reply = try await Caller(mock).call(
                "productOnClient_updateObjects", [good, row(setting: values)])
            #expect(reply.errorClass == expected)
            #expect(mock.withFleet { $0.json } == fleet.json)
        }
    }
}
