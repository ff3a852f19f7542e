import OpsiMock
import OpusCore
import TestSupport
import Testing

/// The clients with failures, beside the counts of what they belong to.
@Suite("Failed clients")
struct FailedClientTests {
    @Test("Each is named with all of its groups, and with as many products as failed")
    func groups() async throws {
        var named = 0
        for seed in 40..<60 as Range<UInt64> {
            let random = RandomFleet(seed: seed)
            try await withOpus(
                OpsiMock.Fleet(json: random.json), clock: .fixed(random.unixTime)
            ) { opus, _ in
                let summary = try await opus.fleetSummary()
                for group in try summary.groups.get() {
                    let members = summary.failedClients.filter { $0.groups.contains(group.id) }
                    #expect(members.count == group.counts[.failed], "seed \(seed), \(group.id)")
                    named += members.count
                }
                let products = Dictionary(
                    uniqueKeysWithValues: summary.failedClients.map { ($0.id, $0.products.count) })
                for client in summary.clients {
                    #expect(products[client.id, default: 0] == client.failedProducts)
                }
            }
        }
        #expect(named > 100)
    }

    @Test("Members of the same groups are told from those of some of them")
    func someGroups() async throws {
        var fleet = OpsiMock.Fleet()
        for group in ["a", "b"] {
            fleet.add(["id": .string(group), "type": "HostGroup"], to: .group)
        }
        for (client, groups) in [("1", "ab"), ("2", "b"), ("3", "ab"), ("4", ""), ("5", "ba")] {
            let id = "pc\(client).test"
            fleet.add(["id": .string(id), "type": "OpsiClient"], to: .host)
            var row = OpsiMock.Fleet.ProductOnClient(productId: "firefox", clientId: id)
            row.productType = "LocalbootProduct"
            row.actionResult = "failed"
            fleet.put(row)
            for group in groups {
                fleet.add(
                    [
                        "groupType": "HostGroup", "groupId": .string(String(group)),
                        "objectId": .string(id),
                    ], to: .objectToGroup)
            }
        }
        try await withOpus(fleet) { opus, _ in
            let failed = try await opus.fleetSummary().failedClients
            #expect(
                failed.map { $0.groups.map(\.text).sorted() }
                    == [["a", "b"], ["b"], ["a", "b"], [], ["a", "b"]])
        }
    }
}
