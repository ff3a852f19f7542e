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
}
