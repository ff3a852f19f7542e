package import OpusServer

// What is told of single clients and products, and of parts of a fleet.
extension Backend {
    /// Reads some clients of the fleet, as `fleet()` reads all.
    ///
    /// - Parameter clientIDs: exact ids.
    /// - Returns: the part of the fleet.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func fleet(of clientIDs: [String]) async throws -> Fleet {
        let info = try await server.serverInfo()
        let wanted = Set(clientIDs.map { Array($0.utf8) })
        let clients = try await clientsForTargets().filter { wanted.contains(Array($0.id.utf8)) }
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
    package func rows(ofProduct productID: String) async throws -> [ProductOnClient] {
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
