extension JSONReader {
    /// Reads a number without fraction or exponent.
    package mutating func readInt() throws(JSONError) -> Int {
        try require(.number)
        let text = try scanNumber()
        guard let value = Int(text) else { throw failure(.invalidNumber) }
        return value
    }

    /// Passes a number, checking its grammar; its text is what is returned.
    mutating func scanNumber() throws(JSONError) -> String {
        let start = position
        if nextIs(UInt8(ascii: "-")) { position += 1 }
        if nextIs(UInt8(ascii: "0")) {
            position += 1
        } else {
            try scanDigits()
        }
        if nextIs(UInt8(ascii: ".")) {
            position += 1
            try scanDigits()
        }
        if nextIs(UInt8(ascii: "e")) || nextIs(UInt8(ascii: "E")) {
            position += 1
            if nextIs(UInt8(ascii: "+")) || nextIs(UInt8(ascii: "-")) { position += 1 }
            try scanDigits()
        }
        let bytes = UnsafeBufferPointer(start: base + start, count: position - start)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func nextIs(_ byte: UInt8) -> Bool { position < end && base[position] == byte }

    private mutating func scanDigits() throws(JSONError) {
        let start = position
        while position < end, base[position] >= UInt8(ascii: "0"),
            base[position] <= UInt8(ascii: "9")
        {
            position += 1
        }
        guard position > start else {
            throw failure(position < end ? .invalidNumber : .truncated)
        }
    }
}
