import Synchronization

/// Counts answered requests by status.
public final class RequestCounts: Sendable {
    /// How many requests were answered with one status.
    public struct Entry: Sendable, Equatable {
        /// The HTTP status.
        public let status: Int
        /// How many.
        public let count: Int
    }

    /// Every usual status has a count from the start.
    private static let usual = [200, 304, 404, 405, 503]

    private let counts = Mutex(Dictionary(uniqueKeysWithValues: usual.map { ($0, 0) }))

    init() {}

    func count(_ status: Int) {
        counts.withLock { $0[status, default: 0] += 1 }
    }

    /// The counts, ordered by status.
    public var all: [Entry] {
        counts.withLock { counts in counts.map { Entry(status: $0.key, count: $0.value) } }
            .sorted { $0.status < $1.status }
    }
}
