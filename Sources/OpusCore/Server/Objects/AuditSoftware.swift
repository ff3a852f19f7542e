/// Software that some audit found somewhere, with what Windows calls it (opsi: `AuditSoftware`).
public struct AuditSoftware: Sendable, Equatable {
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
    /// The id under which Windows lists it, or the empty string.
    public internal(set) var windowsSoftwareID = ""
    /// Whether it is the operating system itself; false too where the audit did not tell.
    public internal(set) var isOperatingSystem = false
}

extension AuditSoftware: WireObject {
    // All of them: servers differ in what they know, and none of it is a secret.
    static let attributes: [String] = []

    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "name": name = try reader.readStringOrEmpty()
        case "version": version = try reader.readStringOrEmpty()
        case "subVersion": subVersion = try reader.readStringOrEmpty()
        case "language": language = try reader.readStringOrEmpty()
        case "architecture": architecture = try reader.readStringOrEmpty()
        case "windowsSoftwareId": windowsSoftwareID = try reader.readStringOrEmpty()
        case "isOperatingSystem":
            isOperatingSystem = try reader.readNull() ? false : reader.readBool()
        default: return false
        }
        return true
    }

    var missingKey: String? { nil }
}
