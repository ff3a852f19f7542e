import TestSupport
import Testing

@testable import ExporterToolkit

@Suite("gzip")
struct GzipTests {
    @Test("what zlib unpacks is what was packed", arguments: [0, 1, 100, 1_000_000])
    func roundTrip(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 / 7) }
        let packed = try #require(Gzip.compress(bytes))
        #expect(try Inflate.gunzip(packed) == bytes)
    }

    @Test("the check above notices a flipped bit")
    func damaged() throws {
        var packed = try #require(Gzip.compress(Array("a fleet of clients".utf8)))
        packed[packed.count - 6] ^= 1
        #expect(throws: Inflate.Failure.self) { try Inflate.gunzip(packed) }
    }

    /// Help with quotes, and the name of a counter, differ between the formats.
    private static let families = [
        CollectedFamily(MetricFamily("a", .gauge, "Says \"a\"."), [Sample([], 1)]),
        CollectedFamily(
            MetricFamily("b", .gauge, "B.", labels: ["l"]), (0..<5000).map { Sample(["\($0)"], $0) }
        ),
        // More than is compressed at once, and what follows is the same in both again.
        CollectedFamily(
            MetricFamily("bb", .gauge, "BB.", labels: ["l"]),
            (0..<3000).map { Sample([String(repeating: "long ", count: 20) + "\($0)"], $0) }
        ),
        CollectedFamily(MetricFamily("c", .gauge, "C."), [Sample([], 2.5)]),
        CollectedFamily(MetricFamily("d_total", .counter, "D."), [Sample([], 3)]),
        CollectedFamily(MetricFamily("e", .gauge, "E."), [Sample([], 4)]),
    ]

    @Test(
        "each of two formats is whole, though they share what they have in common",
        arguments: [0..<0, 0..<6, 1..<2, 1..<4, 2..<6, 4..<5, 5..<6])
    func twins(chosen: Range<Int>) throws {
        let families = Array(Self.families[chosen])
        let compressed = try #require(CompressedExposition(families.reversed()))
        for (text, format) in [
            (compressed.text, ExpositionFormat.text), (compressed.openMetrics, .openMetrics),
        ] {
            let document = ExpositionRenderer.document(families, format: format)
            #expect(try Inflate.gunzip(text.member) == document.bytes)
            #expect(text.count == document.bytes.count)
            #expect(text.places.map(\.family.name) == families.map(\.family.name))
            #expect(text.places.map(\.range) == document.places.map(\.range))
        }
    }
}
