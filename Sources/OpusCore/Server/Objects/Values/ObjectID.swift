/// The id of something that opsi knows: a client, a depot, a group or a product.
///
/// To opsi an id is its bytes. Swift's strings compare by canonical equivalence instead: `é` in one
/// code point equals `e` with an accent in two, and a set holds one of both. Where two clients are
/// called so, the wrong one would be counted, or acted upon. Ids are therefore no strings, and the
/// comparison that they have is the right one.
public struct ObjectID: Sendable {
    /// The id, exactly as the server has it.
    public let text: String

    /// An id from its text; every text may be one.
    ///
    /// - Parameter text: the id, exactly as the server has it.
    public init(_ text: String) { self.text = text }

    /// Whether there is nothing in it, which no server has.
    public var isEmpty: Bool { text.isEmpty }

    /// The id as the server stores that of a new group.
    package var lowercased: ObjectID { ObjectID(text.lowercased()) }

    /// Calls a function with the id's bytes.
    private func withBytes<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        if let value = text.utf8.withContiguousStorageIfAvailable(body) { return value }
        var text = text
        return text.withUTF8(body)
    }
}

extension ObjectID: Hashable {
    /// Whether two ids are the same, byte by byte.
    public static func == (left: Self, right: Self) -> Bool {
        left.withBytes { left in
            right.withBytes { left.count == $0.count && left.elementsEqual($0) }
        }
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // No byte of UTF-8, so that two ids after one another are told from two others.
        hasher.combine(UInt8.max)
    }
}

extension ObjectID: Comparable {
    /// Whether the left id comes first, byte by byte.
    public static func < (left: Self, right: Self) -> Bool {
        left.withBytes { left in right.withBytes { left.lexicographicallyPrecedes($0) } }
    }
}

extension ObjectID: ExpressibleByStringInterpolation {
    /// An id that is written in code.
    public init(stringLiteral text: String) { self.text = text }
}

extension ObjectID: CustomStringConvertible {
    /// The id.
    public var description: String { text }
}

extension JSONReader {
    mutating func readID() throws(JSONError) -> ObjectID { ObjectID(try readString()) }

    /// Reads a list of ids; null has none.
    mutating func readIDs() throws(JSONError) -> [ObjectID] {
        if try readNull() { return [] }
        var ids: [ObjectID] = []
        try readArray { reader throws(JSONError) in ids.append(try reader.readID()) }
        return ids
    }
}
