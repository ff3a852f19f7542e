import OpsiMock
import Testing

@Suite struct FleetTests {
    private static func generated(seed: UInt64 = 7) -> Fleet {
        .generated(clients: 100, products: 40, groups: 30, seed: seed, now: Fixtures.noon)
    }

    @Test func theSameSeedGivesTheSameFleet() {
        let json = Self.generated().json
        #expect(json == Self.generated().json)
        #expect(json != Self.generated(seed: 8).json)
    }

    @Test func aGeneratedFleetHasAllThereIs() throws {
        let fleet = Self.generated()
        let rows = fleet.productsOnClient()
        #expect(fleet.clientIds.count == 100)
        #expect(fleet.productOnClientCount == rows.count)
        #expect(Set(rows.map(\.productId)).count == 40)
        #expect(rows.count(where: { $0.actionResult == "failed" }) > 10)
        #expect(rows.count(where: { $0.actionRequest != "none" }) > 10)
        #expect(rows.contains { $0.productType == "NetbootProduct" })
        #expect(rows.allSatisfy { ($0.modificationTime ?? "") <= "2026-06-15 12:00:00" })
        let agents = rows.filter { $0.productId == "opsi-client-agent" }
        #expect(agents.count == 100)
        let hosts = fleet.objects(in: .host)
        #expect(hosts.count(where: { $0["type"] == "OpsiDepotserver" }) >= 2)
        let clients = hosts.filter { $0["type"] == "OpsiClient" }
        // Some were never seen: by no time at all, or only when they were created.
        #expect(clients.contains { $0["lastSeen"] == .null || $0["lastSeen"] == $0["created"] })
        #expect(clients.contains { ($0["lastSeen"]?.string ?? "9") < "2026-05-01" })
    }

    @Test func groupsAreEightDeep() throws {
        let groups = Self.generated().objects(in: .group, where: "type", is: "HostGroup")
        let parents = Dictionary(
            uniqueKeysWithValues: groups.map { ($0["id"]?.string, $0["parentGroupId"]?.string) })
        func depth(_ id: String?) -> Int {
            guard let id, let parent = parents[id] else { return 0 }
            return 1 + depth(parent)
        }
        #expect(groups.count == 31)
        #expect(groups.map { depth($0["id"]?.string) }.max() == 8)
    }

    @Test func smallFleetsAreFleetsToo() {
        let fleet = Fleet.generated(clients: 0, products: 0, groups: 0, now: Fixtures.noon)
        #expect(fleet.clientIds == [])
        #expect(fleet.productOnClientCount == 0)
        #expect(Fleet.generated(clients: 2, products: 1, groups: 1, now: 0).clientIds.count == 2)
    }

    @Test func aFleetFileGivesTheSameFleet() throws {
        let json = Self.generated().json
        #expect(try Fleet(json: json).json == json)
    }

    @Test func objectsAreTakenAsTheyAre() async throws {
        let json = """
            {"nosuch": [1, {"a": []}], "host": [{"id": "  ODD id", "type": "OpsiClient", "x": 1}],
             "group": [{"id": "Weird/ÄÖ", "type": "HostGroup", "parentGroupId": "null"}],
             "productOnClient": [
              {"productId": "P", "clientId": "nobody", "modificationTime": "0000-00-00 00:00:00"},
              {"productId": "P", "clientId": "nobody", "actionResult": null}]}
            """
        try await withOpsiMock(fleet: Fleet(json: json)) { mock in
            let hosts = try await Caller(mock).result("host_getObjects")
            #expect(hosts.values(of: "ident") == ["  ODD id"])
            let groups = try await Caller(mock).result("group_getObjects")
            #expect(groups[0]?["parentGroupId"] == "null")
            let rows = try await Caller(mock).result("productOnClient_getObjects")
            #expect(rows.array?.count == 2)
            #expect(rows[0]?["modificationTime"] == "0000-00-00 00:00:00")
            #expect(rows[1]?["modificationTime"] == .null)
        }
    }

    @Test(arguments: [
        ("", "the text ends in the middle"), ("[]", "expected a JSON object"),
        ("{\"host\": [\n  {\"id\": }]}", "line 2, column 10"),
        ("{\"host\": {}}", "\"host\" must be a list of objects"),
        ("{\"group\": [{}, 5]}", "\"group\" element 1 is no object"),
        ("{} x", "trailing characters"),
    ])
    func saysWhatIsWrongInAFleetFile(_ json: String, _ expected: String) {
        let error = #expect(throws: OpsiMock.LoadingError.self) { try Fleet(json: json) }
        #expect(error?.description.contains(expected) == true)
    }

    @Test func deepNestingIsRefused() {
        let json = "{\"host\": " + String(repeating: "[", count: 100_000)
        #expect(throws: OpsiMock.LoadingError.self) { try Fleet(json: json) }
    }

    @Test func rowsCanBePutAndRemoved() {
        var fleet = Fleet.small
        var product = Fleet.ProductOnClient(productId: "vlc", clientId: "pc9.opus.test")
        fleet.put(product)
        product.actionResult = "failed"
        fleet.put(product)
        #expect(fleet.productsOnClient("pc9.opus.test") == [product])
        fleet.removeProduct("vlc", from: "pc9.opus.test")
        #expect(fleet.productsOnClient("pc9.opus.test") == [])
        fleet.setHost("pc1.opus.test", ["lastSeen": .null])
        let host = fleet.objects(in: .host, where: "id", is: "pc1.opus.test").first
        #expect(host?["lastSeen"] == .null)
    }
}
