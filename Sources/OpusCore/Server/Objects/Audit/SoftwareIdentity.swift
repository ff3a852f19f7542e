/// What opsi tells software apart by.
public struct SoftwareIdentity: Sendable, Hashable {
    /// The name, as its installer registered it.
    public internal(set) var name = ""
    /// Its version.
    public internal(set) var version = ""
    /// A mark beside the version, such as `Lin:` or a patch level; usually empty.
    public internal(set) var subVersion = ""
    /// Its language, usually empty.
    public internal(set) var language = ""
    /// Its architecture, such as `x64`.
    public internal(set) var architecture = ""

    static let attributes = ["name", "version", "subVersion", "language", "architecture"]

    /// The same for all that opsi takes for the same: it does not look at case.
    package var folded: SoftwareIdentity {
        var folded = self
        folded.name = name.lowercased()
        folded.version = version.lowercased()
        folded.subVersion = subVersion.lowercased()
        folded.language = language.lowercased()
        folded.architecture = architecture.lowercased()
        return folded
    }

    /// Reads a member of an object; false where it is none of the identity's.
    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "name": name = try reader.readStringOrEmpty()
        case "version": version = try reader.readStringOrEmpty()
        case "subVersion": subVersion = try reader.readStringOrEmpty()
        case "language": language = try reader.readStringOrEmpty()
        case "architecture": architecture = try reader.readStringOrEmpty()
        default: return false
        }
        return true
    }
}
