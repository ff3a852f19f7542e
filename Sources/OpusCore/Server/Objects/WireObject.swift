/// An object as the server sends it: which attributes are asked for, and how it is read.
///
/// The server sends every key of an object, with null where an attribute was not asked for; so
/// what is asked for is named, and secrets never are.
protocol WireObject: Sendable {
    /// The attributes to ask for.
    static var attributes: [String] { get }

    /// An object of which nothing has been read yet.
    init()

    /// Reads one member's value; false where the key is of no interest, and nothing was read.
    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool

    /// The keys that every object has, as something rests on their values: one that is missing
    /// means another opsi than is known, and nothing can be said of the object then. A value that
    /// is null is one.
    static var required: [StaticString] { get }

    /// The key of an identity that is empty, or nil where there is none.
    var emptyKey: StaticString? { get }
}

extension JSONReader {
    mutating func readObject<Object: WireObject>(
        as type: Object.Type
    ) throws(JSONError) -> Object {
        var object = Object()
        var keys = RequiredKeys(Object.required)
        try readObject { reader, key throws(JSONError) in
            let known = keys.saw(key)
            do throws(JSONError) {
                if try !object.read(key, from: &reader) { try reader.skipValue() }
            } catch {
                throw keys.naming(known, error)
            }
        }
        if let key = keys.missing { throw failure(.missingKey("\(key)")) }
        if let key = object.emptyKey { throw failure(.badValue(key: "\(key)", value: "empty")) }
        return object
    }

    /// Reads a list of objects.
    mutating func readObjects<Object: WireObject>(
        of type: Object.Type
    ) throws(JSONError) -> [Object] {
        var objects: [Object] = []
        try readArray { reader throws(JSONError) in
            objects.append(try reader.readObject(as: type))
        }
        return objects
    }
}
