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
            if table.existingNumber(of: ObjectID(string)) != expected
                || table.number(of: string) != number
            {
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

    @Test("What strings take is counted by string, too, however short they are")
    func memory() {
        var table = StringTable()
        for number in 0..<1_000 { _ = table.number(of: String(number)) }
        #expect(table.byteCount >= 40_000)
    }

    @Test("Answers of ever new ids or of many objects are refused before they take much memory")
    func flood() {
        let padding = String(repeating: "x", count: 1 << 18)
        let limit = StringTable.mostBytes >> 18
        let members = Self.failure(
            limit + 1, { "{\"groupId\":\"a\",\"objectId\":\"\(padding)\($0)\"}" },
            { MembershipReader() })
        #expect(members == .tooLarge)
        let states = Self.failure(
            limit + 1,
            { number in
                let keys = RowField.wanted.dropFirst(2).map { ",\"\($0.key)\":null" }.joined()
                return "{\"clientId\":\"\(padding)\(number)\",\"productId\":\"p\"\(keys)}"
            }, { ProductStateReader() })
        #expect(states == .tooLarge)
        let room = MemoryLayout<Group>.stride * 10
        for (count, reason) in [(10, nil), (11, .tooLarge)] as [(Int, JSONError.Reason?)] {
            let groups = Self.failure(
                count, { _ in "{\"id\":\"g\",\"parentGroupId\":null}" },
                { ObjectListReader<Group>(mostBytes: room) })
            #expect(groups == reason)
        }
    }

    @Test("A group or a member without ids is refused")
    func noID() {
        #expect(
            Self.failure(1, { _ in "{}" }, { ObjectListReader<Group>() }) == .missingKey("id"))
        #expect(
            Self.failure(1, { _ in "{\"groupId\":\"g\"}" }, { ObjectListReader<GroupMember>() })
                == .missingKey("objectId"))
    }

    /// Why a reader refuses elements, given as many as there may be.
    private static func failure<Elements: ElementReader>(
        _ count: Int, _ element: (Int) -> String, _ makeReader: () -> Elements
    ) -> JSONError.Reason? {
        var elements = makeReader()
        for number in 0..<count {
            do throws(JSONError) {
                try JSONReader.read(Array(element(number).utf8)) { reader throws(JSONError) in
                    try elements.readElement(&reader)
                }
            } catch {
                return error.reason
            }
        }
        return nil
    }
}
