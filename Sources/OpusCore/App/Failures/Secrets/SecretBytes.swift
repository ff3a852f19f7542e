// What the search for secrets asks of bytes.
extension [UInt8] {
    /// The byte at a place, or nil behind the end.
    func byte(at index: Int) -> UInt8? { index >= 0 && index < count ? self[index] : nil }

    /// The first place, from a given one on, that is no blank.
    func afterBlanks(_ start: Int) -> Int {
        var index = start
        while index < count, self[index].isBlank { index += 1 }
        return index
    }

    /// The first blank from a place on, or the end.
    func endOfWord(_ start: Int) -> Int {
        var index = start
        while index < count, !self[index].isBlank { index += 1 }
        return index
    }

    /// Whether some lower-case text stands at a place, in any case.
    func holds(_ text: StaticString, at start: Int) -> Bool {
        guard start >= 0, start + text.utf8CodeUnitCount <= count else { return false }
        for index in 0..<text.utf8CodeUnitCount
        where self[start + index].lowered != text.utf8Start[index] {
            return false
        }
        return true
    }

    /// The value that begins at a place: what is quoted, or all up to a blank.
    ///
    /// - Parameters:
    ///   - start: where it begins.
    ///   - limit: where it ends at the latest.
    /// - Returns: its bytes, without the quotes.
    func value(at start: Int, upTo limit: Int? = nil) -> Range<Int> {
        let limit = limit ?? count
        guard start < limit else { return start..<start }
        let quote = self[start]
        if quote.isQuote {
            guard let end = self[(start + 1)..<limit].firstIndex(of: quote) else {
                return start + 1..<limit
            }
            // A quote within a secret ends it no sooner than a blank.
            let next = byte(at: end + 1)
            let isOver = next.map { $0.isBlank || ",;)]}>/<.\"'".utf8.contains($0) } ?? true
            return start + 1..<(isOver ? end : Swift.min(endOfWord(end), limit))
        }
        var end = Swift.min(endOfWord(start), limit)
        // The quote that closes a whole command.
        if end > start + 1, self[end - 1].isQuote { end -= 1 }
        return start..<end
    }
}

extension UInt8 {
    var lowered: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
    var isBlank: Bool { self == 0x20 || self == 0x09 }
    var isQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") }
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
    var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
    var isAlphanumeric: Bool { isDigit || isLetter }
    var isHexDigit: Bool { isDigit || (self | 0x20) &- UInt8(ascii: "a") < 6 }
}

extension [UInt8] {
    /// Goes through the runs of bytes of one kind, from the first to the last.
    ///
    /// - Parameters:
    ///   - kind: whether a byte is of the kind.
    ///   - body: given a run; returns where to go on, at its end or behind it.
    @inline(__always)
    func forEachRun(of kind: (UInt8) -> Bool, _ body: (Range<Int>) -> Int) {
        var index = 0
        while index < count {
            guard kind(self[index]) else {
                index += 1
                continue
            }
            var end = index
            while end < count, kind(self[end]) { end += 1 }
            index = body(index..<end)
        }
    }
}
