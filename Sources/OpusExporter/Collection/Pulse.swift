import Synchronization

/// Tells whether something that acts again and again still does.
final class Pulse: Sendable {
    /// How late it may be; a machine that wakes up needs a moment.
    private static let grace = Duration.seconds(30)

    private let next = Mutex<Duration?>(nil)

    /// Takes in when the next action is due, on the clock that the collector goes by.
    func expect(by time: Duration) {
        next.withLock { $0 = time }
    }

    /// Whether the next action is not overdue.
    func isBeating(at now: Duration) -> Bool {
        next.withLock { $0.map { now <= $0 + Self.grace } ?? true }
    }
}
