/// What the objects of a list look like: their keys, in order, and what each key means.
///
/// The server writes every object of a list with the same keys in the same order and without white
/// space, so comparing with the object before takes the place of reading its keys. One that is
/// different in any way is left to the complete reader.
///
/// The texts lie in memory of its own, and the reader's bytes are looked at through addresses:
/// each comparison is preceded by a check that there are as many bytes, and nothing is written but
/// texts that fit their room.
final class ObjectShape<Field> {
    struct Member {
        var field: Field
        /// Bytes from the end of the value before to the beginning of this one.
        let prefixCount: Int
    }

    /// Longer keys and objects with more members are left to the complete reader.
    static var prefixRoom: Int { 64 }
    private static var mostMembers: Int { 48 }

    private(set) var members: [Member] = []
    /// The text before each value, `,"key":`, `prefixRoom` bytes apart.
    private(set) var prefixes = ObjectShape.room()
    /// What is being learnt, and takes their place where the object was whole.
    private var newMembers: [Member] = []
    private var newPrefixes = ObjectShape.room()
    private var isLearnable = false

    deinit {
        prefixes.deallocate()
        newPrefixes.deallocate()
    }

    private static func room() -> UnsafeMutablePointer<UInt8> {
        let room = UnsafeMutablePointer<UInt8>.allocate(capacity: prefixRoom * mostMembers)
        room.initialize(repeating: 0, count: prefixRoom * mostMembers)
        return room
    }

    /// Where a member's value begins; nil where something else stands there than the text that was
    /// learnt before it.
    @inline(__always)
    static func startOfValue(
        _ member: Member, after prefix: UnsafePointer<UInt8>, _ base: UnsafePointer<UInt8>,
        _ position: Int, _ end: Int
    ) -> Int? {
        // One byte more than the prefix, so that a value begins there.
        guard position &+ member.prefixCount < end,
            JSONScan.equal(base + position, prefix, count: member.prefixCount)
        else { return nil }
        return position &+ member.prefixCount
    }

    // MARK: Learning

    /// Begins to learn what an object looks like.
    func beginLearning() {
        newMembers.removeAll(keepingCapacity: true)
        isLearnable = true
    }

    /// Says that the object was whole.
    func endLearning() {
        guard isLearnable else { return }
        swap(&members, &newMembers)
        swap(&prefixes, &newPrefixes)
    }

    /// Learns that an object's next key is this one.
    func learn(_ field: Field, _ key: JSONText) {
        // The prefix is `{"key":` or `,"key":`; a key with anything in it that has to be escaped
        // is not learnt.
        isLearnable =
            isLearnable && newMembers.count < Self.mostMembers
            && key.bytes.count + 4 <= Self.prefixRoom
            && key.bytes.allSatisfy {
                $0 >= 0x20 && $0 < 0x80 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
            }
        guard isLearnable else { return }
        let text = newPrefixes + newMembers.count * Self.prefixRoom
        text[0] = newMembers.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ",")
        text[1] = UInt8(ascii: "\"")
        for (index, byte) in key.bytes.enumerated() { text[2 + index] = byte }
        text[2 + key.bytes.count] = UInt8(ascii: "\"")
        text[3 + key.bytes.count] = UInt8(ascii: ":")
        newMembers.append(Member(field: field, prefixCount: key.bytes.count + 4))
    }
    /// Says that the key learnt last means something else.
    func mend(_ field: Field) {
        guard isLearnable, !newMembers.isEmpty else { return }
        newMembers[newMembers.count - 1].field = field
    }
}
