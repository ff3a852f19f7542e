/// A client with no more than its id, and when it was created and last seen.
package struct ClientTimes: Sendable, Equatable {
    package internal(set) var id: ObjectID = ""
    /// When it was created, by the server's local clock.
    package internal(set) var created: LocalTimestamp?
    /// When it last contacted the server; nil if never.
    package internal(set) var lastSeen: LocalTimestamp?

    package init(
        id: ObjectID, created: LocalTimestamp? = nil, lastSeen: LocalTimestamp? = nil
    ) {
        self.id = id
        self.created = created
        self.lastSeen = lastSeen
    }
}

extension ClientTimes: WireObject {
    init() {}

    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try member("id", &id)
        try member("created", &created, .required)
        try member("lastSeen", &lastSeen, .required)
    }
}
