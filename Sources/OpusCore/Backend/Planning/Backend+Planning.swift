package import OpusServer

/// Products' states on clients, by client and product.
package typealias StatesByClient = [ObjectID: [ObjectID: ProductOnClient]]

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
        return Dictionary(first: found.map { ($0.id, $0) })
    }

    /// Reads what has to be known before products are asked for on clients.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - productIDs: the products; nil for all, an empty list for none.
    ///   - needs: whether what actions with the products need is read, too.
    /// - Returns: what was read.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func planningRecords(
        of clients: ClientSelection, products productIDs: [ObjectID]?, needs: Bool = false
    ) async throws -> PlanningRecords {
        var question = ProductBatch.Question(products: productIDs)
        question.dependencies = needs
        return try await planningRecords(of: clients, question).records
    }

    /// Reads what has to be known before products that are named are asked for on clients.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - productIDs: the products; at least one.
    ///   - needs: whether what actions with the products need is read, too.
    /// - Returns: what was read, and the products' states on the clients.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func planning(
        of clients: ClientSelection, products productIDs: [ObjectID], needs: Bool
    ) async throws -> (records: PlanningRecords, states: StatesByClient) {
        var question = ProductBatch.Question(products: productIDs)
        question.dependencies = needs
        guard clients.ids.count <= CallSize.together else {
            return (
                try await planningRecords(of: clients, question).records,
                try await states(of: clients, .products(productIDs))
            )
        }
        question.rowsOn = clients.ids
        let (records, rows) = try await planningRecords(of: clients, question)
        var states: StatesByClient = [:]
        Self.take(rows, of: clients, into: &states)
        return (records, states)
    }

    private func planningRecords(
        of clients: ClientSelection, _ question: ProductBatch.Question
    ) async throws -> (records: PlanningRecords, rows: [ProductOnClient]) {
        var question = question
        let areFew = clients.ids.count <= CallSize.together
        if areFew { question.depotsOf = clients.ids }
        let batch = try await server.batch(question)
        let clientDepots =
            areFew ? batch.clientDepots : try await clientDepots(of: clients.ids)
        let served = Set(clientDepots.map(\.clientID))
        let missing = clients.ids.filter { !served.contains($0) }
        let present = try await batched(missing, by: CallSize.ids) { server, ids in
            try await server.clients(withIDs: ids).map(\.id)
        }.joined()
        var records = PlanningRecords(
            clientDepots: clientDepots, unknownClients: Set(missing).subtracting(present),
            productsOnDepots: batch.onDepots, products: batch.products)
        if question.dependencies { records.add(batch.dependencies, ofProducts: question.products) }
        return (records, batch.rows)
    }

    /// Reads products' states on clients, by client and product.
    package func states(
        of clients: ClientSelection, _ query: ProductOnClientQuery
    ) async throws -> StatesByClient {
        let size = query.products.map { max(1, CallSize.rows / max(1, $0.count)) } ?? CallSize.ids
        let rows = try await batched(clients.ids, by: min(size, CallSize.ids)) { server, ids in
            try await server.rows(query.on(ids))
        }.joined()
        var states: StatesByClient = [:]
        Self.take(rows, of: clients, into: &states)
        return states
    }

    /// Takes rows by client and product; the server compares ids less strictly than this.
    static func take(
        _ rows: some Sequence<ProductOnClient>, of clients: ClientSelection,
        into states: inout StatesByClient
    ) {
        let asked = Set(clients.ids)
        for row in rows where asked.contains(row.clientID) {
            states[row.clientID, default: [:]][row.productID] = row
        }
    }
}
