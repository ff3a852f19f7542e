package import OpusServer

/// The operating systems that audits found.
package struct AuditedSystems: Sendable {
    /// Name and version of each that exists in the fleet, ordered.
    package var catalogue: [String]
    /// The clients' systems, by client; a client is missing where no audit has found one.
    package var ofClients: [ObjectID: Software]
}

extension Software {
    /// Name and version, as people speak of it.
    package var title: String { AuditedSystems.title(identity.name, identity.version) }
}

extension AuditedSystems {
    fileprivate static func title(_ name: String, _ version: String) -> String {
        version.isEmpty ? name : "\(name) \(version)"
    }
}

extension Backend {
    /// Reads the operating systems of clients, as the software audit found them.
    ///
    /// - Parameters:
    ///   - clientIDs: exact ids; none reads the catalogue alone.
    ///   - systems: the fleet's operating systems where those are known; nil reads them.
    /// - Returns: what there is in the fleet, and what these clients have.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func operatingSystems(
        ofClients clientIDs: [ObjectID], among systems: [AuditSoftware]? = nil
    ) async throws -> AuditedSystems {
        let systems =
            if let systems { systems } else { try await server.auditedSystems() }
        let catalogue = Set(systems.map { AuditedSystems.title($0.name, $0.version) }).sorted()
        // A name that opsi would take for a pattern is no operating system's.
        let names = Set(systems.map(\.name)).filter(\.isExactValue).sorted()
        guard !names.isEmpty else { return AuditedSystems(catalogue: catalogue, ofClients: [:]) }
        let found = try await batched(clientIDs, by: CallSize.systems) { server, ids in
            try await server.software(named: names, onClients: ids)
        }.flatMap(\.self)

        var ofClients: [ObjectID: Software] = [:]
        var ranks: [ObjectID: Int] = [:]
        for software in found {
            let same = systems.filter { $0.identity.folded == software.identity.folded }
            guard let rank = same.compactMap(\.systemRank).min() else { continue }
            let client = software.clientID
            if let known = ofClients[client], let knownRank = ranks[client],
                (knownRank, Self.age(known)) <= (rank, Self.age(software))
            {
                continue
            }
            ofClients[client] = software
            ranks[client] = rank
        }
        return AuditedSystems(catalogue: catalogue, ofClients: ofClients)
    }

    /// Less for what was found later.
    private static func age(_ software: Software) -> Int { -(software.lastSeen?.seconds ?? 0) }
}
