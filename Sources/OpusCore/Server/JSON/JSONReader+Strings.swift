extension JSONReader {
    /// Reads a string.
    package mutating func readString() throws(JSONError) -> String {
        try readText().string
    }

    /// Reads a string, or null as nil.
    package mutating func readOptionalString() throws(JSONError) -> String? {
        try readNull() ? nil : readString()
    }

    /// Reads a string, or null as the empty string.
    package mutating func readStringOrEmpty() throws(JSONError) -> String {
        try readOptionalString() ?? ""
    }

    /// Reads a string's bytes, which are valid until the next string is read.
    @inline(__always)
    package mutating func readText() throws(JSONError) -> JSONText {
        guard try peekByte() == UInt8(ascii: "\"") else {
            try require(.string)
            throw failure(.invalidText)
        }
        position += 1
        let start = position
        let index = JSONScan.endOfPlainText(base, from: start, to: end)
        guard index < end else {
            position = end
            throw failure(.truncated)
        }
        if base[index] == UInt8(ascii: "\"") {
            position = index + 1
            return text(from: start, to: index)
        }
        position = index
        return try readDifficultText(from: start)
    }

    @inline(__always)
    private func text(from start: Int, to index: Int) -> JSONText {
        JSONText(bytes: UnsafeBufferPointer(start: base + start, count: index - start))
    }

    /// Goes on where a string holds an escape, a control character or more than ASCII.
    @inline(never)
    private mutating func readDifficultText(from start: Int) throws(JSONError) -> JSONText {
        var escaped = false
        var copied = start
        while position < end {
            switch base[position] {
            case UInt8(ascii: "\""):
                let closing = position
                guard escaped else {
                    position += 1
                    return try validated(text(from: start, to: closing))
                }
                append(text(from: copied, to: closing).bytes)
                position += 1
                return try validated(
                    JSONText(bytes: UnsafeBufferPointer(start: scratch, count: scratchCount)))
            case UInt8(ascii: "\\"):
                if !escaped {
                    scratchCount = 0
                    escaped = true
                }
                append(text(from: copied, to: position).bytes)
                try readEscape()
                copied = position
            case 0..<0x20:
                throw failure(.unexpectedByte(base[position]))
            default:
                // More than ASCII: judged as a whole at the end.
                position = JSONScan.endOfPlainText(base, from: position + 1, to: end)
            }
        }
        throw failure(.truncated)
    }

    private mutating func append(_ bytes: some Sequence<UInt8>) {
        // Every escape is longer than what it stands for, so no string outgrows the whole text.
        let storage = scratch ?? UnsafeMutablePointer<UInt8>.allocate(capacity: end)
        scratch = storage
        for byte in bytes {
            storage[scratchCount] = byte
            scratchCount += 1
        }
    }

    private func validated(_ text: JSONText) throws(JSONError) -> JSONText {
        guard String(validating: text.bytes, as: UTF8.self) != nil else {
            throw failure(.invalidText)
        }
        return text
    }

    private mutating func readEscape() throws(JSONError) {
        position += 1
        guard position < end else { throw failure(.truncated) }
        let byte = base[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            append(CollectionOfOne(byte))
        case UInt8(ascii: "b"): append(CollectionOfOne(0x08))
        case UInt8(ascii: "f"): append(CollectionOfOne(0x0C))
        case UInt8(ascii: "n"): append(CollectionOfOne(0x0A))
        case UInt8(ascii: "r"): append(CollectionOfOne(0x0D))
        case UInt8(ascii: "t"): append(CollectionOfOne(0x09))
        case UInt8(ascii: "u"): try readUnicodeEscape()
        default:
            position -= 1
            throw failure(.invalidText)
        }
    }

    private mutating func readUnicodeEscape() throws(JSONError) {
        var value = UInt32(try readHexUnit())
        if value >> 10 == 0xD800 >> 10 {
            guard position + 1 < end else { throw failure(.truncated) }
            guard base[position] == UInt8(ascii: "\\"), base[position + 1] == UInt8(ascii: "u")
            else { throw failure(.invalidText) }
            position += 2
            let low = UInt32(try readHexUnit())
            guard low >> 10 == 0xDC00 >> 10 else { throw failure(.invalidText) }
            let high: UInt32 = (value & 0x3FF) << 10
            value = 0x10000 + high + (low & 0x3FF)
        }
        // A low surrogate on its own is no scalar.
        guard let scalar = Unicode.Scalar(value) else { throw failure(.invalidText) }
        append(String(scalar).utf8)
    }

    private mutating func readHexUnit() throws(JSONError) -> UInt16 {
        guard position + 4 <= end else { throw failure(.truncated) }
        var unit: UInt16 = 0
        for _ in 0..<4 {
            let byte = base[position]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw failure(.invalidText)
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }
}
