extension Server {
    /// What the server would write for some changes, with what the products depend on, in the
    /// order in which each client acts (`productOnClient_addDependencies`, opsi 4.3). Nothing is
    /// written.
    ///
    /// - Parameter changes: what is to change; at least one.
    /// - Returns: rows of which the ids and the request are filled. Clients that the server does
    ///   not have, and products that a client's depot lacks, are missing.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func withDependencies(
        _ changes: [ProductOnClientChange]
    ) async throws -> [ProductOnClient] {
        try await rpc.list(
            "productOnClient_addDependencies", [try objects(of: changes)],
            elements: { ObjectListReader<ProductOnClient>() }
        ).value
    }
}
