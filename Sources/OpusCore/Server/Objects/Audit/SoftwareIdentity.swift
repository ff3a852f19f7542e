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

    /// Names its members of an object; the presence is that of the name and the version.
    mutating func visit(
        _ member: inout WireMember, _ presence: WireMember.Presence = .optional
    ) throws(JSONError) {
        try member("name", &name, presence)
        try member("version", &version, presence)
        try member("subVersion", &subVersion)
        try member("language", &language)
        try member("architecture", &architecture)
    }
}
