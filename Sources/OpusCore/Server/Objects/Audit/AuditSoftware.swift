/// Software that some audit found somewhere, with what Windows calls it (opsi: `AuditSoftware`).
@dynamicMemberLookup
public struct AuditSoftware: Sendable, Equatable {
    /// Which software it is.
    public internal(set) var identity = SoftwareIdentity()
    /// The id under which Windows lists it, or the empty string.
    public internal(set) var windowsSoftwareID = ""
    /// Whether it is the operating system itself; false too where the audit did not tell.
    public internal(set) var isOperatingSystem = false

    /// A part of the identity.
    ///
    /// - Parameter part: which.
    /// - Returns: its value.
    public subscript<Value>(dynamicMember part: KeyPath<SoftwareIdentity, Value>) -> Value {
        identity[keyPath: part]
    }
}

extension AuditSoftware: WireObject {
    // All of them: servers differ in what they know, and none of it is a secret.
    static let attributes: [String] = []

    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try identity.visit(&member)
        try member("windowsSoftwareId", &windowsSoftwareID)
        try member("isOperatingSystem", &isOperatingSystem)
    }
}
