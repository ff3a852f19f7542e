import OpusBackend
public import OpusServer

extension Opus {
    /// What could be migrated on clients: software that an audit found and that is not recorded
    /// as installed though the client's depot has its package, and packages that are missing
    /// there (`auditSoftwareOnClient_getObjects`, `auditSoftware_getObjects`).
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - mapping: which package covers which software.
    /// - Returns: for each client what its audit comes to. A client that the server has no more is
    ///   missing from it.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func listMigratable(
        _ clients: ClientSelection, mapping: SoftwareMapping = .init()
    ) async throws -> [ObjectID: ClientAudit<SoftwareCoverage>] {
        try await backend.requireAdministrator()
        return try await coverage(of: clients, mapping: mapping).audits
    }

    /// Software on clients that no package covers, ordered by name; the operating system, and what
    /// the mapping ignores, is left out.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - mapping: which package covers which software, and which needs none.
    /// - Returns: for each client the software. A client that the server has no more is missing
    ///   from it.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func unpackaged(
        _ clients: ClientSelection, mapping: SoftwareMapping = .init()
    ) async throws -> [ObjectID: ClientAudit<[UnpackagedSoftware]>] {
        try await backend.requireAdministrator()
        return try await coverage(of: clients, mapping: mapping).audits.mapValues { audit in
            switch audit {
            case .audited(let coverage): .audited(coverage.unpackaged)
            case .notAudited: .notAudited
            }
        }
    }

    /// Plans recording as installed what an audit found, where the client's depot has its package
    /// and it is not recorded yet.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - maskedPackages: product ids that are left out.
    ///   - mapping: which package covers which software.
    /// - Returns: the plan; nothing is written.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func planMigrate(
        _ clients: ClientSelection, maskedPackages: Set<ObjectID> = [],
        mapping: SoftwareMapping = .init()
    ) async throws -> ActionPlan {
        try await backend.requireRightToAct()
        let coverage = try await coverage(of: clients, mapping: mapping)
        var planner = ActionPlanner(.migrate, clients, coverage.records)
        planner.planMigrate(coverage.audits, coverage.states, masked: maskedPackages)
        return planner.plan()
    }

    /// Records as installed what an audit found, where the client's depot has its package and it
    /// is not recorded yet (`productOnClient_updateObjects`). Nothing happens on the clients.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - maskedPackages: product ids that are left out.
    ///   - mapping: which package covers which software.
    /// - Returns: what came of it for each client.
    /// - Throws: what `planMigrate` and `execute` throw.
    public func migrate(
        _ clients: ClientSelection, maskedPackages: Set<ObjectID> = [],
        mapping: SoftwareMapping = .init()
    ) async throws -> ActionReport {
        try await execute(
            try await planMigrate(clients, maskedPackages: maskedPackages, mapping: mapping))
    }

    // MARK: Details

    private struct Coverage {
        var records: PlanningRecords
        var states: StatesByClient
        var audits: [ObjectID: ClientAudit<SoftwareCoverage>]
    }

    private func coverage(
        of clients: ClientSelection, mapping: SoftwareMapping
    ) async throws -> Coverage {
        let records = try await backend.planningRecords(of: clients, products: nil)
        let audit = try await backend.audit(of: clients)
        let finder = PackageFinder(mapping: mapping, products: try await backend.products())
        var findings: [ObjectID: [(Software, PackageFinder.Finding)]] = [:]
        var products: Set<ObjectID> = []
        for (client, software) in audit.software {
            findings[client] = software.filter { !audit.isOperatingSystem($0) }.map { software in
                let finding = finder.finding(
                    software, windowsID: audit.windowsID(of: software),
                    licensed: audit.licensedProduct(of: software))
                if case .product(let id) = finding, id.isExact { products.insert(id) }
                return (software, finding)
            }
        }
        let states =
            products.isEmpty
            ? [:] : try await backend.states(of: clients, .products(products.sorted()))
        var audits: [ObjectID: ClientAudit<SoftwareCoverage>] = [:]
        for client in clients.ids where !records.unknownClients.contains(client) {
            guard let found = findings[client] else {
                audits[client] = .notAudited
                continue
            }
            let depot = records.depotOfClient[client].map { records.products(onDepot: $0) } ?? [:]
            audits[client] = .audited(
                SoftwareCoverage(found, depot: depot, states: states[client] ?? [:]))
        }
        return Coverage(records: records, states: states, audits: audits)
    }
}

extension SoftwareCoverage {
    fileprivate init(
        _ found: [(Software, PackageFinder.Finding)], depot: [ObjectID: ProductOnDepot],
        states: [ObjectID: ProductOnClient]
    ) {
        var seen: Set<ObjectID> = []
        for (software, finding) in found.sorted(by: { $0.0.name < $1.0.name }) {
            switch finding {
            case .ignored: break
            case .none(let suggestion):
                unpackaged.append(UnpackagedSoftware(software: software, suggestion: suggestion))
            case .product(let id):
                guard seen.insert(id).inserted else { break }
                if let product = depot[id] {
                    guard states[id]?.installationStatus != .installed else { break }
                    migratable.append(
                        Migratable(productID: id, version: product.version, software: software))
                } else {
                    missing.append(Missing(productID: id, software: software))
                }
            }
        }
        migratable.sort { $0.productID < $1.productID }
        missing.sort { $0.productID < $1.productID }
    }
}

extension ActionPlanner {
    /// Records as installed what audits found.
    fileprivate mutating func planMigrate(
        _ audits: [ObjectID: ClientAudit<SoftwareCoverage>], _ states: StatesByClient,
        masked: Set<ObjectID>
    ) {
        for client in selection.ids {
            guard let depot = depot(of: client) else { continue }
            guard case .audited(let coverage)? = audits[client] else {
                skip(client, nil, .noAudit)
                continue
            }
            for missing in coverage.missing {
                skip(client, missing.productID, .notOnDepot(depot: depot))
            }
            if coverage.migratable.isEmpty { skip(client, nil, .nothingToMigrate) }
            for entry in coverage.migratable {
                let id = entry.productID
                guard !masked.contains(id) else {
                    skip(client, id, .masked)
                    continue
                }
                guard let product = product(id, onDepot: depot, for: client, isNamed: false)
                else { continue }
                add(
                    .recording(.installed, of: product, clientID: client),
                    version: product.version, states[client]?[id])
            }
        }
    }
}
