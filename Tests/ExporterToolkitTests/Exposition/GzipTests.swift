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
        CollectedFamily(MetricFamily("c", .gauge, "C."), [Sample([], 2.5)]),
        CollectedFamily(MetricFamily("d_total", .counter, "D."), [Sample([], 3)]),
        CollectedFamily(MetricFamily("e", .gauge, "E."), [Sample([], 4)]),
    ]

    @Test(
        "each of two formats is whole, though they share what they have in common",
        arguments: [0..<0, 0..<5, 1..<3, 3..<4, 4..<5])
    func twins(chosen: Range<Int>) throws {
        let rendered = ExpositionRenderer.rendered(Array(Self.families[chosen]))
        let text = ExpositionRenderer.document(rendered, format: .text)
        let openMetrics = ExpositionRenderer.document(rendered, format: .openMetrics)
        let members = try #require(Gzip.members(of: text, openMetrics))
        #expect(try Inflate.gunzip(members.first) == text.bytes)
        #expect(try Inflate.gunzip(members.second) == openMetrics.bytes)
    }
}
