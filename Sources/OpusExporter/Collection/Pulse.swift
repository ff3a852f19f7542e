import Synchronization

/// Tells whether something that acts again and again still does.
final class Pulse: Sendable {
    /// How late it may be; a machine that wakes up needs a moment.
    private static let grace = Duration.seconds(30)

    private struct State {
        var next: Duration?
        /// Since when something goes on that was told to end.
        var abandoned: Duration?
    }

    private let state = Mutex(State())

    /// Takes in when the next action is due, on the clock that the collector goes by.
    func expect(by time: Duration) {
        state.withLock { $0.next = time }
    }

    /// Takes in that the running action was told to end.
    func abandoned(at time: Duration) {
        state.withLock { $0.abandoned = time }
    }

    /// Takes in that the running action has ended.
    func ended() {
        state.withLock { $0.abandoned = nil }
    }

    /// Whether the next action is not overdue, and whatever was told to end has done so soon.
    func isBeating(at now: Duration) -> Bool {
        state.withLock { state in
            [state.next, state.abandoned].allSatisfy { $0.map { now <= $0 + Self.grace } ?? true }
        }
    }
}
