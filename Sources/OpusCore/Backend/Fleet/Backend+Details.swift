package import OpusServer

// What is told of single clients and products, and of parts of a fleet.
extension Backend {
    /// Reads some clients of the fleet, as `fleet()` reads all.
    ///
    /// - Parameter clientIDs: exact ids.
    /// - Returns: the part of the fleet.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func fleet(of clientIDs: [ObjectID]) async throws -> Fleet {
        try await requireAdministrator()
        let clients = try await times(of: clientIDs)
        guard clients.isEmpty || clients.count > CallSize.clientBatch else {
            return try await fleet(ofFew: clients)
        }
        let info = try await server.serverInfo()
        // Of many, naming them would take as many bytes as what is left out.
        async let groups = groups(of: clientIDs.count <= CallSize.names ? clientIDs : nil)
        let records = try await records(of: clients, allDepots: true)
        return Fleet(info: info, records: records, groups: try await groups)
    }

    private func fleet(ofFew clients: [ClientTimes]) async throws -> Fleet {
        let batch = try await batch(
            ofClients: clients.map(\.id),
            [.clock, .info, .members, .groups, .depots, .products])
        let records = try await records(of: clients, batch: batch, allDepots: true)
        return Fleet(
            info: batch.info ?? ServerInfo(), records: records, groups: try batch.groupsOfClients())
    }

    /// The rows that a query asks for, of some clients alone where they are given.
    package func rows(
        _ query: ProductOnClientQuery, on clientIDs: [ObjectID]? = nil
    ) async throws -> [ProductOnClient] {
        guard let clientIDs else { return try await server.rows(query) }
        let wanted = Set(clientIDs)
        return try await batched(clientIDs, by: CallSize.ids) { server, ids in
            try await server.rows(query.on(ids))
        }.joined().filter { wanted.contains($0.clientID) }
    }

    /// What is told of a few clients beside the clients themselves; what is known already is not
    /// asked for again.
    ///
    /// - Parameters:
    ///   - clientIDs: exact ids.
    ///   - parts: what is asked for beside rows and depots.
    /// - Returns: what the server has of them.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func batch(
        ofClients clientIDs: [ObjectID], _ parts: ClientBatch.Parts
    ) async throws -> ClientBatch {
        let clock = frame?.known(.clock, as: ServerClock.self)
        let groups = frame?.known(.groups, as: [Group].self)
        let depots = frame?.known(.depots, as: [Depot].self)
        var asked = parts
        if clock != nil { asked.remove(.clock) }
        if groups != nil { asked.remove(.groups) }
        if depots != nil { asked.remove(.depots) }
        var batch = try await server.batch(ofClients: clientIDs, asked)
        batch.clock = batch.clock ?? clock
        batch.groups = batch.groups ?? groups.map { .success($0) }
        if let depots { batch.depots = depots }
        return batch
    }

    /// Some products in the versions that depots have; all of them where they are nil.
    package func productsOnDepots(
        ofProducts productIDs: [ObjectID]? = nil
    ) async throws -> [ProductOnDepot] {
        try await server.productsOnDepots(ofProducts: productIDs)
    }

    /// Some products in every version.
    package func products(withIDs productIDs: [ObjectID]) async throws -> [Product] {
        try await server.products(withIDs: productIDs)
    }

    /// What the server says of itself, and what the login may do.
    package func serverInfo() async throws -> (info: ServerInfo, rights: LoginRights) {
        (try await server.serverInfo(), try await server.loginRights())
    }

    /// Calls each method that reading a fleet calls.
    ///
    /// - Throws: `ServerError` with the code `permission` where one of them is refused;
    ///   `ServerError`, or `CancellationError`.
    package func tryReading() async throws {
        let fleet = try await fleetWithoutRows()
        let some = fleet.records.clients.prefix(1).map(\.id)
        try await forEachBatch(of: some) { _ in }
    }

    /// The certificate that the server showed last; nil before the first connection, and without
    /// TLS.
    package var certificate: ServerCertificate? { server.certificate }
}

extension ClientBatch {
    /// The groups and who is in them, or why they can't be read where the server itself is well.
    fileprivate func groupsOfClients() throws -> Result<Fleet.Groups, ServerError> {
        switch (groups ?? .success([]), members ?? .success(MembershipTable())) {
        case (.success(let groups), .success(let members)):
            return .success(Fleet.Groups(groups: groups, members: members))
        case (.failure(let error), _), (_, .failure(let error)):
            guard error.code == .rpc else { throw error }
            return .failure(error)
        }
    }
}
