/// A client: a PC that opsi manages (opsi: `OpsiClient`).
public struct Client: Sendable, Equatable {
    /// The fully qualified domain name that identifies it.
    public internal(set) var id: ObjectID = ""
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
    /// When it was created, by the server's local clock.
    public internal(set) var created: LocalTimestamp?
    /// When it last contacted the server; nil if never.
    public internal(set) var lastSeen: LocalTimestamp?
}

extension Client: WireObject {
    static let attributes = [
        "id", "description", "notes", "hardwareAddress", "ipAddress", "inventoryNumber", "created",
        "lastSeen",
    ]

    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "id": id = try reader.readID()
        case "description": description = try reader.readStringOrEmpty()
        case "notes": notes = try reader.readStringOrEmpty()
        case "hardwareAddress": hardwareAddress = try reader.readOptionalString()
        case "ipAddress": ipAddress = try reader.readOptionalString()
        case "inventoryNumber": inventoryNumber = try reader.readStringOrEmpty()
        case "created": created = try reader.readTimestamp("created")
        case "lastSeen": lastSeen = try reader.readTimestamp("lastSeen")
        default: return false
        }
        return true
    }

    static let required: [StaticString] = ["id", "created", "lastSeen"]

    var emptyKey: StaticString? { id.isEmpty ? "id" : nil }
}
