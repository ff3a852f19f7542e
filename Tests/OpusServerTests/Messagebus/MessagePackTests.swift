import TestSupport
import Testing

@testable import OpusServer

@Suite("MessagePack")
struct MessagePackTests {
    @Test(
        "values in every form that the format has for them",
        arguments: [
            ([0x00], .int(0)), ([0x7F], .int(127)), ([0xE0], .int(-32)), ([0xFF], .int(-1)),
            ([0xCC, 0xFF], .int(255)), ([0xCD, 0x01, 0x00], .int(256)),
            ([0xCE, 0xFF, 0xFF, 0xFF, 0xFF], .int(4_294_967_295)),
            ([0xCF, 0, 0, 0, 1, 0, 0, 0, 0], .int(4_294_967_296)), ([0xD0, 0x80], .int(-128)),
            ([0xD1, 0xFF, 0x00], .int(-256)), ([0xD2, 0xFF, 0xFF, 0xFF, 0xFE], .int(-2)),
            ([0xD3, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFD], .int(-3)),
            ([0xC0], .null), ([0xC2], .bool(false)), ([0xC3], .bool(true)),
            ([0xCA, 0x3F, 0xC0, 0x00, 0x00], .double(1.5)),
            ([0xCB, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0], .double(1.5)),
            ([0xA1, 0x61], .text("a")), ([0xD9, 0x01, 0x61], .text("a")),
            ([0xDA, 0x00, 0x01, 0x61], .text("a")), ([0xDB, 0, 0, 0, 1, 0x61], .text("a")),
            ([0xC4, 0x01, 0x05], .bytes([5])), ([0xC5, 0, 1, 5], .bytes([5])),
            ([0xC6, 0, 0, 0, 1, 5], .bytes([5])), ([0x91, 0x01], .array([.int(1)])),
            ([0xDC, 0, 1, 1], .array([.int(1)])), ([0xDD, 0, 0, 0, 1, 1], .array([.int(1)])),
            ([0x81, 0xA1, 0x61, 0x01], .map(["a": .int(1)])),
            ([0xDE, 0, 1, 0xA1, 0x61, 1], .map(["a": .int(1)])),
            ([0xDF, 0, 0, 0, 1, 0xA1, 0x61, 1], .map(["a": .int(1)])),
        ] as [([UInt8], MessagePackValue)])
    func forms(bytes: [UInt8], value: MessagePackValue) throws {
        #expect(try MessagePackReader.read(bytes) == value)
        for count in 0..<bytes.count {
            #expect(throws: MessagePackError.truncated) {
                try MessagePackReader.read(Array(bytes.prefix(count)))
            }
        }
        #expect(throws: MessagePackError.trailingBytes) {
            try MessagePackReader.read(bytes + [0])
        }
    }

    @Test(
        "what is no message costs neither memory nor the stack",
        arguments: [
            ([UInt8](repeating: 0x91, count: 100_000), .tooDeep),
            ([0xDD, 0xFF, 0xFF, 0xFF, 0xFF], .truncated),
            ([0xDF, 0xFF, 0xFF, 0xFF, 0xFF], .truncated),
            ([0xDB, 0xFF, 0xFF, 0xFF, 0xFF], .truncated),
            ([0xC6, 0x7F, 0xFF, 0xFF, 0xFF], .truncated), ([0xC1], .unexpectedByte(0xC1)),
            ([0xD4, 0x01, 0x00], .unexpectedByte(0xD4)),
            ([0xCF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .invalidNumber),
            ([0x81, 0x01, 0x02], .invalidKey), ([0xA1, 0xFF], .invalidText),
            ([0x82, 0xA1, 0x61, 0x01, 0xA1, 0x61, 0x02], .invalidKey), ([], .truncated),
            (
                [0xDE, 0, 40] + (0..<39).flatMap { [0xA1, UInt8(48 + $0), 0xC0] } + [
                    0xA1, 0x30, 0xC0,
                ], .invalidKey
            ),
        ] as [([UInt8], MessagePackError)])
    func refused(bytes: [UInt8], error: MessagePackError) {
        #expect(throws: error) { try MessagePackReader.read(bytes) }
    }

    @Test("random values are read as they were written, and damaged ones do no harm")
    func random() throws {
        var generator = SeededGenerator(seed: 21)
        for _ in 0..<500 {
            let value = Self.value(&generator, depth: 4)
            var bytes = value.encoded
            #expect(try MessagePackReader.read(bytes) == value)
            for _ in 0..<10 {
                let index = Int.random(in: bytes.indices, using: &generator)
                bytes[index] = UInt8.random(in: 0...255, using: &generator)
                if let read = try? MessagePackReader.read(bytes) {
                    #expect(read.encoded.count <= bytes.count * 9)
                }
            }
        }
    }

    private static func value(
        _ generator: inout SeededGenerator, depth: Int
    ) -> MessagePackValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(generator.happens(onceIn: 2))
        case 2: return .int(Int.random(in: .min ... .max, using: &generator))
        case 3: return .int(Int.random(in: -40...140, using: &generator))
        case 4:
            let text = String(repeating: "ä", count: generator.pick([0, 1, 15, 16, 200]))
            return .text(MessagePackText(text))
        case 5: return .bytes([UInt8](repeating: 7, count: generator.pick([0, 3, 300])))
        case 6:
            return .array(
                (0..<generator.pick([0, 1, 15, 16])).map { _ in
                    value(&generator, depth: depth - 1)
                })
        default:
            let members = (0..<generator.pick([0, 1, 15, 17, 40])).map { number in
                MessagePackMap.Member(
                    key: "k\(number)", value: value(&generator, depth: depth - 1))
            }
            return .map(MessagePackMap(members))
        }
    }
}
