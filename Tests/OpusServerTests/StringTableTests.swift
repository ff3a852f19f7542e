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
        for _ in 0..<4_000 {
            let length = Int.random(in: 0...20, using: &generator)
            let letters = length < 3 ? "ab" : "abcdefghä.-0"
            let string = String((0..<length).map { _ in letters.randomElement(using: &generator)! })
            let expected = reference[Array(string.utf8)]
            let number = expected ?? UInt32(reference.count)
            reference[Array(string.utf8)] = number
            if table.existingNumber(of: string) != expected || table.number(of: string) != number {
                Issue.record("another number than \(number): \(string)")
            }
        }
        #expect(table.strings.count == reference.count)
        let ordered = reference.sorted { $0.value < $1.value }.map(\.key)
        #expect(table.strings.map { Array($0.utf8) } == ordered)
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
