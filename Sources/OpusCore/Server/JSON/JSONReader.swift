/// Reads JSON (RFC 8259) in one pass over bytes, value by value, as its caller asks.
///
/// Nothing is built that the caller did not ask for: an unwanted value is skipped, a string that
/// is only compared or interned stays where it is. All input is checked: grammar, UTF-8, escapes,
/// numbers and nesting depth.
package struct JSONReader {
    /// Deeper nesting than this is refused; real answers are 6 deep.
    static let maximumDepth = 128

    // The bytes outlive the reader: `read(_:with:)` is the only way to make one.
    let base: UnsafePointer<UInt8>
    let end: Int
    /// How many bytes of the whole text lie before `base`.
    private let origin: Int
    package var position = 0
    var depth: Int
    /// Holds an unescaped string between reading it and the next one; freed by `read(_:with:)`.
    var scratch: UnsafeMutablePointer<UInt8>?
    var scratchCount = 0

    /// Seconds by which the server's local time is ahead of UTC, for times that name a zone; nil
    /// where that is not known.
    let utcOffset: Int?

    private init(
        base: UnsafePointer<UInt8>, count: Int, origin: Int, depth: Int, utcOffset: Int?
    ) {
        self.base = base
        self.end = count
        self.origin = origin
        self.depth = depth
        self.utcOffset = utcOffset
    }

    /// Reads one whole JSON text.
    ///
    /// - Parameters:
    ///   - bytes: the text, and nothing after it but white space.
    ///   - utcOffset: seconds by which the server's local time is ahead of UTC, where it is known.
    ///   - body: reads the text's value, all of it.
    /// - Returns: what `body` returns.
    /// - Throws: `JSONError` where the bytes are no JSON or not what `body` expects.
    package static func read<Value>(
        _ bytes: [UInt8], utcOffset: Int? = nil,
        with body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        let result: Result<Value, JSONError> = bytes.withUnsafeBufferPointer { buffer in
            do throws(JSONError) {
                return .success(
                    try read(part: buffer, utcOffset: utcOffset) { reader throws(JSONError) in
                        let value = try body(&reader)
                        try reader.finish()
                        return value
                    })
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Reads a part of a JSON text.
    ///
    /// - Parameters:
    ///   - bytes: the part.
    ///   - origin: how many bytes of the text came before.
    ///   - depth: how many arrays and objects are open where it begins.
    ///   - utcOffset: seconds by which the server's local time is ahead of UTC, where it is known.
    ///   - body: reads as much of it as it can. Where the part ends in mid-value, reading that
    ///     value throws an error with the reason `truncated`.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    static func read<Value>(
        part bytes: UnsafeBufferPointer<UInt8>, origin: Int = 0, depth: Int = 0,
        utcOffset: Int? = nil,
        with body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        guard let base = bytes.baseAddress else {
            throw JSONError(reason: .truncated, offset: origin)
        }
        var reader = JSONReader(
            base: base, count: bytes.count, origin: origin, depth: depth, utcOffset: utcOffset)
        defer { reader.scratch?.deallocate() }
        return try body(&reader)
    }

    private mutating func finish() throws(JSONError) {
        skipWhitespace()
        guard position == end else { throw failure(.trailingBytes) }
    }

    func failure(_ reason: JSONError.Reason) -> JSONError {
        JSONError(reason: reason, offset: origin + position)
    }

    /// Why a member's text cannot be its value.
    func unreadable(_ key: StaticString, _ text: UnsafeBufferPointer<UInt8>) -> JSONError {
        let shown = String(decoding: text.prefix(64), as: UTF8.self).printable
        return failure(.badValue(key: "\(key)", value: "\"\(shown)\""))
    }

    /// Why the value that comes next cannot be a member's.
    mutating func unreadable(_ key: StaticString) -> JSONError {
        do throws(JSONError) {
            let kind = try peek()
            return failure(
                .badValue(key: "\(key)", value: kind == .null ? "null" : "of type \(kind)"))
        } catch {
            return error
        }
    }

    // MARK: Bytes

    @inline(__always)
    mutating func skipWhitespace() {
        while position < end {
            switch base[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    /// The next byte that is not white space, without passing it.
    @inline(__always)
    mutating func peekByte() throws(JSONError) -> UInt8 {
        skipWhitespace()
        guard position < end else { throw failure(.truncated) }
        return base[position]
    }

    @inline(__always)
    mutating func expect(_ byte: UInt8) throws(JSONError) {
        let found = try peekByte()
        guard found == byte else { throw failure(.unexpectedByte(found)) }
        position += 1
    }

    mutating func expectWord(_ word: StaticString) throws(JSONError) {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < end else { throw failure(.truncated) }
            guard base[position] == word.utf8Start[index] else {
                throw failure(.unexpectedByte(base[position]))
            }
            position += 1
        }
    }

    /// Where the next value begins.
    mutating func nextPosition() throws(JSONError) -> Int {
        _ = try peekByte()
        return position
    }

    /// Reads a value that was passed before, and comes back.
    mutating func reading<Value>(
        at earlier: Int, _ read: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        let now = position
        position = earlier
        defer { position = now }
        return try read(&self)
    }

    // MARK: Kinds

    /// What kind of value comes next.
    package enum Kind: String {
        case object, array, string, number, bool, null
    }

    /// The kind of the next value, without passing it.
    package mutating func peek() throws(JSONError) -> Kind {
        switch try peekByte() {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number
        case let byte: throw failure(.unexpectedByte(byte))
        }
    }

    mutating func require(_ kind: Kind) throws(JSONError) {
        let found = try peek()
        guard found == kind else {
            throw failure(.typeMismatch(expected: kind.rawValue, found: found.rawValue))
        }
    }

    /// Passes a null, if that is what comes next.
    @inline(__always)
    package mutating func readNull() throws(JSONError) -> Bool {
        guard try peekByte() == UInt8(ascii: "n") else { return false }
        try expectWord("null")
        return true
    }

    /// Reads true or false.
    package mutating func readBool() throws(JSONError) -> Bool {
        try require(.bool)
        if base[position] == UInt8(ascii: "t") {
            try expectWord("true")
            return true
        }
        try expectWord("false")
        return false
    }
}
