import TestSupport
import Testing

@testable import OpusServer

@Suite("Inflater")
struct InflaterTests {
    private static let text = Array(String(repeating: "opsi serves clients. ", count: 5_000).utf8)

    private static func inflated(
        _ bytes: [UInt8], limit: Int = 1_000_000, chunkSize: Int = .max
    ) throws -> [UInt8] {
        let inflater = Inflater(limit: limit)
        var output: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let chunk = Array(rest.prefix(chunkSize))
            rest = rest.dropFirst(chunkSize)
            try chunk.withUnsafeBytes { buffer in
                try inflater.inflate(buffer) { output.append(contentsOf: $0) }
            }
        }
        try inflater.finish()
        return output
    }

    @Test("What was compressed comes out, however it is cut up", arguments: [1, 7, 4_096, .max])
    func whole(chunkSize: Int) throws {
        #expect(try Self.inflated(gzip(Self.text), chunkSize: chunkSize) == Self.text)
        #expect(try Self.inflated(gzip([]), chunkSize: chunkSize) == [])
    }

    @Test("Random bytes come out as they went in")
    func random() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<5 {
            let bytes = (0..<Int.random(in: 0...20_000, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            #expect(try Self.inflated(gzip(bytes), chunkSize: 1_000) == bytes)
        }
    }

    @Test("A stream that ends too early is refused, wherever it ends")
    func truncated() {
        let bytes = gzip(Array("opsi serves clients, and clients serve people".utf8))
        for end in bytes.indices {
            #expect(throws: Inflater.Failure.truncated) { try Self.inflated(Array(bytes[..<end])) }
        }
    }

    @Test("A stream with a wrong sum, length or content is refused")
    func corrupt() {
        let bytes = gzip(Self.text)
        for index in [0, 1, 2, bytes.count / 2, bytes.count - 8, bytes.count - 4, bytes.count - 1] {
            var damaged = bytes
            damaged[index] ^= 0x55
            #expect(throws: Inflater.Failure.self) { try Self.inflated(damaged) }
        }
        #expect(throws: Inflater.Failure.corrupt) { try Self.inflated(Array("{}".utf8)) }
    }

    @Test("A stream of several members is one", arguments: [1, 7, .max])
    func members(chunkSize: Int) throws {
        let bytes = gzip(Self.text) + gzip([]) + gzip([1, 2])
        #expect(try Self.inflated(bytes, chunkSize: chunkSize) == Self.text + [1, 2])
        let limit = Self.text.count + 1
        #expect(throws: Inflater.Failure.tooLarge) { try Self.inflated(bytes, limit: limit) }
    }

    @Test("Nothing else may follow the stream", arguments: [1, .max])
    func trailing(chunkSize: Int) {
        for tail in [[0], [0x1F], Array("{}".utf8), gzip([1]).dropLast()] as [[UInt8]] {
            #expect(throws: Inflater.Failure.self) {
                try Self.inflated(gzip(Self.text) + tail, chunkSize: chunkSize)
            }
        }
    }

    @Test("No more comes out than the limit, and exactly that much may")
    func limit() throws {
        let bytes = gzip(Self.text)
        #expect(try Self.inflated(bytes, limit: Self.text.count) == Self.text)
        #expect(throws: Inflater.Failure.tooLarge) {
            try Self.inflated(bytes, limit: Self.text.count - 1)
        }
        let bomb = gzip(Array(repeating: 0, count: 5_000_000))
        #expect(throws: Inflater.Failure.tooLarge) { try Self.inflated(bomb, limit: 100_000) }
    }
}
