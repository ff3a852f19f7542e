/// What goes through the members of an object: to read the value of one, to list their keys, or to
/// find an identity that is empty.
struct WireMember {
    /// What is known of a key.
    enum Presence {
        /// Objects without it are well, too.
        case optional
        /// Every object has it, as something rests on its value; a value that is null is one.
        case required
    }

    private enum Purpose {
        case reading(JSONText, UnsafeMutablePointer<JSONReader>)
        case listing
        case checking
    }

    private let purpose: Purpose
    /// Whether the key was one of the object's.
    private(set) var isRead = false
    private var keys: [(name: StaticString, presence: Presence)] = []
    private var emptyKey: StaticString?

    private init(_ purpose: Purpose) { self.purpose = purpose }

    /// For the value of a key, which comes next.
    @inline(__always)
    init(_ key: JSONText, _ reader: UnsafeMutablePointer<JSONReader>) {
        self.init(.reading(key, reader))
    }

    /// The key that is read; nil where none is.
    var key: JSONText? { if case .reading(let key, _) = purpose { key } else { nil } }

    /// The keys of the members, in order.
    static func keys<Object: WireObject>(
        of type: Object.Type
    ) -> [(name: StaticString, presence: Presence)] {
        var member = WireMember(.listing)
        var object = Object()
        // Nothing is read, so that nothing can be wrong.
        try? object.visit(&member)
        return member.keys
    }

    /// The first key of an identity that is empty.
    @inline(__always)
    static func emptyKey(of object: inout some WireObject) -> StaticString? {
        var member = WireMember(.checking)
        try? object.visit(&member)
        return member.emptyKey
    }

    /// A member that is read in a way of its own.
    @inline(__always)
    mutating func callAsFunction(
        _ name: StaticString, _ presence: Presence = .optional,
        _ read: (inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        switch purpose {
        case .reading(let key, let reader):
            guard !isRead, key == name else { return }
            isRead = true
            try read(&reader.pointee)
        case .listing: keys.append((name, presence))
        case .checking: break
        }
    }

    /// An id that an object can't be without.
    @inline(__always)
    mutating func callAsFunction(
        _ name: StaticString, _ id: inout ObjectID
    ) throws(JSONError) {
        if case .checking = purpose, emptyKey == nil, id.isEmpty { emptyKey = name }
        try self(name, .required) { reader throws(JSONError) in id = try reader.readID() }
    }

    /// A text; null is empty.
    @inline(__always)
    mutating func callAsFunction(
        _ name: StaticString, _ text: inout String, _ presence: Presence = .optional
    ) throws(JSONError) {
        try self(name, presence) { reader throws(JSONError) in
            text = try reader.readStringOrEmpty()
        }
    }

    /// A text, or null.
    @inline(__always)
    mutating func callAsFunction(
        _ name: StaticString, _ text: inout String?, _ presence: Presence = .optional
    ) throws(JSONError) {
        try self(name, presence) { reader throws(JSONError) in
            text = try reader.readOptionalString()
        }
    }

    /// A time, or none.
    @inline(__always)
    mutating func callAsFunction(
        _ name: StaticString, _ time: inout LocalTimestamp?, _ presence: Presence = .optional
    ) throws(JSONError) {
        try self(name, presence) { reader throws(JSONError) in
            time = try reader.readTimestamp(name)
        }
    }

    /// Yes or no; null is no.
    @inline(__always)
    mutating func callAsFunction(
        _ name: StaticString, _ flag: inout Bool, _ presence: Presence = .optional
    ) throws(JSONError) {
        try self(name, presence) { reader throws(JSONError) in
            flag = try reader.readNull() ? false : reader.readBool()
        }
    }

    /// One of some words; null and an empty text are the other value.
    @inline(__always)
    mutating func callAsFunction<Word: RawRepresentable<String>>(
        _ name: StaticString, _ word: inout Word, else none: Word, _ presence: Presence = .optional
    ) throws(JSONError) {
        try self(name, presence) { reader throws(JSONError) in
            word = try reader.readWord(name) ?? none
        }
    }
}
