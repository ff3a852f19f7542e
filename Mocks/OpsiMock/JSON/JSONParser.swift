/// Why a text is no JSON.
struct JSONError: Error, Equatable {
    enum Reason: Equatable {
        case truncated
        case malformed(String)
        case invalidUTF8
    }

    var reason: Reason
    /// The byte at which reading stopped.
    var offset: Int
}

/// A JSON reader over bytes. It can be asked for one value, or walked through by a caller that
/// does not want a whole document in memory.
///
/// It is the mock's own: the core's would hide its slips from itself, and Foundation's keeps
/// neither the order of members, in which the server answers, nor whole numbers apart from others,
/// nor the place of an error, nor can it be walked through.
struct JSONParser {
    private let bytes: [UInt8]
    private(set) var offset = 0
    private var depth = 0

    /// Deeper nesting than this is refused, so that hostile input cannot exhaust the stack.
    private static let maximumDepth = 512

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads a document that holds exactly one value.
    static func value(of bytes: [UInt8]) throws(JSONError) -> JSON {
        var reader = JSONParser(bytes)
        let value = try reader.value()
        try reader.end()
        return value
    }

    mutating func value() throws(JSONError) -> JSON {
        switch try peek() {
        case UInt8(ascii: "{"):
            var object = JSONObject()
            try members { key, reader throws(JSONError) in
                object.members.append(.init(key: key, value: try reader.value()))
            }
            return .object(object)
        case UInt8(ascii: "["):
            var array: [JSON] = []
            try elements { reader throws(JSONError) in array.append(try reader.value()) }
            return .array(array)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    /// Walks through an object; the closure must read each member's value.
    mutating func members(
        _ body: (String, inout JSONParser) throws(JSONError) -> Void
    ) throws(JSONError) {
        try sequence(from: "{", to: "}") { reader throws(JSONError) in
            guard try reader.peek() == UInt8(ascii: "\"") else {
                throw reader.failure("object keys must be strings")
            }
            let key = try reader.string()
            try reader.expect(":")
            try body(key, &reader)
        }
    }

    /// Walks through a list; the closure must read each element.
    mutating func elements(
        _ body: (inout JSONParser) throws(JSONError) -> Void
    ) throws(JSONError) {
        try sequence(from: "[", to: "]", body)
    }

    mutating func end() throws(JSONError) {
        skipWhitespace()
        if offset < bytes.count { throw failure("trailing characters") }
    }

    /// The next byte that is not white space.
    mutating func peek() throws(JSONError) -> UInt8 {
        skipWhitespace()
        guard offset < bytes.count else { throw JSONError(reason: .truncated, offset: offset) }
        return bytes[offset]
    }

    private func failure(_ text: String) -> JSONError {
        JSONError(reason: .malformed(text), offset: offset)
    }

    private mutating func skipWhitespace() {
        while offset < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[offset]) { offset += 1 }
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(JSONError) {
        guard try peek() == UInt8(ascii: character) else {
            throw failure("expected '\(character)'")
        }
        offset += 1
    }

    private mutating func sequence(
        from open: Unicode.Scalar, to close: Unicode.Scalar,
        _ body: (inout JSONParser) throws(JSONError) -> Void
    ) throws(JSONError) {
        try expect(open)
        depth += 1
        guard depth <= Self.maximumDepth else { throw failure("nested too deeply") }
        defer { depth -= 1 }
        if try peek() == UInt8(ascii: close) {
            offset += 1
            return
        }
        while true {
            try body(&self)
            if try peek() == UInt8(ascii: close) {
                offset += 1
                return
            }
            try expect(",")
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for index in 0..<text.utf8CodeUnitCount {
            guard offset < bytes.count else { throw JSONError(reason: .truncated, offset: offset) }
            guard bytes[offset] == text.utf8Start[index] else { throw failure("invalid character") }
            offset += 1
        }
        return value
    }
}

extension JSONParser {
    private mutating func number() throws(JSONError) -> JSON {
        let start = offset
        var isInteger = true
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
            case UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
                isInteger = false
            default:
                return try number(bytes[start..<offset], isInteger: isInteger)
            }
            offset += 1
        }
        return try number(bytes[start..<offset], isInteger: isInteger)
    }

    private func number(_ digits: ArraySlice<UInt8>, isInteger: Bool) throws(JSONError) -> JSON {
        let text = String(decoding: digits, as: UTF8.self)
        if isInteger, let value = Int(text) { return .integer(value) }
        // Double's parser takes more than JSON does, such as hexadecimal and "inf"; the bytes let
        // through above leave only a leading plus or point and a trailing point to refuse.
        guard let first = digits.first, let last = digits.last,
            first != UInt8(ascii: "+"), first != UInt8(ascii: "."), last != UInt8(ascii: "."),
            let value = Double(text), value.isFinite
        else { throw failure("invalid character") }
        return .number(value)
    }

    private mutating func string() throws(JSONError) -> String {
        offset += 1
        let start = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\""),
            bytes[offset] != UInt8(ascii: "\\"), bytes[offset] >= 0x20
        { offset += 1 }
        guard offset < bytes.count else { throw JSONError(reason: .truncated, offset: offset) }
        if bytes[offset] == UInt8(ascii: "\"") {
            defer { offset += 1 }
            return try text(bytes[start..<offset])
        }
        var unescaped = Array(bytes[start..<offset])
        while true {
            guard offset < bytes.count else { throw JSONError(reason: .truncated, offset: offset) }
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return try text(unescaped[...])
            case UInt8(ascii: "\\"): try escape(into: &unescaped)
            case 0..<0x20: throw failure("invalid character")
            default: unescaped.append(byte)
            }
        }
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw JSONError(reason: .invalidUTF8, offset: offset)
        }
        return text
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(JSONError) {
        guard offset < self.bytes.count else { throw JSONError(reason: .truncated, offset: offset) }
        let byte = self.bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            var unit = try hexadecimal()
            if (0xD800..<0xDC00).contains(unit) {
                guard offset + 1 < self.bytes.count, self.bytes[offset] == UInt8(ascii: "\\"),
                    self.bytes[offset + 1] == UInt8(ascii: "u")
                else { throw failure("unpaired surrogate") }
                offset += 2
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else { throw failure("unpaired surrogate") }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(unit) else { throw failure("unpaired surrogate") }
            bytes.append(contentsOf: Array(String(Character(scalar)).utf8))
        default: throw failure("invalid escape")
        }
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard offset + 4 <= bytes.count else {
            throw JSONError(reason: .truncated, offset: bytes.count)
        }
        let digits = bytes[offset..<offset + 4]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw failure("invalid escape") }
        offset += 4
        return value
    }
}
