import Synchronization

/// What is known of every server, and the snapshot rendered from it.
///
/// Collectors change it, each its own server's part; scrapes take the snapshot and wait for nobody.
final class MetricsBoard: Sendable {
    private struct State {
        var servers: [ServerMetrics]
        var generation = 0
    }

    let requests = RequestCounts()
    private let state: Mutex<State>
    private let current: Mutex<Snapshot>
    private let usage: @Sendable () -> ProcessUsage?
    private let tagPrefix: String

    /// Starts with a snapshot that knows of no collection.
    ///
    /// - Parameters:
    ///   - servers: one entry a server.
    ///   - tagPrefix: a text that no other process and no earlier start has, for entity tags.
    ///   - usage: reads this process's usage.
    init(
        servers: [ServerMetrics], tagPrefix: String,
        usage: @escaping @Sendable () -> ProcessUsage? = ProcessUsage.current
    ) {
        self.usage = usage
        self.tagPrefix = tagPrefix
        state = Mutex(State(servers: servers))
        current = Mutex(
            Snapshot(
                ExporterMetrics(
                    servers: servers,
                    process: ProcessMetrics(
                        version: Version.current, requests: requests.all, usage: usage())),
                tag: "\(tagPrefix)-0"))
    }

    /// The latest snapshot.
    var snapshot: Snapshot { current.withLock { $0 } }

    /// All that is known now.
    var metrics: ExporterMetrics {
        state.withLock { ExporterMetrics(servers: $0.servers, process: process) }
    }

    private var process: ProcessMetrics {
        ProcessMetrics(version: Version.current, requests: requests.all, usage: usage())
    }

    /// Changes what is known of one server, and renders the next snapshot.
    ///
    /// - Parameters:
    ///   - index: the server's place among those that the board was started with.
    ///   - change: the change.
    func update(server index: Int, _ change: (inout ServerMetrics) -> Void) {
        // Held while rendering, so that snapshots follow each other in the order of changes.
        state.withLock { state in
            guard state.servers.indices.contains(index) else { return }
            change(&state.servers[index])
            state.generation += 1
            let next = Snapshot(
                ExporterMetrics(servers: state.servers, process: process),
                tag: "\(tagPrefix)-\(state.generation)")
            current.withLock { $0 = next }
        }
    }
}
