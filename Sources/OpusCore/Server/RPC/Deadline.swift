/// Runs an operation, and cancels it when its time is up.
///
/// - Throws: what the operation throws, or `expired()` where time ran out first.
func withDeadline<Value: Sendable>(
    _ limit: Duration,
    expired: @Sendable () -> any Error,
    _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else {
            try Task.checkCancellation()
            throw expired()
        }
        return value
    }
}
