import NIOCore
import Synchronization

/// Lets requests through at a steady rate, and some at once after a pause.
final class TokenBucket: Sendable {
    /// How many at which rate.
    struct Rate: Sendable, Equatable {
        /// From one request to the next.
        let interval: Duration
        /// How many may come at once.
        let burst: Int
    }

    private let rate: Rate
    /// When the bucket was, or will be, full.
    private let full: Mutex<Duration>

    /// A full one.
    init(_ rate: Rate, now: NIODeadline) {
        self.rate = rate
        full = Mutex(now.uptime)
    }

    /// Takes a token.
    ///
    /// - Parameter now: the time.
    /// - Returns: nil where there was one; else how long it takes until there is.
    func take(now: NIODeadline) -> Duration? {
        full.withLock { full in
            let start = max(full, now.uptime)
            // Each token taken puts off the moment at which the bucket is full.
            let wait = start - now.uptime - rate.interval * (rate.burst - 1)
            guard wait <= .zero else { return wait }
            full = start + rate.interval
            return nil
        }
    }
}

extension NIODeadline {
    /// As a duration, which does not overflow where a year is multiplied.
    fileprivate var uptime: Duration { .nanoseconds(Int64(uptimeNanoseconds)) }
}
