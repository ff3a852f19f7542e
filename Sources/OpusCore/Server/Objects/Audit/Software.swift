/// Software that an audit (`swaudit`) found on a client (opsi: `AuditSoftwareOnClient`), with the
/// members of its `SoftwareIdentity`.
@dynamicMemberLookup
public struct Software: Sendable, Equatable {
    /// The client's id.
    public internal(set) var clientID: ObjectID = ""
    /// Which software it is.
    public internal(set) var identity = SoftwareIdentity()
    /// When an audit first found it.
    public internal(set) var firstSeen: LocalTimestamp?
    /// When an audit last found it.
    public internal(set) var lastSeen: LocalTimestamp?

    /// A part of the identity.
    ///
    /// - Parameter part: which.
    /// - Returns: its value.
    public subscript<Value>(dynamicMember part: KeyPath<SoftwareIdentity, Value>) -> Value {
        identity[keyPath: part]
    }
}

extension Software: WireObject {
    // Licence keys stay on the server.
    static let attributes = ["clientId"] + SoftwareIdentity.attributes + ["firstseen", "lastseen"]

    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "clientId": clientID = try reader.readID()
        case "firstseen": firstSeen = try reader.readTimestamp("firstseen")
        case "lastseen": lastSeen = try reader.readTimestamp("lastseen")
        default: return try identity.read(key, from: &reader)
        }
        return true
    }

    static let required: [StaticString] = ["clientId", "name", "version"]

    var emptyKey: StaticString? { clientID.isEmpty ? "clientId" : nil }
}
