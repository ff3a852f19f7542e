package import OpusServer

extension Backend {
    /// The clients that answer the server right now.
    ///
    /// - Parameter clientIDs: exact ids; none asks nobody.
    /// - Returns: the ids of those that answer.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func reachable(_ clientIDs: [ObjectID]) async throws -> Set<ObjectID> {
        try await batched(clientIDs, by: CallSize.reachability) { server, ids in
            try await server.reachable(ids).filter { (try? $0.value.get()) ?? false }.map(\.key)
        }.reduce(into: []) { $0.formUnion($1) }
    }
}
