import OpusServer
import TestSupport
import Testing

@testable import OpusBackend

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
        #expect(Self.rows(names) <= 4 * count)
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
