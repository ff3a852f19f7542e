extension Server {
    /// The audited software of the fleet that is an operating system (`auditSoftware_getObjects`),
    /// each version once.
    ///
    /// A newer `swaudit` says so itself; of an older one it shows in the id under which Windows
    /// lists it, or in the mark `Lin:` or `Mac:` beside the version.
    package func auditedSystems() async throws -> [AuditSoftware] {
        let questions = Self.systemQuestions
        try await rpc.together(questions)
        return try Self.systems(questions)
    }

    /// The calls that find operating systems.
    static var systemQuestions: [Asked<[AuditSoftware]>] {
        let filters: [[String: JSONValue]] = [
            ["isOperatingSystem": [.bool(true)]],
            ["windowsSoftwareId": [.string(AuditSoftware.windowsPrefix + "*")]],
            ["subVersion": .strings(AuditSoftware.systemMarks)],
        ]
        return filters.map { filter in
            Asked(
                "auditSoftware_getObjects",
                [.strings(AuditSoftware.attributes), .object(filter)],
                elements: { ObjectListReader<AuditSoftware>() })
        }
    }

    /// What those calls found.
    static func systems(_ answered: [Asked<[AuditSoftware]>]) throws -> [AuditSoftware] {
        var systems: [AuditSoftware] = []
        for (index, question) in answered.enumerated() {
            switch question.answer {
            case .success(let found): systems += found
            case .failure(let error):
                // An older server has no such attribute, and calls its name a mistake.
                guard index == 0, error.code == .rpc else { throw error }
            }
        }
        return systems.filter { $0.systemRank != nil }
    }

    /// The software that audits found (`auditSoftwareOnClient_getObjects`); licence keys are not
    /// asked for. An empty list means that no audit has run on the client, or that one is running.
    ///
    /// - Parameter clientID: the client's id.
    /// - Returns: the software.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func softwareOnClient(_ clientID: ObjectID) async throws -> [Software] {
        try await software(onClients: [clientID])
    }

    /// The software that audits found on some clients (`auditSoftwareOnClient_getObjects`).
    package func software(onClients clientIDs: [ObjectID]) async throws -> [Software] {
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

    /// Which licence pools software of some names belongs to
    /// (`auditSoftwareToLicensePool_getObjects`).
    package func licensePools(
        ofSoftwareNamed names: [String]
    ) async throws -> [SoftwareInLicensePool] {
        try await objects(
            "auditSoftwareToLicensePool_getObjects",
            where: ["name": try filterValues(names, what: "software")])
    }

    /// Licence pools with their products (`licensePool_getObjects`).
    package func licensePools(withIDs ids: [ObjectID]) async throws -> [LicensePool] {
        try await objects(
            "licensePool_getObjects", where: ["id": try filterValues(ids, what: "licence pool")])
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
        named names: [String], onClients clientIDs: [ObjectID]
    ) async throws -> [Software] {
        try await objects(
            "auditSoftwareOnClient_getObjects",
            where: [
                "name": try filterValues(names, what: "software"),
                "clientId": try filterValues(clientIDs, what: "client"),
            ])
    }
}
