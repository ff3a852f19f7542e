import TestSupport
import Testing

@testable import OpusCore
@testable import OpusServer

/// A client's rows in few bytes, beside a plain list of them.
@Suite("Kept rows")
struct KeptRowsTests {
    /// What is said of a row, as ids are not looked at here.
    private static func row(
        _ product: UInt32, version: UInt32? = 1, modified: UInt32 = 1_000,
        flags: ProductState.Flags = [.localboot, .installed], request: ProductState.Request = .none
    ) -> ProductState {
        ProductState(
            client: 7, product: product, version: version, modified: modified, flags: flags,
            request: request)
    }

    /// The state of one client, as far as rows are concerned.
    private struct Rows {
        var kept = KeptRows()
        var kinds: RowKinds

        init(most: Int = RowKinds.most) { kinds = RowKinds(most: most) }

        subscript(index: Int) -> ProductState { kept.row(index, of: 7, kinds.all) }
        var all: [ProductState] { (0..<kept.count).map { self[$0] } }
        var sorted: [ProductState] { all.sorted { $0.product < $1.product } }
    }

    @Test("All of a row comes back, at the ends of what each part can be")
    func parts() {
        let rows =
            [0, 1, 65_535, 65_536, .max].map { Self.row(3, modified: $0) }
            + [nil, 0, 1, 0xFF_FFFE].map { Self.row(4, version: $0) }
            + [0, 1, 70_000, .max].map { Self.row($0) }
            + (0..<32).map { Self.row(5, flags: .init(rawValue: $0)) }
            + (0..<8).compactMap { ProductState.Request(rawValue: $0) }.map {
                Self.row(6, request: $0)
            }
        // A product's number is far from the number of products only here.
        for most in [RowKinds.most, 0] {
            var kept = Rows(most: most)
            for row in rows where row.product < 100_000 { kept.kept.add(row, &kept.kinds) }
            #expect(kept.all == rows.filter { $0.product < 100_000 })
        }
    }

    @Test(
        "Rows that are added, changed and removed are those of a plain list",
        arguments: [RowKinds.most, 0, 1, 8, 60])
    func changes(most: Int) {
        var generator = SeededGenerator(seed: UInt64(most) + 1)
        var kept = Rows(most: most)
        var plain: [UInt32: ProductState] = [:]
        func random(_ product: UInt32) -> ProductState {
            Self.row(
                product, version: UInt32.random(in: 0..<4, using: &generator),
                modified: .random(in: 0 ... .max, using: &generator),
                flags: .init(rawValue: .random(in: 0..<32, using: &generator)))
        }
        for _ in 0..<3_000 {
            let product = UInt32.random(in: 0..<40, using: &generator)
            let index = kept.all.firstIndex { $0.product == product }
            #expect((index == nil) == (plain[product] == nil))
            if let index, generator.happens(onceIn: 3) {
                kept.kept.remove(at: index)
                plain[product] = nil
            } else if generator.happens(onceIn: 200) {
                kept.kept.removeAll()
                plain = [:]
            } else {
                let row = random(product)
                if let index {
                    kept.kept.replace(index, by: row, &kept.kinds)
                } else {
                    kept.kept.add(row, &kept.kinds)
                }
                plain[product] = row
            }
            #expect(kept.sorted == plain.values.sorted { $0.product < $1.product })
        }
    }

    @Test("A kind that has a number has the same one ever after, whatever came between")
    func numbers() {
        var kinds = RowKinds(most: 3)
        let (one, two, other) = (Self.row(0), Self.row(0, version: 2), Self.row(9))
        #expect(kinds.number(of: one.kind) == 0)
        #expect(kinds.number(of: two.kind) == 1)
        #expect(kinds.number(of: one.kind) == 0)
        #expect(kinds.number(of: other.kind) == 2)
        #expect(kinds.number(of: Self.row(1).kind) == nil)
        #expect([one, two, other, one].map { kinds.number(of: $0.kind) } == [0, 1, 2, 0])
    }

    @Test("More kinds than can be numbered are kept as well")
    func manyKinds() {
        var kept = Rows()
        let count = UInt32(RowKinds.most) + 500
        for number in 0..<count { kept.kept.add(Self.row(2, version: number), &kept.kinds) }
        #expect(kept.kinds.all.count == RowKinds.most)
        #expect(kept.kept.count == Int(count))
        #expect((0..<count).allSatisfy { kept[Int($0)].version == $0 })
    }
}
