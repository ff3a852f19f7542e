import OpusCore
import Synchronization

/// Ends a pause as soon as a server tells that something was written.
final class WaitingSignal: Sendable {
    private struct State {
        var isSet = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    /// What is written together is looked at together.
    private static let gatheringTime = Duration.milliseconds(250)

    private let state = Mutex(State())

    /// Listens until the task is cancelled, where the server lets it.
    func listen(to opus: Opus) async {
        // Where there is nothing to be heard, pauses end by themselves.
        try? await opus.listen { _ in self.ring() }
    }

    /// Waits.
    ///
    /// - Parameter time: how long at most.
    /// - Returns: whether something was written.
    /// - Throws: `CancellationError`.
    @discardableResult
    func wait(atMost time: Duration) async throws -> Bool {
        let isRung = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await Task.sleep(for: time)
                return false
            }
            group.addTask {
                await self.rung()
                try await Task.sleep(for: Self.gatheringTime)
                return true
            }
            let first = try await group.next() ?? false
            group.cancelAll()
            return first
        }
        try Task.checkCancellation()
        return isRung
    }

    private func ring() {
        let waiter = state.withLock { state in
            state.isSet = state.waiter == nil
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    private func rung() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard !state.isSet, !Task.isCancelled else {
                        state.isSet = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume()
        }
    }
}
