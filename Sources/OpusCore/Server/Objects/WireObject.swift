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

    /// The key of an identity that is missing, or nil where the object is whole.
    var missingKey: String? { get }
}

extension JSONReader {
    /// Reads one object.
    mutating func readObject<Object: WireObject>(
        as type: Object.Type
    ) throws(JSONError) -> Object {
        var object = Object()
        try readObject { reader, key throws(JSONError) in
            if try !object.read(key, from: &reader) { try reader.skipValue() }
        }
        if let key = object.missingKey { throw failure(.missingKey(key)) }
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
