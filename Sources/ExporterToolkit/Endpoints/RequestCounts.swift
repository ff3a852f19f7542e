import Synchronization

/// Counts answered requests by status.
final class RequestCounts: Sendable {
    /// Every status that the exporter answers with has a count from the start.
    private static let usual = [200, 304, 404, 405, 503]

    private let counts = Mutex(Dictionary(uniqueKeysWithValues: usual.map { ($0, 0) }))

    func count(_ status: Int) {
        counts.withLock { $0[status, default: 0] += 1 }
    }

    /// The counts, ordered by status.
    var all: [RequestCount] {
        counts.withLock { counts in
            counts.map { RequestCount(status: $0.key, count: $0.value) }
        }
        .sorted { $0.status < $1.status }
    }
}
