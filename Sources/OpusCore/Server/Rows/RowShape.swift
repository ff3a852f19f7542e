/// What rows look like: their keys, in order.
///
/// The server writes every row with the same keys in the same order and without white space, so
/// comparing with the row before takes the place of reading its keys. A row that is different in
/// any way is left to the complete reader.
///
/// The texts lie in memory of its own, and the reader's bytes are looked at through addresses:
/// each comparison is preceded by a check that there are as many bytes, and nothing is written but
/// texts that fit their room.
final class RowShape {
    private struct Member {
        var field = RowField.other
        /// Bytes from the end of the value before to the beginning of this one.
        var prefixCount = 0
    }

    /// Longer keys and rows with more members are left to the complete reader.
    private static let prefixRoom = 64
    private static let mostMembers = 48

    private var members: [Member] = []
    private var prefixes = RowShape.room()
    /// What is being learnt, and takes their place where the row was whole.
    private var newMembers: [Member] = []
    private var newPrefixes = RowShape.room()
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

    // MARK: Learning

    /// Begins to learn what a row looks like.
    func beginLearning() {
        newMembers.removeAll(keepingCapacity: true)
        isLearnable = true
    }

    /// Says that the row was whole.
    func endLearning() {
        guard isLearnable else { return }
        swap(&members, &newMembers)
        swap(&prefixes, &newPrefixes)
    }

    /// Learns that a row's next key is this one.
    func learn(_ field: RowField, _ key: JSONText) {
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

    // MARK: Reading

    /// Reads a row that looks as learnt.
    ///
    /// - Parameters:
    ///   - reader: stands at the row's first byte, and passes it only where it is read.
    ///   - row: takes the nulls.
    ///   - body: gets the texts of the fields that are wanted.
    /// - Returns: whether it was read; if not, `row` holds nothing of worth.
    @inline(__always)
    func read(
        _ reader: inout JSONReader, into row: inout WireRow,
        _ body: (RowField, UnsafeBufferPointer<UInt8>, inout WireRow) -> Void
    ) -> Bool {
        guard !members.isEmpty else { return false }
        let base = reader.base
        let end = reader.end
        var position = reader.position
        var prefix = UnsafePointer(prefixes)
        for member in members {
            // One byte more than the prefix, so that a value begins there.
            guard position &+ member.prefixCount < end,
                JSONScan.equal(base + position, prefix, count: member.prefixCount)
            else { return false }
            prefix += Self.prefixRoom
            position &+= member.prefixCount
            if base[position] == UInt8(ascii: "\"") {
                let start = position &+ 1
                let closing = JSONScan.endOfPlainText(base, from: start, to: end)
                guard closing < end, base[closing] == UInt8(ascii: "\"") else { return false }
                position = closing &+ 1
                guard member.field != .other else { continue }
                body(
                    member.field,
                    UnsafeBufferPointer(start: base + start, count: closing &- start), &row)
            } else if let next = Self.endOfNull(base, position, end) {
                guard member.field.isOptional else { return false }
                row.clear(member.field)
                position = next
            } else {
                guard member.field == .other,
                    let next = Self.endOfInteger(base, position, end)
                else { return false }
                position = next
            }
        }
        guard position < end, base[position] == UInt8(ascii: "}") else { return false }
        reader.position = position &+ 1
        return true
    }

    @inline(__always)
    private static func endOfNull(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
    ) -> Int? {
        guard start &+ 4 <= end, base[start] == UInt8(ascii: "n"),
            base[start &+ 1] == UInt8(ascii: "u"), base[start &+ 2] == UInt8(ascii: "l"),
            base[start &+ 3] == UInt8(ascii: "l")
        else { return nil }
        return start &+ 4
    }

    /// Where an integer ends; anything else of a number is not what the next key expects.
    @inline(__always)
    private static func endOfInteger(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
    ) -> Int? {
        var position = start
        if base[position] == UInt8(ascii: "-") { position &+= 1 }
        let digits = position
        while position < end, base[position] &- UInt8(ascii: "0") < 10 { position &+= 1 }
        guard position > digits else { return nil }
        // No number begins with a zero but zero.
        guard base[digits] != UInt8(ascii: "0") || position == digits &+ 1 else { return nil }
        return position
    }
}
