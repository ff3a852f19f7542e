import OpusCore
import UnixSignals

/// Lets Ctrl-C stop what runs in an orderly way.
enum Interruption {
    /// Runs a body, and cancels its task at SIGINT or SIGTERM. What the body then still finishes
    /// is finished.
    ///
    /// - Returns: what the body returns.
    /// - Throws: what the body throws.
    static func watch<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in signals { break }
                return nil
            }
            while let ended = try await group.next() {
                group.cancelAll()
                if let value = ended { return value }
            }
            throw CancellationError()
        }
    }
}
