/// A client: a PC that opsi manages (opsi: `OpsiClient`).
public struct Client: Sendable, Equatable {
    /// Its id, and when it was created and last seen.
    package internal(set) var times = ClientTimes()
    /// What it is, in a few words.
    public internal(set) var description = ""
    /// What its admins noted.
    public internal(set) var notes = ""
    /// MAC address, or nil.
    public internal(set) var hardwareAddress: String?
    /// IP address, or nil.
    public internal(set) var ipAddress: String?
    /// Inventory number, or the empty string.
    public internal(set) var inventoryNumber = ""

    /// The fully qualified domain name that identifies it.
    public var id: ObjectID { times.id }
    /// When it was created, by the server's local clock.
    public var created: LocalTimestamp? { times.created }
    /// When it last contacted the server; nil if never.
    public var lastSeen: LocalTimestamp? { times.lastSeen }
}

extension Client: WireObject {
    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try member("id", &times.id)
        try member("description", &description)
        try member("notes", &notes)
        try member("hardwareAddress", &hardwareAddress)
        try member("ipAddress", &ipAddress)
        try member("inventoryNumber", &inventoryNumber)
        try member("created", &times.created, .required)
        try member("lastSeen", &times.lastSeen, .required)
    }
}
