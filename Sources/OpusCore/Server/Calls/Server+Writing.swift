extension Server {
    /// Calls a method that changes something: it is sent once, whatever becomes of it.
    ///
    /// - Parameters:
    ///   - method: the method.
    ///   - parameters: its parameters by position.
    /// - Throws: `ServerError`, or `CancellationError`.
    func change(_ method: String, _ parameters: [JSONValue]) async throws {
        _ = try await rpc.call(
            method, parameters, safety: .changing,
            read: { reader throws(JSONError) in try reader.skipValue() })
    }

    /// A group's id as the server will store it.
    ///
    /// - Throws: `ActionRefused` where the server would refuse the id, or take it for more than one
    ///   group.
    func checkedGroupID(_ id: ObjectID) throws(ActionRefused) -> ObjectID {
        let stored = id.text.lowercased().trimmed
        guard let first = stored.utf8.first, Self.isLetterOrDigit(first),
            stored.utf8.count <= 255,
            stored.utf8.allSatisfy({ Self.isLetterOrDigit($0) || "-_. ".utf8.contains($0) })
        else {
            throw ActionRefused(
                .invalidName,
                "\"\(id)\" is no group id: use letters, digits, \"-\", \"_\", \".\" and blanks, "
                    + "with a letter or digit first")
        }
        return ObjectID(stored)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}

extension String {
    /// The text without blanks at its ends.
    fileprivate var trimmed: String {
        let start = drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
