package import OpusServer

// What is told of single clients and products, and of parts of a fleet.
extension Backend {
    /// Reads some clients of the fleet, as `fleet()` reads all.
    ///
    /// - Parameter clientIDs: exact ids.
    /// - Returns: the part of the fleet.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func fleet(of clientIDs: [ObjectID]) async throws -> Fleet {
        let info = try await server.serverInfo()
        try await requireAdministrator()
        let clients = try await times(of: clientIDs)
        // Of many, naming them would take as many bytes as what is left out.
        async let groups = groups(of: clientIDs.count <= CallSize.names ? clientIDs : nil)
        let records = try await records(of: clients, allDepots: true)
        return Fleet(info: info, records: records, groups: try await groups)
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

    /// What is told of one client beside the client itself.
    package func sheet(ofClient clientID: ObjectID) async throws -> ClientSheet {
        try await server.sheet(ofClient: clientID)
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
