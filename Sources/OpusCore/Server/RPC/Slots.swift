import Synchronization

/// Lets a number of operations run at once; the others wait in line, however long.
package final class Slots: Sendable {
    private struct Contents {
        var free: Int
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Bool, Never>)] = []
        var nextTicket = 0
    }

    private let contents: Mutex<Contents>

    /// - Parameter count: how many may run at once.
    package init(_ count: Int) { contents = Mutex(Contents(free: count)) }

    /// Runs an operation when its turn has come.
    ///
    /// - Throws: what the operation throws, or `CancellationError` where the task is cancelled
    ///   before that.
    package func withSlot<Value: Sendable>(
        _ operation: () async throws -> Value
    ) async throws -> Value {
        guard await enter() else { throw CancellationError() }
        defer { leave() }
        return try await operation()
    }

    /// Waits for a slot; false where the task was cancelled.
    private func enter() async -> Bool {
        let ticket = contents.withLock { contents in
            contents.nextTicket += 1
            return contents.nextTicket
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let decision = contents.withLock { contents -> Bool? in
                    if Task.isCancelled { return false }
                    guard contents.free == 0 else {
                        contents.free -= 1
                        return true
                    }
                    contents.waiting.append((ticket, continuation))
                    return nil
                }
                if let decision { continuation.resume(returning: decision) }
            }
        } onCancel: {
            let cancelled = contents.withLock { contents in
                contents.waiting.firstIndex { $0.ticket == ticket }
                    .map { contents.waiting.remove(at: $0).continuation }
            }
            cancelled?.resume(returning: false)
        }
    }

    private func leave() {
        let next = contents.withLock { contents in
            guard !contents.waiting.isEmpty else {
                contents.free += 1
                return CheckedContinuation<Bool, Never>?.none
            }
            return contents.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }
}
