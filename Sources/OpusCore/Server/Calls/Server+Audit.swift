extension Server {
    /// The audited software of the fleet that is an operating system (`auditSoftware_getObjects`),
    /// each version once.
    ///
    /// A newer `swaudit` says so itself; of an older one it shows in the id under which Windows
    /// lists it, or in the mark `Lin:` or `Mac:` beside the version.
    package func auditedSystems() async throws -> [AuditedSystem] {
        var systems: [AuditedSystem] = []
        do {
            systems = try await objects(
                "auditSoftware_getObjects", where: ["isOperatingSystem": [.bool(true)]])
        } catch let error as ServerError where error.code == .rpc {
            // An older server has no such attribute, and calls its name a mistake.
        }
        systems += try await objects(
            "auditSoftware_getObjects",
            where: ["windowsSoftwareId": [.string(AuditedSystem.windowsPrefix + "*")]])
        systems += try await objects(
            "auditSoftware_getObjects", where: ["subVersion": .strings(AuditedSystem.marks)])
        return systems.filter { $0.rank != nil }
    }

    /// The software that audits found on some clients (`auditSoftwareOnClient_getObjects`).
    package func software(onClients clientIDs: [String]) async throws -> [Software] {
        try await objects(
            "auditSoftwareOnClient_getObjects",
            where: ["clientId": try filterValues(clientIDs, what: "client")])
    }

    /// What is known of software by its names (`auditSoftware_getObjects`).
    package func auditSoftware(named names: [String]) async throws -> [AuditSoftware] {
        try await objects(
            "auditSoftware_getObjects",
            where: ["name": try filterValues(names, what: "software")])
    }

    /// The software of some names that audits found on some clients
    /// (`auditSoftwareOnClient_getObjects`).
    ///
    /// - Parameters:
    ///   - names: exact names of software, at least one.
    ///   - clientIDs: exact ids, at least one.
    /// - Returns: what was found; more than asked for where the server takes names for the same.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func software(
        named names: [String], onClients clientIDs: [String]
    ) async throws -> [Software] {
        try await objects(
            "auditSoftwareOnClient_getObjects",
            where: [
                "name": try filterValues(names, what: "software"),
                "clientId": try filterValues(clientIDs, what: "client"),
            ])
    }
}

/// A version of an operating system that an audit found somewhere (opsi: `AuditSoftware`).
package struct AuditedSystem: Sendable, Equatable {
    static let windowsPrefix = "ms_windows_"
    static let marks = ["Lin:", "Mac:"]

    package internal(set) var name = ""
    package internal(set) var version = ""
    package internal(set) var subVersion = ""
    package internal(set) var language = ""
    package internal(set) var architecture = ""
    var windowsSoftwareID = ""
    var isOperatingSystem = false

    package init() {}

    /// How good the evidence is that this is an operating system, 0 the best; nil where it is
    /// none. The server's filters find more than was asked for.
    package var rank: Int? {
        if isOperatingSystem { return 0 }
        let mark = subVersion.lowercased()
        let isMarked = Self.marks.contains { $0.lowercased() == mark }
        return windowsSoftwareID.lowercased().hasPrefix(Self.windowsPrefix) || isMarked ? 1 : nil
    }

    /// Whether this is what was found on a client; opsi does not look at case.
    package func isSame(as software: Software) -> Bool {
        func same(_ left: String, _ right: String) -> Bool {
            left == right || left.lowercased() == right.lowercased()
        }
        return same(name, software.name) && same(version, software.version)
            && same(subVersion, software.subVersion) && same(language, software.language)
            && same(architecture, software.architecture)
    }
}

extension AuditedSystem: WireObject {
    // All, since an older server would refuse the name of a newer attribute.
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
