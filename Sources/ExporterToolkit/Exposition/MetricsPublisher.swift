import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Holds the metrics as they were published last, ready to be sent in every form.
///
/// Whoever learns something new publishes it, and pays for rendering and compressing once; scrapes
/// take what is there and wait for nobody.
public final class MetricsPublisher: Sendable {
    private let snapshots: Mutex<(latest: MetricsSnapshot, generation: Int)>
    /// No other process and no earlier start has it.
    private let tagPrefix: String

    /// How many requests the servers of these metrics have answered, by status.
    public let requests = RequestCounts()

    /// Nothing is published yet: scrapes get no families, and `/-/ready` says no.
    public init() {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        tagPrefix = "\(getpid())-\(now.tv_sec * 1000 + now.tv_nsec / 1_000_000)"
        snapshots = Mutex(
            (MetricsSnapshot([], isReady: false, tag: "\(tagPrefix)-0"), generation: 0))
    }

    /// Renders, compresses and publishes families, in place of those of before.
    ///
    /// One call after the other: of two at once, either may come to be the last.
    ///
    /// - Parameters:
    ///   - families: all families, in any order.
    ///   - isReady: whether this is what scrapers wait for; `/-/ready` tells of it.
    public func publish(_ families: [CollectedFamily], isReady: Bool = true) {
        let generation = snapshots.withLock { snapshots in
            snapshots.generation += 1
            return snapshots.generation
        }
        let snapshot = MetricsSnapshot(
            families, isReady: isReady, tag: "\(tagPrefix)-\(generation)")
        snapshots.withLock { $0.latest = snapshot }
    }

    /// Publishes what is collected, rendered and compressed only when a scrape asks for it, which
    /// then waits for that: for who learns something new far more often than anybody asks.
    ///
    /// - Parameters:
    ///   - isReady: whether this is what scrapers wait for; `/-/ready` tells of it.
    ///   - families: collects all families, in any order; called once at most, by the scrape.
    public func publish(
        isReady: Bool = true, whenAsked families: @escaping @Sendable () -> [CollectedFamily]
    ) {
        snapshots.withLock { snapshots in
            snapshots.generation += 1
            snapshots.latest = MetricsSnapshot(
                isReady: isReady, tag: "\(tagPrefix)-\(snapshots.generation)", whenAsked: families)
        }
    }

    /// Collects and publishes at once and then at an interval, until the task is cancelled.
    ///
    /// - Parameters:
    ///   - interval: from the end of one collection to the beginning of the next.
    ///   - collect: measures, and returns all families; scrapes never wait for it.
    public func publish(
        every interval: Duration, collect: @Sendable () async -> [CollectedFamily]
    ) async {
        while !Task.isCancelled {
            publish(await collect())
            // Cancelled is how it ends.
            try? await Task.sleep(for: interval)
        }
    }

    /// The text of families in Prometheus's text format, for a file instead of a scrape.
    ///
    /// - Parameter families: the families, in any order.
    /// - Returns: the text, in UTF-8.
    public static func text(_ families: [CollectedFamily]) -> [UInt8] {
        ExpositionRenderer.render(families, format: .text)
    }

    /// What was published last.
    var latest: MetricsSnapshot { snapshots.withLock { $0.latest } }
}
