import Synchronization

/// The addresses that the exporter listens on, once it does.
final class BoundAddress: Sendable {
    /// Where the exporter is reached.
    struct Value: Sendable, Equatable {
        let port: Int
        let url: String
    }

    private enum State {
        case waiting([CheckedContinuation<[Value], any Error>])
        case resolved(Result<[Value], ListenError>)
    }

    private let state = Mutex(State.waiting([]))

    /// Tells everyone who waits; the first time counts.
    func resolve(_ result: Result<[Value], ListenError>) {
        let waiting = state.withLock { state in
            guard case .waiting(let waiting) = state else {
                return [CheckedContinuation<[Value], any Error>]()
            }
            state = .resolved(result)
            return waiting
        }
        for continuation in waiting { continuation.resume(with: result.mapError { $0 }) }
    }

    /// Waits until the exporter listens, or can't.
    ///
    /// - Returns: one entry an address, in the order in which they were configured.
    /// - Throws: `ListenError` where it can't.
    func values() async throws -> [Value] {
        try await withCheckedThrowingContinuation { continuation in
            let result: Result<[Value], ListenError>? = state.withLock { state in
                switch state {
                case .resolved(let result): return result
                case .waiting(let waiting):
                    state = .waiting(waiting + [continuation])
                    return nil
                }
            }
            if let result { continuation.resume(with: result.mapError { $0 }) }
        }
    }
}
