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
        let wanted = Set(clientIDs)
        let clients = try await clientsForTargets().filter { wanted.contains($0.id) }
        async let groups = groups()
        let records = try await records(of: clients, clientDepots: server.clientDepots())
        return Fleet(info: info, records: records, groups: try await groups)
    }

    /// The rows of localboot products whose last action failed, on any client.
    package func failedRows() async throws -> [ProductOnClient] {
        try await requireAdministrator()
        return try await server.failedRows()
    }

    /// All rows of one product.
    package func rows(ofProduct productID: ObjectID) async throws -> [ProductOnClient] {
        try await requireAdministrator()
        return try await server.rows(ofProduct: productID)
    }

    /// The products that depots have.
    package func productsOnDepots() async throws -> [ProductOnDepot] {
        try await server.productsOnDepot()
    }

    /// What the server says of itself, and whether the user is an administrator.
    package func serverInfo() async throws -> (info: ServerInfo, isAdministrator: Bool) {
        (try await server.serverInfo(), try await server.userIsAdmin())
    }
}
