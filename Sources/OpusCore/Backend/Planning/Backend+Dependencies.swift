package import OpusServer

extension Backend {
    /// What the server would write for some changes, with what the products depend on
    /// (`productOnClient_addDependencies`); nothing is written.
    ///
    /// - Parameter changes: what is to change.
    /// - Returns: the rows, each client's in the order in which it acts on them.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func withDependencies(
        _ changes: [ProductOnClientChange]
    ) async throws -> [ProductOnClient] {
        var rows: [ProductOnClient] = []
        for batch in changes.batches(of: CallSize.changes, by: \.clientID) {
            rows += try await server.withDependencies(batch)
        }
        return rows
    }

    /// Adds to what is known what actions with some products need, and what that needs, to the end.
    ///
    /// - Parameters:
    ///   - productIDs: exact ids.
    ///   - clients: the clients that get something.
    ///   - records: what is known; of whatever is needed all is known afterwards.
    /// - Returns: what is needed on the way, and the states of what is needed on the clients.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func addNeeds(
        ofProducts productIDs: [ObjectID], on clients: ClientSelection,
        to records: inout PlanningRecords
    ) async throws -> (needs: [ProductDependency], states: StatesByClient) {
        var next = Set(productIDs)
        var passed: Set<ObjectID> = []
        var states: StatesByClient = [:]
        var stated: Set<ObjectID> = []
        let areFew = clients.ids.count <= CallSize.together
        while !next.isEmpty {
            let unknown = records.withoutNeeds(next)
            if !unknown.isEmpty {
                var question = ProductBatch.Question(products: unknown)
                question.dependencies = true
                if areFew {
                    question.rowsOn = clients.ids
                    stated.formUnion(unknown)
                }
                let batch = try await server.batch(question)
                Self.take(batch.rows, of: clients, into: &states)
                records.add(batch.onDepots, batch.products)
                records.add(batch.dependencies, ofProducts: unknown)
            }
            passed.formUnion(next)
            let asking = next
            next = Set(
                records.dependencies.filter { asking.contains($0.productID) }
                    .map(\.requiredProductID)
            ).subtracting(passed)
        }
        let needs = records.dependencies.filter { passed.contains($0.productID) }
        let rest = Set(needs.map(\.requiredProductID)).subtracting(stated).sorted()
        if !rest.isEmpty {
            states.merge(try await self.states(of: clients, .products(rest))) { known, more in
                known.merging(more) { _, row in row }
            }
        }
        return (needs, states)
    }
}
