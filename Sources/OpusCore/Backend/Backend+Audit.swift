package import OpusServer

extension Backend {
    /// Clients whose audits are read in one call: each is some hundred rows.
    private static let clientsPerAudit = 100
    /// Names in one call.
    private static let namesPerCall = 500

    /// Reads what audits found on clients, and what is known of it.
    package func audit(of clients: ClientSelection) async throws -> SoftwareAudit {
        var audit = SoftwareAudit()
        let asked = Set(clients.ids)
        var names: Set<String> = []
        for ids in clients.ids.chunks(of: Self.clientsPerAudit) {
            for software in try await server.software(onClients: ids)
            where asked.contains(software.clientID) {
                audit.add(software)
                names.insert(software.name)
            }
        }
        // A name that opsi would take for a pattern is left unknown.
        let exact = names.filter(\.isExactValue).sorted()
        for names in exact.chunks(of: Self.namesPerCall) {
            for software in try await server.auditSoftware(named: names) { audit.add(software) }
        }
        for (software, product) in try await licensedProducts(ofSoftwareNamed: exact) {
            audit.add(software, licensed: product)
        }
        return audit
    }

    /// Software in licence pools, with each product of its pools; none where the server knows no
    /// licences, as one without that module may refuse to tell.
    private func licensedProducts(
        ofSoftwareNamed names: [String]
    ) async throws -> [(AuditSoftware, product: ObjectID)] {
        do {
            var pooled: [SoftwareInLicensePool] = []
            for names in names.chunks(of: Self.namesPerCall) {
                pooled += try await server.licensePools(ofSoftwareNamed: names)
            }
            let ids = Set(pooled.map(\.poolID)).filter(\.isExact).sorted()
            var products: [ObjectID: [ObjectID]] = [:]
            for ids in ids.chunks(of: Self.namesPerCall) {
                for pool in try await server.licensePools(withIDs: ids) {
                    products[pool.id] = pool.productIDs
                }
            }
            return pooled.flatMap { entry in
                (products[entry.poolID] ?? []).map { (entry.software, product: $0) }
            }
        } catch let error as ServerError where error.code == .rpc {
            return []
        }
    }
}
