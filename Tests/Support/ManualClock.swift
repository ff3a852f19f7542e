import Synchronization

/// A clock that goes on only when it is told to.
public final class ManualClock: Clock, Sendable {
    /// Times as Swift counts them.
    public typealias Duration = Swift.Duration

    /// A moment, by the time since the clock was made.
    public struct Instant: InstantProtocol {
        /// The time since the clock was made.
        public var offset = Duration.zero

        /// A moment so long after the clock was made.
        public init(offset: Duration = .zero) { self.offset = offset }

        /// The moment so much later.
        public func advanced(by duration: Duration) -> Self { Self(offset: offset + duration) }
        /// The time until another moment.
        public func duration(to other: Self) -> Duration { other.offset - offset }
        /// Whether one is before the other.
        public static func < (left: Self, right: Self) -> Bool { left.offset < right.offset }
    }

    private struct State {
        var now = Instant()
        var sleepers: [Int: (end: Instant, continuation: CheckedContinuation<Void, Never>)] = [:]
        var cancelled: Set<Int> = []
        var last = 0
    }

    private let state = Mutex(State())

    /// The moment that it shows.
    public var now: Instant { state.withLock { $0.now } }
    /// It can be told any moment.
    public let minimumResolution = Duration.zero

    /// A clock that has just been made.
    public init() {}

    /// Goes on by some time.
    public func advance(by duration: Duration) { advance(to: now.offset + duration) }

    /// Goes on until so long after it was made.
    public func advance(to offset: Duration) {
        let woken = state.withLock { state in
            state.now = Instant(offset: offset)
            let due = state.sleepers.filter { $0.value.end <= state.now }
            for key in due.keys { state.sleepers[key] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Waits until it has been told a moment.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let number = state.withLock { state in
            state.last += 1
            return state.last
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state -> Bool in
                    if deadline <= state.now || state.cancelled.contains(number) { return true }
                    state.sleepers[number] = (deadline, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.cancelled.insert(number)
                return state.sleepers.removeValue(forKey: number)
            }
            sleeper?.continuation.resume()
        }
        try Task.checkCancellation()
    }
}
