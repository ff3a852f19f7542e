import MockSupport
import OpsiMock
import TestSupport
import Testing

@testable import OpusBackend
@testable import OpusServer

@Suite("Calls for single rows")
struct RowCallsTests {
    private static func name(_ client: Int, _ product: Int) -> RowName {
        RowName(client: ObjectID("pc\(client).test"), product: ObjectID("product\(product)"))
    }

    private static func rows(_ names: Set<RowName>) -> Int {
        RowCalls.of(names).reduce(0) { $0 + $1.rows }
    }

    @Test("one product on many clients, or many on one client, is one call for just that")
    func lines() {
        let onMany = Set((0..<3_000).map { Self.name($0, 1) })
        #expect(RowCalls.of(onMany).count == 1)
        #expect(Self.rows(onMany) == 3_000)
        let onOne = Set((0..<150).map { Self.name(1, $0) })
        #expect(RowCalls.of(onOne).count == 1)
        #expect(Self.rows(onOne) == 150)
        #expect(RowCalls.of([]).isEmpty)
    }

    @Test(
        "rows that have nothing in common bring few others along", arguments: [1, 4, 25, 100, 150])
    func scattered(count: Int) {
        let names = Set((0..<count).map { Self.name($0 * 7, $0) })
        #expect(RowCalls.of(names).count <= RowCalls.most)
        #expect(Self.rows(names) <= 8 * count)
    }

    @Test("scattered rows are asked for by their time, and by name where that is an old one")
    func written() async throws {
        let fleet = OpsiMock.Fleet.generated(clients: 30, products: 30, groups: 2, seed: 5)
        try await withOpsiMock(fleet: fleet) { mock in
            let server = try Server(mock.access())
            let rows = mock.withFleet { $0.productsOnClient() }
                .filter { $0.productType == "LocalbootProduct" }
            let chosen = stride(from: 0, to: rows.count, by: 31).prefix(20).map { rows[$0] }
            let clock = try await server.clock()
            let time = LocalTimestamp(seconds: clock.unixTime + clock.utcOffset - 60)
            func object(_ row: OpsiMock.Fleet.ProductOnClient, _ time: String?) -> JSONValue {
                var object: [String: JSONValue] = [
                    "type": "ProductOnClient", "clientId": .string(row.clientId),
                    "productId": .string(row.productId), "productType": "LocalbootProduct",
                    "actionResult": "failed",
                ]
                object["modificationTime"] = time.map { .string($0) }
                return .object(object)
            }
            try await server.change(
                "productOnClient_updateObjects",
                [
                    .array(
                        chosen.dropLast().map { object($0, nil) }
                            + chosen.suffix(1).map { object($0, "2001-02-03 04:05:06") })
                ])
            let names = Set(
                chosen.map {
                    RowName(client: ObjectID($0.clientId), product: ObjectID($0.productId))
                })
            let backend = Backend(server: server)
            mock.clearRequests()
            let table = try await backend.states(named: names, writtenAfter: time).rows
            let failed = table.rows.filter { $0.flags.contains(.failed) }
            let found = Set(
                failed.map { row in
                    RowName(
                        client: table.clients.ids[Int(row.client)],
                        product: table.products.ids[Int(row.product)])
                })
            #expect(found.isSuperset(of: names))
            #expect(mock.requests.map(\.methods.count) == [1, 1])
            #expect(mock.requests[0].params?.contains("modificationTime") == true)
            #expect(mock.requests[1].params?.contains(chosen[19].productId) == true)
            await server.shutdown()
        }
    }

    @Test("all that are wanted are asked for, in calls that are not too large", arguments: 0..<20)
    func any(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let clients = Int.random(in: 1...3_000, using: &generator)
        let products = Int.random(in: 1...150, using: &generator)
        let count = Int.random(in: 1...5_000, using: &generator)
        let names = Set(
            (0..<count).map { _ in
                Self.name(
                    Int.random(in: 0..<clients, using: &generator),
                    Int.random(in: 0..<products, using: &generator))
            })
        let calls = RowCalls.of(names)
        #expect(calls.reduce(0) { $0 + $1.names } == names.count)
        #expect(calls.allSatisfy { $0.rows <= CallSize.rows })
        for name in names {
            #expect(
                calls.contains {
                    $0.clients.contains(name.client) && $0.products.contains(name.product)
                })
        }
    }
}
