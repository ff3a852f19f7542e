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
        for batch in changes.batches(of: Self.changesPerCall, by: \.clientID) {
            rows += try await server.withDependencies(batch)
        }
        return rows
    }

    /// What actions with some products need, and what that needs, to the end.
    ///
    /// - Parameter productIDs: exact ids.
    /// - Returns: the dependencies of every version of every product on the way.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func dependencies(ofProducts productIDs: [ObjectID]) async throws -> [ProductDependency]
    {
        var found: [ProductDependency] = []
        var known = Set(productIDs)
        var next = known.sorted()
        while !next.isEmpty {
            let more = try await server.dependencies(ofProducts: next)
            found += more
            next = Set(more.map(\.requiredProductID)).subtracting(known).sorted()
            known.formUnion(next)
        }
        return found
    }

    /// Adds what depots have of further products to what is known.
    ///
    /// - Parameters:
    ///   - productIDs: exact ids.
    ///   - records: what is known.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func add(
        products productIDs: [ObjectID], to records: inout PlanningRecords
    ) async throws {
        guard !productIDs.isEmpty else { return }
        records.add(
            try await server.productsOnDepots(ofProducts: productIDs),
            try await server.products(withIDs: productIDs))
    }
}
