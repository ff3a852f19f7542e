/// Software that an audit (`swaudit`) found on a client (opsi: `AuditSoftwareOnClient`).
public struct Software: Sendable, Equatable {
    /// The client's id.
    public internal(set) var clientID: ObjectID = ""
    /// The software's name, as its installer registered it.
    public internal(set) var name = ""
    /// Its version.
    public internal(set) var version = ""
    /// A mark beside the version, such as `Lin:` or a patch level; usually empty.
    public internal(set) var subVersion = ""
    /// Its language, usually empty.
    public internal(set) var language = ""
    /// Its architecture, such as `x64`.
    public internal(set) var architecture = ""
    /// When an audit first found it.
    public internal(set) var firstSeen: LocalTimestamp?
    /// When an audit last found it.
    public internal(set) var lastSeen: LocalTimestamp?
}

extension Software: WireObject {
    // Licence keys stay on the server.
    static let attributes = [
        "clientId", "name", "version", "subVersion", "language", "architecture", "firstseen",
        "lastseen",
    ]

    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "clientId": clientID = try reader.readID()
        case "name": name = try reader.readStringOrEmpty()
        case "version": version = try reader.readStringOrEmpty()
        case "subVersion": subVersion = try reader.readStringOrEmpty()
        case "language": language = try reader.readStringOrEmpty()
        case "architecture": architecture = try reader.readStringOrEmpty()
        case "firstseen": firstSeen = try reader.readTimestamp()
        case "lastseen": lastSeen = try reader.readTimestamp()
        default: return false
        }
        return true
    }

    var missingKey: String? { clientID.isEmpty ? "clientId" : nil }
}
