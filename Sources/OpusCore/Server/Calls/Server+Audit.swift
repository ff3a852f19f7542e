extension Server {
    /// Names that Windows' own entries begin with in an audit.
    private static let windowsEntries = "ms_windows_*"

    /// The software that audits found on some clients (`auditSoftwareOnClient_getObjects`).
    package func software(onClients clientIDs: [String]) async throws -> [Software] {
        try await objects(
            "auditSoftwareOnClient_getObjects",
            where: ["clientId": try filterValues(clientIDs, what: "client")])
    }

    /// The software of some names on some clients (`auditSoftwareOnClient_getObjects`).
    package func software(
        named names: [String], onClients clientIDs: [String]
    ) async throws -> [Software] {
        try await objects(
            "auditSoftwareOnClient_getObjects",
            where: [
                "clientId": try filterValues(clientIDs, what: "client"),
                "name": try filterValues(names, what: "software"),
            ])
    }

    /// The software whose mark says that it is Linux or macOS (`auditSoftwareOnClient_getObjects`).
    package func unixSystems(onClients clientIDs: [String]) async throws -> [Software] {
        try await objects(
            "auditSoftwareOnClient_getObjects",
            where: [
                "clientId": try filterValues(clientIDs, what: "client"),
                "subVersion": ["Lin:", "Mac:"],
            ])
    }

    /// What is known of software by its names (`auditSoftware_getObjects`).
    package func auditSoftware(named names: [String]) async throws -> [AuditSoftware] {
        try await objects(
            "auditSoftware_getObjects",
            where: ["name": try filterValues(names, what: "software")])
    }

    /// The entries that say of themselves to be an operating system
    /// (`auditSoftware_getObjects`); none where the server is too old to know of that.
    package func markedOperatingSystems() async throws -> [AuditSoftware] {
        do {
            return try await objects(
                "auditSoftware_getObjects", where: ["isOperatingSystem": [true]])
        } catch let error as ServerError where error.code == .rpc {
            return []
        }
    }

    /// Windows' own entries (`auditSoftware_getObjects`). The one pattern that opus sends: it only
    /// reads, in a table that holds no clients.
    package func windowsSystems() async throws -> [AuditSoftware] {
        try await objects(
            "auditSoftware_getObjects",
            where: ["windowsSoftwareId": .string(Self.windowsEntries)])
    }
}
