package import OpusServer

extension Backend {
    /// Reads what audits found on clients, and what is known of it.
    package func audit(of clients: ClientSelection) async throws -> AuditRecords {
        var audit = AuditRecords()
        let asked = Set(clients.ids)
        let found = try await batched(clients.ids, by: CallSize.audits) { server, ids in
            try await server.software(onClients: ids)
        }.joined()
        for software in found where asked.contains(software.clientID) { audit.add(software) }
        // A name that opsi would take for a pattern is left unknown.
        let names = Set(found.map(\.name)).filter(\.isExactValue).sorted()
        let known = try await batched(names, by: CallSize.names) { server, names in
            try await server.auditSoftware(named: names)
        }
        for software in known.joined() { audit.add(software) }
        for (software, product) in try await licensedProducts(ofSoftwareNamed: names) {
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
            let pooled = try await batched(names, by: CallSize.names) { server, names in
                try await server.licensePools(ofSoftwareNamed: names)
            }.flatMap(\.self)
            let ids = Set(pooled.map(\.poolID)).filter(\.isExact).sorted()
            let pools = try await batched(ids, by: CallSize.names) { server, ids in
                try await server.licensePools(withIDs: ids)
            }.joined()
            let products = Dictionary(
                pools.map { ($0.id, $0.productIDs) }, uniquingKeysWith: { _, last in last })
            return pooled.flatMap { entry in
                (products[entry.poolID] ?? []).map { (entry.software, product: $0) }
            }
        } catch let error as ServerError where error.code == .rpc {
            return []
        }
    }
}
