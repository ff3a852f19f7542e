extension Server {
    /// The computers that hardware audits found on some clients (`auditHardwareOnHost_getObjects`,
    /// class `COMPUTER_SYSTEM`); a client on which no audit has run is missing.
    ///
    /// - Parameter clientIDs: exact ids; at least one.
    /// - Returns: what was found; older findings of a client may be among it.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func computers(ofClients clientIDs: [ObjectID]) async throws -> [Computer] {
        try await objects(
            "auditHardwareOnHost_getObjects",
            where: [
                "hardwareClass": ["COMPUTER_SYSTEM"],
                "hostId": try filterValues(clientIDs, what: "client"),
            ])
    }
}

/// A client's computer, as a hardware audit found it (opsi: `AuditHardwareOnHost`).
package struct Computer: Sendable, Equatable {
    /// The client's id.
    package internal(set) var clientID: ObjectID = ""
    /// Who made it; empty where the audit does not tell.
    package internal(set) var vendor = ""
    /// Its model; empty where the audit does not tell.
    package internal(set) var model = ""
    /// When it was last found, by the server's local clock.
    package internal(set) var lastSeen: LocalTimestamp?
}

extension Computer: WireObject {
    // All of them: classes differ in what they have, and none of it is a secret.
    static let attributes: [String] = []

    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try member("hostId", &clientID)
        try member("vendor", &vendor)
        try member("model", &model)
        try member("lastseen", &lastSeen)
    }
}
