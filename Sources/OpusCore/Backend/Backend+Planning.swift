package import OpusServer

extension Backend {
    /// Selects clients by their exact ids.
    ///
    /// - Throws: `ClientSelection.Refusal`, `ServerError`, `CancellationError`.
    package func selection(_ clientIDs: [ObjectID]) async throws -> ClientSelection {
        guard !clientIDs.isEmpty else { throw ClientSelection.Refusal.empty }
        // Nothing that is no exact id is asked for.
        let exact = clientIDs.distinct()
        if let pattern = exact.first(where: { !$0.isExact }) {
            throw ClientSelection.Refusal.notExact(pattern)
        }
        return try ClientSelection(exact, among: try await clients(exact).map(\.id))
    }

    /// Those of some clients that the server still has, by id.
    package func existing(_ clients: ClientSelection) async throws -> [ObjectID: Client] {
        let found = try await batched(clients.ids, by: CallSize.ids) { server, ids in
            try await server.clients(withIDs: ids)
        }.joined()
        return Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Reads what has to be known before products are asked for on clients.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - productIDs: the products; nil for all, an empty list for none.
    /// - Returns: what was read.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func planningRecords(
        of clients: ClientSelection, products productIDs: [ObjectID]?
    ) async throws -> PlanningRecords {
        let clientDepots = try await clientDepots(of: clients.ids)
        let served = Set(clientDepots.map(\.clientID))
        let missing = clients.ids.filter { !served.contains($0) }
        let present = try await batched(missing, by: CallSize.ids) { server, ids in
            try await server.clients(withIDs: ids).map(\.id)
        }.joined()
        let onDepots: [ProductOnDepot]
        let products: [Product]
        if let productIDs, productIDs.isEmpty {
            (onDepots, products) = ([], [])
        } else if let productIDs {
            onDepots = try await productsOnDepots(ofProducts: productIDs)
            products = try await server.products(withIDs: productIDs)
        } else {
            onDepots = try await server.productsOnDepot()
            products = try await server.products()
        }
        return PlanningRecords(
            clientDepots: clientDepots, unknownClients: Set(missing).subtracting(present),
            productsOnDepots: onDepots,
            products: products)
    }

    /// Reads products' states on clients, by client and product.
    package func states(
        of clients: ClientSelection, _ query: ProductOnClientQuery
    ) async throws -> [ObjectID: [ObjectID: ProductOnClient]] {
        let size = query.products.map { max(1, CallSize.rows / max(1, $0.count)) } ?? CallSize.ids
        let rows = try await batched(clients.ids, by: min(size, CallSize.ids)) { server, ids in
            try await server.rows(query.on(ids))
        }.joined()
        // The server compares ids less strictly than this.
        let asked = Set(clients.ids)
        var states: [ObjectID: [ObjectID: ProductOnClient]] = [:]
        for row in rows where asked.contains(row.clientID) {
            states[row.clientID, default: [:]][row.productID] = row
        }
        return states
    }
}
