import OpsiMock
import Testing

/// Which rows a filter finds: for some filters not those that one would think.
@Suite struct FilterTests {
    /// Hosts by filters; the ids without their domain.
    static let hostFilters: [(Node, [String])] = [
        ([:], ["server", "depot", "pc1", "pc2", "pc3"]),
        (["id": "pc1.opus.test"], ["pc1"]),
        (["id": ["pc1.opus.test", "pc3.opus.test"]], ["pc1", "pc3"]),
        (["id": "PC1.Opus.test  "], ["pc1"]),
        (["id": "pc*"], ["pc1", "pc2", "pc3"]),
        (["id": "*1*test"], ["pc1"]),
        (["id": ["pc1*", "pc3*"]], ["pc1", "pc3"]),
        (["id": "nobody.opus.test"], []),
        (["id": []], ["server", "depot", "pc1", "pc2", "pc3"]),
        (["id": nil], ["server", "depot", "pc1", "pc2", "pc3"]),
        (["ipAddress": [nil]], ["server", "depot", "pc3"]),
        (["ipAddress": ["127.0.0.12", nil]], ["server", "depot", "pc2", "pc3"]),
        (["description": "grose"], ["pc1"]),
        (["description": "GRÖSE  "], ["pc1"]),
        (["id": ">pc1"], ["pc1", "pc2", "pc3", "server"]),
        (["id": "<pc2"], ["depot", "pc1"]),
        (["id": ["<e", ">s"]], ["depot", "server"]),
        (["lastSeen": "<2026-06-15 00:00:00"], ["pc1"]),
        (["lastSeen": ">2026-06-01 08:00:00"], ["pc2"]),
        (["lastSeen": "<=2026-07-01 08:00:00"], []),
        (["lastSeen": ">=2026-07-01 08:00:00"], ["pc1", "pc2"]),
        (["type": "OpsiDepotserver"], ["server", "depot"]),
        (["type": "OpsiConfigserver"], ["server"]),
        (["type": ["OpsiConfigserver", "OpsiClient"]], ["server", "pc1", "pc2", "pc3"]),
        (["type": "Host", "id": "pc2*"], ["pc2"]),
        (["isMasterDepot": true], []),
        (
            ["id": ["pc*", "0", "1", "2", "3", "4", "5", "6", "7", "8", "pc2.opus.test"]],
            ["pc2"]
        ),
        (["id": [nil, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]], []),
    ]

    @Test(arguments: hostFilters)
    func findsHosts(_ filter: Node, _ expected: [String]) async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let hosts = try await Caller(mock).result("host_getObjects", ["id"], filter)
            #expect(Set(hosts.values(of: "ident")) == Set(expected.map { "\($0).opus.test" }))
        }
    }

    static let productFilters: [(Node, [String])] = [
        (["clientId": "pc1.opus.test"], ["firefox"]),
        (
            ["clientId": ["pc2.opus.test", "PC1.opus.test", "pc1.opus.test"]],
            ["firefox", "Java Öl"]
        ),
        (["productId": "java ol"], ["Java Öl"]),
        (["modificationTime": ">2026-05-01 09:59:59"], ["firefox"]),
        (["modificationTime": ">2026-05-01 10:00:00"], []),
        (["modificationTime": "<2027-01-01 00:00:00"], ["firefox"]),
        (["modificationTime": "2026-05-01 10:00:00"], ["firefox"]),
        (["modificationTime": "2026-05-*"], ["firefox"]),
        (["modificationTime": [nil]], ["Java Öl"]),
        (["modificationTime": ">=2020-01-01 00:00:00"], ["firefox"]),
        (["modificationTime": "<=2030-01-01 00:00:00"], []),
        (["actionResult": [nil, "failed"]], ["firefox", "Java Öl"]),
        (["installationStatus": "not_*"], ["Java Öl"]),
        (["type": "Nonsense"], ["firefox", "Java Öl"]),
        (["actionResult": "failed", "installationStatus": "unknown"], []),
    ]

    @Test(arguments: productFilters)
    func findsProductsOnClients(_ filter: Node, _ expected: [String]) async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let rows = try await Caller(mock).result("productOnClient_getObjects", [], filter)
            #expect(Set(rows.values(of: "productId")) == Set(expected))
            let idents = try await Caller(mock).result("productOnClient_getIdents", "dict", filter)
            #expect(Set(idents.values(of: "productId")) == Set(expected))
        }
    }

    @Test func anUnknownAttributeIsAnError() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let reply = try await Caller(mock).call("objectToGroup_getObjects", [], ["id": ["x"]])
            #expect(reply.status == 200)
            #expect(
                reply.message
                    == "Invalid filter 'id'=['x'] used, possible attributes are: "
                    + "groupType, groupId, objectId")
        }
    }

    @Test func aFilterAloneIsTakenForAttributes() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let hosts = try await Caller(mock).result("host_getObjects", ["id": "pc1.opus.test"])
            #expect(hosts.array?.count == 5)
            #expect(hosts[2]?["description"] == .null)
        }
    }

    @Test func attributesDoNotShrinkObjects() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let rows = try await Caller(mock).result(
                "productOnClient_getObjects", ["installationStatus", "nosuch"],
                ["clientId": "pc1.opus.test"])
            #expect(
                rows == [
                    [
                        "targetConfiguration": nil, "installationStatus": "installed",
                        "actionRequest": nil, "lastAction": nil, "actionProgress": nil,
                        "actionResult": nil, "productVersion": nil, "packageVersion": nil,
                        "modificationTime": nil, "actionSequence": -1, "productId": "firefox",
                        "productType": "LocalbootProduct", "clientId": "pc1.opus.test",
                        "type": "ProductOnClient",
                        "ident": "firefox;LocalbootProduct;pc1.opus.test",
                    ]
                ])
        }
    }
}
