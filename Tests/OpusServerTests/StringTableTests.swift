import TestSupport
import Testing

@testable import OpusServer

@Suite("String table")
struct StringTableTests {
    @Test("Strings get numbers in the order of their first occurrence, as in a dictionary")
    func random() {
        var generator = SeededGenerator(seed: 3)
        var table = StringTable()
        var reference: [[UInt8]: UInt32] = [:]
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...20, using: &generator)
            let letters = length < 3 ? "ab" : "abcdefghä.-0"
            let string = String((0..<length).map { _ in letters.randomElement(using: &generator)! })
            let expected = reference[Array(string.utf8)]
            #expect(table.existingNumber(of: string) == expected)
            let number = expected ?? UInt32(reference.count)
            reference[Array(string.utf8)] = number
            #expect(table.number(of: string) == number)
        }
        #expect(table.strings.count == reference.count)
        for (bytes, number) in reference {
            #expect(Array(table.strings[Int(number)].utf8) == bytes)
        }
    }

    @Test("Strings that look the same but differ in their bytes are two")
    func bytes() {
        var table = StringTable()
        #expect(table.number(of: "b\u{FC}ro") == 0)
        #expect(table.number(of: "bu\u{308}ro") == 1)
        #expect(table.number(of: "") == 2)
        #expect(table.number(of: "b\u{FC}ro") == 0)
    }
}
