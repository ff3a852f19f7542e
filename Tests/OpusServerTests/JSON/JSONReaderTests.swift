import Foundation
import TestSupport
import Testing

@testable import OpusServer

@Suite("JSON reader")
struct JSONReaderTests {
    @Test("Random documents have the values that they were written with, as Foundation reads them")
    func randomDocuments() throws {
        var random = RandomJSON(generator: SeededGenerator(seed: 1))
        for _ in 0..<500 {
            let document = random.document()
            let bytes = Array(document.text.utf8)
            let value = try JSONValue.read(bytes).normalized
            if value != document.value.normalized
                || value != JSONReference.readExactly(bytes)?.normalized
            {
                Issue.record("read otherwise: \(document.text)")
            }
        }
    }

    @Test("Damaged documents are refused or read as Foundation does it")
    func damagedDocuments() {
        var random = RandomJSON(generator: SeededGenerator(seed: 2))
        var accepted = 0
        var refused = 0
        for _ in 0..<2_000 {
            var bytes = Array(random.document(depth: 3).text.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random.generator) {
                Self.damage(&bytes, &random.generator)
            }
            guard !Self.isReadDifferently(bytes) else { continue }
            let ours = try? JSONValue.read(bytes)
            let reference = JSONReference.readExactly(bytes)
            if ours == nil { refused += 1 } else { accepted += 1 }
            if ours?.normalized != reference?.normalized {
                Issue.record("\(String(decoding: bytes, as: UTF8.self)) \(bytes)")
            }
        }
        // Without both, nothing would have been compared.
        #expect(accepted > 100)
        #expect(refused > 100)
    }

    private static func damage(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        let interesting =
            Array(#"{}[]",:\/0123456789.eE+-tfnul "#.utf8) + [
                0x0A, 0x80, 0xC3, 0xED, 0xF4, 0xFF, 0x01,
            ]
        let index = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.insert(generator.pick(interesting), at: index)
        case 1 where index < bytes.count: bytes[index] = generator.pick(interesting)
        case 2 where index < bytes.count: bytes.remove(at: index)
        default: bytes.removeLast(min(bytes.count, Int.random(in: 1...4, using: &generator)))
        }
    }

    /// Foundation guesses another encoding than UTF-8 from zero bytes and marks at the beginning,
    /// and it overlooks a comma after the last element.
    private static func isReadDifferently(_ bytes: [UInt8]) -> Bool {
        let significant = bytes.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let closing = Array("]}".utf8)
        let hasTrailingComma = zip(significant, significant.dropFirst())
            .contains { $0 == UInt8(ascii: ",") && closing.contains($1) }
        return bytes.contains(0) || hasTrailingComma || bytes.starts(with: [0xFE, 0xFF])
            || bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xEF, 0xBB, 0xBF])
    }

    @Test(
        "Hostile texts are refused",
        arguments: [
            "", " ", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{\"a\"", "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,", "{\"a\":1,}", "{,}", "{a:1}", "{1:1}", "{\"a\" 1}", "\"", "\"\\", "\"\\\"",
            "\"a\nb\"",
            "\"\\x\"", "\"\\u\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\uD800\"", "\"\\uD800x\"",
            "\"\\uD800\\n\"",
            "\"\\uD800\\u0041\"", "\"\\uDC00\"", "\"\\uDC00\\uD800\"", "01", "-", "+1", "1.", ".1",
            "1e", "1e+", "--1",
            "0x10", "1_000", "NaN", "Infinity", "-Infinity", "nul", "nulll", "tru", "True", "fals",
            "'a'", "1 1", "{}{}",
            "[] ]", "// x\n1", "1e999", "-1e999",
        ])
    func hostileTexts(text: String) {
        #expect(throws: JSONError.self) { try JSONValue.read(Array(text.utf8)) }
    }

    @Test(
        "Text that is no UTF-8 is refused, wherever it stands",
        arguments: [
            [0x80], [0xC3], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xFF],
        ] as [[UInt8]])
    func invalidUTF8(sequence: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let texts: [[UInt8]] = [
            [quote] + sequence + [quote], [quote] + Array("abc\\n".utf8) + sequence + [quote],
            Array("{\"".utf8) + sequence + Array("\":1}".utf8), sequence,
        ]
        for text in texts {
            #expect(throws: JSONError.self) { try JSONValue.read(text) }
            #expect(throws: JSONError.self) {
                try JSONReader.read(text) { reader throws(JSONError) in try reader.skipValue() }
            }
        }
    }

    @Test("Nesting is read to a depth, and refused beyond it")
    func depth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(
                (String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(throws: Never.self) { try JSONValue.read(nested(128)) }
        #expect(throws: JSONError(reason: .tooDeep, offset: 128)) {
            try JSONValue.read(nested(129))
        }
        #expect(throws: JSONError(reason: .tooDeep, offset: 128)) {
            try JSONValue.read(Array(repeating: UInt8(ascii: "["), count: 10_000))
        }
    }

    @Test("A recording that ends too early is refused, wherever it ends")
    func truncation() throws {
        let bytes = Array(try Fixture.data("golden/host_getObjects.by_id_list.json"))
        let whole = bytes.lastIndex(of: UInt8(ascii: "}"))!
        let readable = (0..<whole).filter { end in
            let part = Array(bytes[..<end])
            let skipped: Void? = try? JSONReader.read(part) { reader throws(JSONError) in
                try reader.skipValue()
            }
            return skipped != nil || (try? JSONValue.read(part)) != nil
        }
        #expect(readable == [])
        #expect(throws: Never.self) { try JSONValue.read(bytes) }
    }

    @Test("Every recording is read as Foundation reads it")
    func recordings() throws {
        for name in try Fixture.recordings() {
            let bytes = Array(try Fixture.data("golden/\(name).json"))
            #expect(try JSONValue.read(bytes).normalized == JSONReference.read(bytes)?.normalized)
        }
    }

    @Test("Of two members with one name the last one counts")
    func duplicateKeys() throws {
        #expect(
            try JSONValue.read(Array(#"{"a":1,"b":2,"a":3}"#.utf8)) == ["a": .int(3), "b": .int(2)])
    }

    @Test(
        "Integers are read where they are integers",
        arguments: [
            ("0", 0), ("-0", 0), ("9223372036854775807", Int.max),
            ("-9223372036854775808", Int.min),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("1.0", nil), ("1e2", nil),
            ("\"1\"", nil),
            ("null", nil), ("true", nil),
        ] as [(String, Int?)])
    func integers(text: String, value: Int?) {
        let read = try? JSONReader.read(Array(text.utf8)) { reader throws(JSONError) in
            try reader.readInt()
        }
        #expect(read == value)
    }

    @Test("Values of another type are refused by name and place")
    func typeMismatch() {
        #expect(
            throws: JSONError(reason: .typeMismatch(expected: "array", found: "object"), offset: 1)
        ) {
            try JSONReader.read(Array(" {}".utf8)) { reader throws(JSONError) in
                try reader.readArray { reader throws(JSONError) in try reader.skipValue() }
            }
        }
        #expect(
            throws: JSONError(reason: .typeMismatch(expected: "string", found: "number"), offset: 0)
        ) {
            try JSONReader.read(Array("1".utf8)) { reader throws(JSONError) in
                try reader.readString()
            }
        }
    }
}
