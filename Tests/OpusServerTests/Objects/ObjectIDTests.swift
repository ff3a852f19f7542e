import OpusServer
import Testing

@Suite("Ids")
struct ObjectIDTests {
    /// The same word to a reader and to Swift, in other bytes: é in one code point, and in two.
    private static let composed = "b\u{E9}ta.fleet.test"
    private static let decomposed = "be\u{301}ta.fleet.test"

    @Test("ids are told apart by their bytes, which strings are not")
    func canonicallyEquivalent() {
        #expect(Self.composed == Self.decomposed)
        let (one, other) = (ObjectID(Self.composed), ObjectID(Self.decomposed))
        #expect(one != other)
        #expect(one == ObjectID(Self.composed))
        #expect(Set([one, other, one]).count == 2)
        #expect([one: 1, other: 2][ObjectID(Self.decomposed)] == 2)
        #expect([other, one, other].distinct() == [other, one])
    }

    @Test("ids are ordered by their bytes, so that an order is the same everywhere")
    func order() {
        let ids: [ObjectID] = ["b", "a\u{E9}", "ae\u{301}", "a", "", "ab"]
        #expect(ids.sorted() == ["", "a", "ab", "ae\u{301}", "a\u{E9}", "b"])
        #expect(!(ids[1] < ids[1]))
    }

    @Test("a table numbers ids that are the same to strings apart")
    func table() {
        var table = StringTable()
        let isNew = [Self.composed, Self.decomposed, Self.composed].map {
            table.insert(ObjectID($0))
        }
        #expect(isNew == [true, true, false])
        #expect(table.existingNumber(of: ObjectID(Self.decomposed)) == 1)
        #expect(Array(table.ids) == [ObjectID(Self.composed), ObjectID(Self.decomposed)])
    }

    @Test("a selection holds both of two ids that are the same to strings, and only what is known")
    func selection() throws {
        let (one, other) = (ObjectID(Self.composed), ObjectID(Self.decomposed))
        let both = try ClientSelection([one, other], among: [other, one])
        #expect(both.ids == [one, other])
        #expect(throws: ClientSelection.Refusal.unknown([other])) {
            try ClientSelection([one, other], among: [one])
        }
    }
}
