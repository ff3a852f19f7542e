/// Looks at bytes eight at a time.
///
/// The functions take addresses that their callers have checked, and read no byte beyond the given
/// count or end: a pass over bytes is where nearly all the time of reading goes, and through
/// checked subscripts it takes several times as long.
enum JSONScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let quotes: UInt64 = 0x2222_2222_2222_2222
    private static let backslashes: UInt64 = 0x5C5C_5C5C_5C5C_5C5C
    private static let spaces: UInt64 = 0x2020_2020_2020_2020

    /// The first byte that does not simply belong to a string: a quote, a backslash, a control
    /// character or anything beyond ASCII; `end` where there is none.
    @inline(__always)
    static func endOfPlainText(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index &+ 8 <= end {
            let word = load(base, index)
            // Subtracting from a byte that is too small borrows into its high bit; a byte that has
            // its high bit set before is beyond ASCII, and special too. A borrow may run on into
            // the bytes above, so only the lowest mark is sure, and no other is looked at.
            let quote = (word ^ quotes) &- ones
            let backslash = (word ^ backslashes) &- ones
            let control = word &- spaces
            let marks = (quote | backslash | control | word) & highBits
            if marks != 0 { return index &+ marks.trailingZeroBitCount / 8 }
            index &+= 8
        }
        return slowEnd(base, index, end)
    }

    private static func slowEnd(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
        var index = start
        while index < end, isPlain(base[index]) { index &+= 1 }
        return index
    }

    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// Whether two texts of one length are the same.
    @inline(__always)
    static func equal(
        _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, count: Int
    ) -> Bool {
        if count >= 8 {
            var index = 0
            while index &+ 8 <= count {
                guard load(left, index) == load(right, index) else { return false }
                index &+= 8
            }
            // The last eight, some of them for the second time.
            return load(left, count &- 8) == load(right, count &- 8)
        }
        var index = 0
        while index < count {
            guard left[index] == right[index] else { return false }
            index &+= 1
        }
        return true
    }

    @inline(__always)
    private static func load(_ base: UnsafePointer<UInt8>, _ index: Int) -> UInt64 {
        UInt64(
            littleEndian: UnsafeRawPointer(base).loadUnaligned(
                fromByteOffset: index, as: UInt64.self))
    }
}

// MARK: Values

extension JSONScan {
    /// Where null ends; nil where something else stands there.
    @inline(__always)
    static func endOfNull(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
    ) -> Int? {
        guard start &+ 4 <= end, base[start] == UInt8(ascii: "n"),
            base[start &+ 1] == UInt8(ascii: "u"), base[start &+ 2] == UInt8(ascii: "l"),
            base[start &+ 3] == UInt8(ascii: "l")
        else { return nil }
        return start &+ 4
    }

    /// Where an integer ends; nil where none stands there. What may follow in a number is left.
    @inline(__always)
    static func endOfInteger(
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
