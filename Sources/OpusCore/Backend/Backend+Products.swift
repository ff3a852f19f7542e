public import OpusServer

/// What was asked for on each client that was named: the requests that the server has written,
/// those for dependencies included, or why something was not.
public typealias ProductResults = [ObjectID: Result<[ProductRequest], ClientFailure>]

extension Backend {
    /// Asks clients to install products, whether or not they are installed, and what they depend
    /// on (`productOnClient_updateObjectsWithDependencies`).
    ///
    /// - Parameters:
    ///   - products: exact ids; at least one.
    ///   - clients: the clients.
    /// - Returns: what became of it for each client; a depot that lacks a product is a failure.
    /// - Throws: `ServerError` where nothing could be read or written; `CancellationError`.
    public func install(
        _ products: [ObjectID], on clients: ClientSelection
    ) async throws -> ProductResults {
        try await request(.setup, products, on: clients, withDependencies: true)
    }

    /// Asks clients to remove products, whether or not they are installed
    /// (`productOnClient_updateObjectsWithDependencies`).
    ///
    /// - Parameters:
    ///   - products: exact ids; at least one.
    ///   - clients: the clients.
    /// - Returns: what became of it for each client; a depot that lacks a product is a failure.
    /// - Throws: `ServerError` where nothing could be read or written; `CancellationError`.
    public func uninstall(
        _ products: [ObjectID], on clients: ClientSelection
    ) async throws -> ProductResults {
        try await request(.uninstall, products, on: clients, withDependencies: true)
    }

    /// Asks clients to install products, without what they depend on
    /// (`productOnClient_updateObjects`).
    ///
    /// - Parameters:
    ///   - products: exact ids; at least one.
    ///   - clients: the clients.
    /// - Returns: what became of it for each client; a depot that lacks a product is a failure.
    /// - Throws: `ServerError` where nothing could be read or written; `CancellationError`.
    public func setSetup(
        _ products: [ObjectID], on clients: ClientSelection
    ) async throws -> ProductResults {
        try await request(.setup, products, on: clients, withDependencies: false)
    }

    /// Records products as installed in the version that each client's depot has
    /// (`productOnClient_updateObjects`). Nothing happens on the clients.
    ///
    /// - Parameters:
    ///   - products: exact ids; at least one.
    ///   - clients: the clients.
    /// - Returns: what became of it for each client; a depot that lacks a product is a failure.
    /// - Throws: `ServerError` where nothing could be read or written; `CancellationError`.
    public func setInstalled(
        _ products: [ObjectID], on clients: ClientSelection
    ) async throws -> ProductResults {
        try await change(products, on: clients, withDependencies: false) { client, product in
            .recording(.installed, of: product, clientID: client)
        }
    }

    /// Records products as not installed (`productOnClient_updateObjects`). Nothing happens on the
    /// clients.
    ///
    /// - Parameters:
    ///   - products: exact ids; at least one.
    ///   - clients: the clients.
    /// - Returns: what became of it for each client; a depot that lacks a product is a failure.
    /// - Throws: `ServerError` where nothing could be read or written; `CancellationError`.
    public func setUninstalled(
        _ products: [ObjectID], on clients: ClientSelection
    ) async throws -> ProductResults {
        try await change(products, on: clients, withDependencies: false) { client, product in
            .recording(.notInstalled, of: product, clientID: client)
        }
    }

    private func request(
        _ action: ActionRequest, _ products: [ObjectID], on clients: ClientSelection,
        withDependencies: Bool
    ) async throws -> ProductResults {
        try await change(products, on: clients, withDependencies: withDependencies) {
            client, product in
            var change = ProductOnClientChange(
                clientID: client, productID: product.productID, type: product.type)
            change.actionRequest = action
            return change
        }
    }

    private func change(
        _ products: [ObjectID], on clients: ClientSelection, withDependencies: Bool,
        _ change: (_ client: ObjectID, _ product: ProductOnDepot) -> ProductOnClientChange
    ) async throws -> ProductResults {
        let records = try await planningRecords(of: clients, products: products)
        let states = try await states(of: clients, .products(products))
        var rows: [PlannedRow] = []
        var refused: [ObjectID: [ClientFailure]] = [:]
        for client in clients.ids {
            guard let depot = records.depotOfClient[client] else {
                refused[client] = [
                    records.unknownClients.contains(client) ? .unknownClient : .unknownDepot
                ]
                continue
            }
            for id in products {
                if let product = records.product(id, onDepot: depot) {
                    let seen = states[client]?[id].map { RowState($0) }
                    rows.append(PlannedRow(change(client, product), seen: seen))
                } else {
                    refused[client, default: []].append(.notOnDepot(id, depot))
                }
            }
        }
        var written = WrittenChanges()
        if !rows.isEmpty {
            written = try await write(rows, withDependencies: withDependencies)
        }
        return results(of: clients, rows, written, refused)
    }

    private func results(
        of clients: ClientSelection, _ rows: [PlannedRow], _ written: WrittenChanges,
        _ refused: [ObjectID: [ClientFailure]]
    ) -> ProductResults {
        var requests: [ObjectID: [ProductRequest]] = [:]
        var failures = refused
        for row in rows {
            let client = row.change.clientID
            switch written.fates[row.key]?.result {
            case .success:
                requests[client, default: []].append(
                    ProductRequest(
                        clientID: client, productID: row.change.productID,
                        action: row.change.actionRequest))
            case .failure(let failure): failures[client, default: []].append(failure)
            case nil: break
            }
        }
        for request in written.added { requests[request.clientID, default: []].append(request) }
        var results: ProductResults = [:]
        for client in clients.ids {
            results[client] =
                ClientFailure.combined(failures[client] ?? []).map { .failure($0) }
                ?? .success(requests[client] ?? [])
        }
        return results
    }
}

extension ClientFailure {
    package static let unknownDepot = ClientFailure(
        .notPossible,
        "its depot does not exist: set the client's depot (clientconfig.depot.id) to one that does")

    package static func notOnDepot(_ product: ObjectID, _ depot: ObjectID) -> ClientFailure {
        ClientFailure(
            .notPossible, "\(product) is not on its depot \(depot): install the package there",
            products: [product])
    }
}
