/// Whether a member of an object is read.
enum Interest {
    case wanted, other
}

extension ObjectShape where Field == Interest {
    /// Reads one object member by member, fast where it looks as the one before.
    ///
    /// - Parameters:
    ///   - reader: stands before the object.
    ///   - required: keys that the object must have.
    ///   - restart: forgets what `member` has read: the object is read again from its beginning.
    ///   - member: reads a member's value, or returns false where the key is of no interest.
    /// - Throws: `JSONError`.
    @inline(__always)
    func readObject(
        _ reader: inout JSONReader, required: [StaticString] = [], restart: () -> Void,
        _ member: (inout JSONReader, JSONText) throws(JSONError) -> Bool
    ) throws(JSONError) {
        _ = try reader.peekByte()
        let start = reader.position
        do throws(JSONError) {
            if try readLearnt(&reader, member) { return }
        } catch {
            // Read again, the error names the key.
            guard case .typeMismatch = error.reason else { throw error }
        }
        reader.position = start
        restart()
        beginLearning()
        var keys = RequiredKeys(required)
        try reader.readObject { reader, key throws(JSONError) in
            // Before the value is read, as the key may then be gone.
            learn(.other, key)
            let known = keys.saw(key)
            do throws(JSONError) {
                if try member(&reader, key) { mend(.wanted) } else { try reader.skipValue() }
            } catch {
                throw keys.naming(known, error)
            }
        }
        // Whatever looks as this one has them, too.
        if let key = keys.missing { throw reader.failure(.missingKey("\(key)")) }
        endLearning()
    }

    /// Reads an object that looks as learnt; returns false where it does not, and what was read of
    /// it is then of no worth.
    @inline(__always)
    private func readLearnt(
        _ reader: inout JSONReader,
        _ member: (inout JSONReader, JSONText) throws(JSONError) -> Bool
    ) throws(JSONError) -> Bool {
        guard !members.isEmpty, reader.depth < JSONReader.maximumDepth else { return false }
        reader.depth += 1
        defer { reader.depth -= 1 }
        let base = reader.base
        let end = reader.end
        var position = reader.position
        var prefix = UnsafePointer(prefixes)
        for learnt in members {
            guard let value = Self.startOfValue(learnt, after: prefix, base, position, end)
            else { return false }
            // Between `,"` and `":`.
            let key = JSONText(
                bytes: UnsafeBufferPointer(start: prefix + 2, count: learnt.prefixCount - 4))
            prefix += Self.prefixRoom
            position = value
            switch learnt.field {
            case .wanted:
                reader.position = position
                guard try member(&reader, key) else { return false }
                position = reader.position
            case .other:
                if let next = Self.endOfPlainValue(base, position, end) {
                    position = next
                } else {
                    reader.position = position
                    try reader.skipValue()
                    position = reader.position
                }
            }
        }
        guard position < end, base[position] == UInt8(ascii: "}") else { return false }
        reader.position = position &+ 1
        return true
    }

    /// Where a text without escapes, null or an integer ends; nil where something else stands
    /// there.
    @inline(__always)
    private static func endOfPlainValue(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
    ) -> Int? {
        guard base[start] == UInt8(ascii: "\"") else {
            return JSONScan.endOfNull(base, start, end) ?? JSONScan.endOfInteger(base, start, end)
        }
        let closing = JSONScan.endOfPlainText(base, from: start &+ 1, to: end)
        guard closing < end, base[closing] == UInt8(ascii: "\"") else { return nil }
        return closing &+ 1
    }
}
