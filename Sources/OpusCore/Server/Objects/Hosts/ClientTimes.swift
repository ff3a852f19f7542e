/// A client with no more than its id, and when it was created and last seen.
package struct ClientTimes: Sendable, Equatable {
    package private(set) var id: ObjectID = ""
    /// When it was created, by the server's local clock.
    package private(set) var created: LocalTimestamp?
    /// When it last contacted the server; nil if never.
    package private(set) var lastSeen: LocalTimestamp?

    package init(
        id: ObjectID, created: LocalTimestamp? = nil, lastSeen: LocalTimestamp? = nil
    ) {
        self.id = id
        self.created = created
        self.lastSeen = lastSeen
    }
}

extension ClientTimes: WireObject {
    static let attributes = ["id", "created", "lastSeen"]

    init() {}

    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "id": id = try reader.readID()
        case "created": created = try reader.readTimestamp("created")
        case "lastSeen": lastSeen = try reader.readTimestamp("lastSeen")
        default: return false
        }
        return true
    }

    static let required: [StaticString] = ["id", "created", "lastSeen"]

    var emptyKey: StaticString? { id.isEmpty ? "id" : nil }
}
