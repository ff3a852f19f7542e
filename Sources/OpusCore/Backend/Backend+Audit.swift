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
        return audit
    }
}
