import OpusServer

extension Backend {
    /// Reads the whole fleet: clients, depots, groups, then the product states in batches of
    /// clients with a few calls under way at once.
    package func fleet() async throws -> Fleet {
        // The first call logs in; the others find the session there.
        let info = try await server.serverInfo()
        try await requireAdministrator()
        async let groups = groups()
        let records = try await records(of: clients(), clientDepots: server.clientDepots())
        return Fleet(info: info, records: records, groups: try await groups)
    }

    /// Groups, or why they can't be read where the server itself is well.
    func groups() async throws -> Result<Fleet.Groups, ServerError> {
        do {
            let groups = try await server.clientGroups()
            let members = try await server.clientGroupMembers()
            return .success(Fleet.Groups(groups: groups, members: members))
        } catch let error as ServerError where error.code == .rpc {
            return .failure(error)
        }
    }
}
