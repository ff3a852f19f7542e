/// An object as the server sends it: which attributes are asked for, and how it is read.
///
/// The server sends every key of an object, with null where an attribute was not asked for; so
/// what is asked for is named, and secrets never are.
protocol WireObject: Sendable {
    /// An object of which nothing has been read yet.
    init()

    /// Names each member once: its key, and where its value goes.
    mutating func visit(_ member: inout WireMember) throws(JSONError)

    /// The attributes to ask for; those that it names, unless there is a reason for others.
    static var attributes: [String] { get }
}

extension WireObject {
    static var attributes: [String] { WireMember.keys(of: Self.self).map { "\($0.name)" } }

    /// The keys that every object has: one that is missing means another opsi than is known, and
    /// nothing can be said of the object then.
    static var required: [StaticString] {
        WireMember.keys(of: Self.self).filter { $0.presence == .required }.map(\.name)
    }

    /// Reads one member's value; false where the key is of no interest, and nothing was read.
    @inline(__always)
    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        try withUnsafeMutablePointer(to: &reader) { reader throws(JSONError) in
            var member = WireMember(key, reader)
            try visit(&member)
            return member.isRead
        }
    }

    /// The key of an identity that is empty, or nil where there is none.
    var emptyKey: StaticString? { mutating get { WireMember.emptyKey(of: &self) } }
}

extension JSONReader {
    /// Reads a list of objects.
    mutating func readObjects<Object: WireObject>(
        of type: Object.Type
    ) throws(JSONError) -> [Object] {
        let required = Object.required
        var objects: [Object] = []
        try readArray { reader throws(JSONError) in
            var object = Object()
            var keys = RequiredKeys(required)
            try reader.readObject { reader, key throws(JSONError) in
                let known = keys.saw(key)
                do throws(JSONError) {
                    if try !object.read(key, from: &reader) { try reader.skipValue() }
                } catch {
                    throw keys.naming(known, error)
                }
            }
            if let key = keys.missing { throw reader.failure(.missingKey("\(key)")) }
            if let key = object.emptyKey {
                throw reader.failure(.badValue(key: "\(key)", value: "empty"))
            }
            objects.append(object)
        }
        return objects
    }
}
