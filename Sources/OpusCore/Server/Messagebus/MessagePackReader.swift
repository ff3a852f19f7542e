/// Reads MessagePack strictly: every byte is accounted for, counts are checked before anything is
/// reserved, and nesting is limited, so bytes that mean harm cost neither memory nor the stack.
package struct MessagePackReader {
    /// Real messages are four deep.
    static let maximumDepth = 32
    /// As many as room is made for at once, as more may be promised than come.
    private static let fewElements = 32

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads one whole value.
    ///
    /// - Parameter bytes: the value, and nothing after it.
    /// - Returns: the value, whose texts lie among these bytes.
    /// - Throws: `MessagePackError`.
    package static func read(_ bytes: [UInt8]) throws(MessagePackError) -> MessagePackValue {
        var reader = MessagePackReader(bytes)
        let value = try reader.readValue()
        guard reader.position == bytes.count else { throw .trailingBytes }
        return value
    }

    private mutating func readValue() throws(MessagePackError) -> MessagePackValue {
        let byte = try readByte()
        switch byte {
        case 0x00...0x7F: return .int(Int(byte))
        case 0x80...0x8F: return try readMap(Int(byte & 0x0F))
        case 0x90...0x9F: return try readArray(Int(byte & 0x0F))
        case 0xA0...0xBF: return try readText(Int(byte & 0x1F))
        case 0xC0: return .null
        case 0xC2: return .bool(false)
        case 0xC3: return .bool(true)
        case 0xC4: return .bytes(Array(try take(try readCount(1))))
        case 0xC5: return .bytes(Array(try take(try readCount(2))))
        case 0xC6: return .bytes(Array(try take(try readCount(4))))
        case 0xCA: return .double(Double(Float(bitPattern: UInt32(try readBits(4)))))
        case 0xCB: return .double(Double(bitPattern: try readBits(8)))
        case 0xCC...0xCF: return try readUnsigned(1 << Int(byte - 0xCC))
        case 0xD0: return .int(Int(Int8(truncatingIfNeeded: try readBits(1))))
        case 0xD1: return .int(Int(Int16(truncatingIfNeeded: try readBits(2))))
        case 0xD2: return .int(Int(Int32(truncatingIfNeeded: try readBits(4))))
        case 0xD3: return .int(Int(Int64(truncatingIfNeeded: try readBits(8))))
        case 0xD9: return try readText(try readCount(1))
        case 0xDA: return try readText(try readCount(2))
        case 0xDB: return try readText(try readCount(4))
        case 0xDC: return try readArray(try readCount(2))
        case 0xDD: return try readArray(try readCount(4))
        case 0xDE: return try readMap(try readCount(2))
        case 0xDF: return try readMap(try readCount(4))
        case 0xE0...0xFF: return .int(Int(Int8(bitPattern: byte)))
        // 0xC1 stands for nothing, the others for types of somebody's own.
        default: throw .unexpectedByte(byte)
        }
    }

    // MARK: Parts

    private var left: Int { bytes.count - position }

    private mutating func readByte() throws(MessagePackError) -> UInt8 {
        guard left > 0 else { throw .truncated }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func take(
        _ count: Int
    ) throws(MessagePackError) -> ArraySlice<UInt8> {
        guard count <= left else { throw .truncated }
        defer { position += count }
        return bytes[position..<position + count]
    }

    private mutating func readBits(_ width: Int) throws(MessagePackError) -> UInt64 {
        try take(width).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func readCount(_ width: Int) throws(MessagePackError) -> Int {
        Int(try readBits(width))
    }

    private mutating func readUnsigned(
        _ width: Int
    ) throws(MessagePackError) -> MessagePackValue {
        guard let number = Int(exactly: try readBits(width)) else { throw .invalidNumber }
        return .int(number)
    }

    private mutating func readText(_ count: Int) throws(MessagePackError) -> MessagePackValue {
        let utf8 = try take(count)
        // Nearly all are ASCII, which is UTF-8.
        guard utf8.allSatisfy({ $0 < 0x80 }) || String(validating: utf8, as: UTF8.self) != nil
        else { throw .invalidText }
        return .text(MessagePackText(utf8: utf8))
    }

    private mutating func readArray(_ count: Int) throws(MessagePackError) -> MessagePackValue {
        // Each element has a byte at least.
        guard count <= left else { throw .truncated }
        try enter()
        var values: [MessagePackValue] = []
        values.reserveCapacity(min(count, Self.fewElements))
        for _ in 0..<count { values.append(try readValue()) }
        depth -= 1
        return .array(values)
    }

    private mutating func readMap(_ count: Int) throws(MessagePackError) -> MessagePackValue {
        guard count <= left / 2 else { throw .truncated }
        try enter()
        var members: [MessagePackMap.Member] = []
        members.reserveCapacity(min(count, Self.fewElements))
        for _ in 0..<count {
            guard case .text(let key) = try readValue() else { throw .invalidKey }
            members.append(.init(key: key, value: try readValue()))
        }
        guard members.haveDistinctKeys else { throw .invalidKey }
        depth -= 1
        return .map(MessagePackMap(members))
    }

    private mutating func enter() throws(MessagePackError) {
        guard depth < Self.maximumDepth else { throw .tooDeep }
        depth += 1
    }
}

extension [MessagePackMap.Member] {
    /// Real maps have few members, which are compared sooner than gathered in a set.
    private static let few = 24

    fileprivate var haveDistinctKeys: Bool {
        guard count <= Self.few else { return Set(lazy.map(\.key.utf8)).count == count }
        return indices.allSatisfy { index in
            !self[..<index].contains { $0.key == self[index].key }
        }
    }
}
