extension JSONReader {
    /// Reads an object, member by member.
    ///
    /// - Parameter member: reads or skips the value of the key it is given; the key is valid
    ///   until the next string is read.
    /// - Throws: `JSONError`.
    @inline(__always)
    package mutating func readObject(
        _ member: (inout JSONReader, JSONText) throws(JSONError) -> Void
    ) throws(JSONError) {
        try require(.object)
        try enter()
        if try peekByte() != UInt8(ascii: "}") {
            while true {
                let key = try readText()
                try expect(UInt8(ascii: ":"))
                try member(&self, key)
                guard try passComma(before: UInt8(ascii: "}")) else { break }
            }
        }
        leave()
    }

    /// Reads an array, element by element.
    ///
    /// - Parameter element: reads or skips one element.
    /// - Throws: `JSONError`.
    @inline(__always)
    package mutating func readArray(
        _ element: (inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        try require(.array)
        try enter()
        if try peekByte() != UInt8(ascii: "]") {
            while true {
                try element(&self)
                guard try passComma(before: UInt8(ascii: "]")) else { break }
            }
        }
        leave()
    }

    /// Passes any value, checking all of it.
    package mutating func skipValue() throws(JSONError) {
        switch try peek() {
        case .string: _ = try readText()
        case .number: _ = try scanNumber()
        case .bool: _ = try readBool()
        case .null: try expectWord("null")
        case .array:
            try readArray { reader throws(JSONError) in try reader.skipValue() }
        case .object:
            try readObject { reader, _ throws(JSONError) in try reader.skipValue() }
        }
    }

    @inline(__always)
    private mutating func enter() throws(JSONError) {
        guard depth < Self.maximumDepth else { throw failure(.tooDeep) }
        depth += 1
        position += 1
    }

    @inline(__always)
    private mutating func leave() {
        depth -= 1
        position += 1
    }

    /// Passes a comma, or stops before the closing byte.
    @inline(__always)
    private mutating func passComma(before closing: UInt8) throws(JSONError) -> Bool {
        let byte = try peekByte()
        if byte == UInt8(ascii: ",") {
            position += 1
            return true
        }
        guard byte == closing else { throw failure(.unexpectedByte(byte)) }
        return false
    }
}
