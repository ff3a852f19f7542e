import OpusServer

extension Backend {
    /// Reads the whole fleet: clients, depots, groups, then the product states in batches of
    /// clients with a few calls under way at once.
    package func fleet() async throws -> Fleet {
        // The first call logs in; the others find the session there.
        let info = try await server.serverInfo()
        try await requireRights()
        let clock = try await server.clock()
        async let clientList = clients()
        async let depots = server.depots()
        let clientDepots = try await server.clientDepots()
        let groups = try await groups()
        let productsOnDepots = try await server.productsOnDepot()
        let clients = Self.distinct(try await clientList)
        return Fleet(
            clock: clock, info: info, clients: clients, depots: try await depots,
            clientDepots: clientDepots, groups: groups, productsOnDepots: productsOnDepots,
            states: try await states(of: clients.map(\.id)))
    }

    /// Without an administrator's rights some lists come back empty, which would count as zero.
    private func requireRights() async throws {
        guard try await server.userIsAdmin() else {
            throw ServerError(
                .permission, method: "accessControl_userIsAdmin",
                "the user is no opsi administrator and sees no fleet: "
                    + "add it to the server's group of administrators")
        }
    }

    /// Groups, or why they can't be read where the server itself is well.
    private func groups() async throws -> Result<Fleet.Groups, ServerError> {
        do {
            let groups = try await server.clientGroups()
            let members = try await server.clientGroupMembers()
            return .success(Fleet.Groups(groups: groups, members: members))
        } catch let error as ServerError where error.code == .rpc {
            return .failure(error)
        }
    }

    private static func distinct(_ clients: [Client]) -> [Client] {
        var seen: Set<String> = []
        return clients.filter { seen.insert($0.id).inserted }
    }

    /// Reads the product states of clients.
    ///
    /// - Parameter clientIDs: ids in order, each once; a row names its client by the index here.
    private func states(of clientIDs: [String]) async throws -> ProductStateTable {
        var table = ProductStateTable()
        for id in clientIDs { _ = table.clients.number(of: id) }
        var batches = stride(from: 0, to: clientIDs.count, by: reading.batchSize).lazy
            .map { Array(clientIDs[$0..<min($0 + self.reading.batchSize, clientIDs.count)]) }
            .makeIterator()
        try await withThrowingTaskGroup(of: (ids: [String], table: ProductStateTable).self) {
            [server] group in
            func startNext() {
                guard let ids = batches.next() else { return }
                group.addTask { (ids, try await server.productStates(ofClients: ids)) }
            }
            for _ in 0..<reading.concurrentCalls { startNext() }
            while let batch = try await group.next() {
                startNext()
                let asked = Set(batch.ids)
                let clients = table.clients
                table.append(batch.table) { id in
                    asked.contains(id) ? clients.existingNumber(of: id) : nil
                }
            }
        }
        return table
    }
}
