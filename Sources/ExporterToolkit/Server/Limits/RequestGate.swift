import Synchronization

/// Lets only so many requests through at once.
final class RequestGate: Sendable {
    private let limit: Int
    private let count = Atomic<Int>(0)

    /// A gate.
    ///
    /// - Parameter limit: how many may be inside at once; 0 for any number.
    init(limit: Int) {
        self.limit = limit > 0 ? limit : .max
    }

    /// Goes in, unless too many are there; whoever gets in has to leave.
    func enter() -> Bool {
        let inside = count.add(1, ordering: .relaxed).newValue
        guard inside > limit else { return true }
        leave()
        return false
    }

    /// Goes in, however many are there: someone was told to go and will soon have left.
    func enterBeyondLimit() {
        count.add(1, ordering: .relaxed)
    }

    func leave() {
        count.subtract(1, ordering: .relaxed)
    }
}
