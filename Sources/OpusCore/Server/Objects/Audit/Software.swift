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
    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try member("clientId", &clientID)
        try identity.visit(&member, .required)
        try member("firstseen", &firstSeen)
        try member("lastseen", &lastSeen)
    }
}
