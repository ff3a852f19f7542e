extension ObjectShape where Field == RowField {
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
            guard let value = Self.startOfValue(member, after: prefix, base, position, end)
            else { return false }
            prefix += Self.prefixRoom
            position = value
            if base[position] == UInt8(ascii: "\"") {
                let start = position &+ 1
                let closing = JSONScan.endOfPlainText(base, from: start, to: end)
                guard closing < end, base[closing] == UInt8(ascii: "\"") else { return false }
                position = closing &+ 1
                guard member.field != .other else { continue }
                body(
                    member.field,
                    UnsafeBufferPointer(start: base + start, count: closing &- start), &row)
            } else if let next = JSONScan.endOfNull(base, position, end) {
                guard member.field.isOptional else { return false }
                row.clear(member.field)
                position = next
            } else {
                guard member.field == .other,
                    let next = JSONScan.endOfInteger(base, position, end)
                else { return false }
                position = next
            }
        }
        guard position < end, base[position] == UInt8(ascii: "}") else { return false }
        reader.position = position &+ 1
        return true
    }
}
