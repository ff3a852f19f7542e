package import OpusServer

extension Backend {
    /// Clients asked in one call: the answer waits for the slowest.
    private static let reachabilityBatch = 100

    /// The clients that answer the server right now.
    ///
    /// - Parameter clientIDs: exact ids; none asks nobody.
    /// - Returns: the ids of those that answer.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func reachable(_ clientIDs: [ObjectID]) async throws -> Set<ObjectID> {
        try await batched(clientIDs, by: Self.reachabilityBatch) { server, ids in
            try await server.reachable(ids).filter { (try? $0.value.get()) ?? false }.map(\.key)
        }.reduce(into: []) { $0.formUnion($1) }
    }

    /// Calls a function for some ids at a time, with a few calls under way at once; what they
    /// return comes in no order.
    func batched<Value: Sendable>(
        _ ids: [ObjectID], by size: Int,
        _ call: @escaping @Sendable (Server, [ObjectID]) async throws -> Value
    ) async throws -> [Value] {
        var starts = stride(from: 0, to: ids.count, by: size).makeIterator()
        return try await withThrowingTaskGroup(of: Value.self) { [server] group in
            func startNext() -> Bool {
                guard let start = starts.next() else { return false }
                let batch = Array(ids[start..<min(start + size, ids.count)])
                group.addTask { try await call(server, batch) }
                return true
            }
            var underWay = 0
            while underWay < reading.concurrentCalls, startNext() { underWay += 1 }
            var values: [Value] = []
            while let value = try await group.next() {
                values.append(value)
                _ = startNext()
            }
            return values
        }
    }
}
