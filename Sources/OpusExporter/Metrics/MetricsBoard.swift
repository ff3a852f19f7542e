import ExporterToolkit
import OpusCore
import Synchronization

/// What is known of every server, published as it changes.
///
/// Collectors change it, each its own server's part.
final class MetricsBoard: Sendable {
    /// A server in an exchange of all.
    enum Entry {
        /// One that is there already, by its number.
        case kept(Int, OptionalFamilies)
        case new(ServerMetrics)
    }

    private struct State {
        /// Ordered as configured. A number is never used again.
        var servers: [(id: Int, metrics: ServerMetrics)]
        var reload = ReloadStatus()
        var nextID: Int
        var wasReady = false
        /// Changes that are made when somebody asks.
        var pending: [Int: @Sendable (inout ServerMetrics) -> Void] = [:]

        /// Makes the changes that wait.
        mutating func catchUp() {
            for (id, change) in pending {
                guard let index = servers.firstIndex(where: { $0.id == id }) else { continue }
                change(&servers[index].metrics)
            }
            pending = [:]
        }

        /// Every server has been tried, and the data of one is there: there is no more to be had.
        /// Once that is so, a server that is new or fails must not keep scrapers from the others.
        mutating func isReady() -> Bool {
            wasReady =
                wasReady
                || servers.allSatisfy { $0.metrics.collections > 0 }
                    && (servers.isEmpty || servers.contains { $0.metrics.lastSuccess != nil })
            return wasReady
                && (servers.isEmpty || servers.contains { $0.metrics.fleet != nil })
        }
    }

    /// What scrapes are answered with.
    let publisher = MetricsPublisher()
    private let state: Mutex<State>
    private let usage: @Sendable () -> ProcessUsage?
    private let certificateExpiry = Mutex<@Sendable () -> Int?>({ nil })

    /// Publishes that no collection is known of.
    ///
    /// - Parameters:
    ///   - servers: one entry a server; their numbers count from 0.
    ///   - usage: reads this process's usage.
    init(
        servers: [ServerMetrics],
        usage: @escaping @Sendable () -> ProcessUsage? = ProcessUsage.current
    ) {
        self.usage = usage
        state = Mutex(
            State(
                servers: servers.enumerated().map { (id: $0, metrics: $1) },
                nextID: servers.count))
        publisher.publish(MetricFamilies.collected(from: metrics), isReady: servers.isEmpty)
    }

    /// All that is known now.
    var metrics: ExporterMetrics { metrics(of: current, usage: usage()) }

    /// All that is known now but for this process's usage, which takes a while to read.
    var collected: ExporterMetrics { metrics(of: current, usage: nil) }

    private var current: State {
        state.withLock { state in
            state.catchUp()
            return state
        }
    }

    /// Changes what is known of one server, and publishes it.
    ///
    /// - Parameters:
    ///   - id: the server's number. Of one that is gone nobody wants to know any more.
    ///   - whenAsked: whether answers are made when somebody asks, as more changes are to be
    ///     expected before; else they are ready before the next scrape.
    ///   - change: the change; changes that wait for somebody to ask may be made after it.
    func update(
        server id: Int, whenAsked: Bool = false, _ change: (inout ServerMetrics) -> Void
    ) {
        state.withLock { state in
            if !whenAsked { state.catchUp() }
            guard let index = state.servers.firstIndex(where: { $0.id == id }) else { return }
            change(&state.servers[index].metrics)
            if whenAsked { publishWhenAsked(&state) } else { publish(&state) }
        }
    }

    /// Changes what is known of one server when somebody asks for it: of several changes before
    /// that, the last one alone is made.
    ///
    /// - Parameters:
    ///   - id: the server's number.
    ///   - change: the change.
    func updateWhenAsked(
        server id: Int, _ change: @escaping @Sendable (inout ServerMetrics) -> Void
    ) {
        state.withLock { state in
            state.pending[id] = change
            publishWhenAsked(&state)
        }
    }

    /// Makes these the servers that are known, and publishes it.
    ///
    /// - Parameters:
    ///   - entries: every server, in order.
    ///   - reload: how reading the configuration went.
    /// - Returns: the number of each.
    func exchange(_ entries: [Entry], reload: ReloadStatus) -> [Int] {
        state.withLock { state in
            state.catchUp()
            let known = Dictionary(
                state.servers.map { ($0.id, $0.metrics) }, uniquingKeysWith: { first, _ in first })
            state.servers = entries.compactMap { entry in
                switch entry {
                case .kept(let id, let families):
                    guard var metrics = known[id] else { return nil }
                    if metrics.families != families { metrics.families = families }
                    return (id, metrics)
                case .new(let metrics):
                    state.nextID += 1
                    return (state.nextID - 1, metrics)
                }
            }
            state.reload = reload
            publish(&state)
            return state.servers.map(\.id)
        }
    }

    /// Tells that the configuration could not be read anew, and publishes it.
    func reloadFailed() {
        state.withLock { state in
            state.catchUp()
            state.reload.isSuccessful = false
            publish(&state)
        }
    }

    /// Called within the lock, so that what is published follows in the order of changes.
    private func publish(_ state: inout State) {
        publisher.publish(
            MetricFamilies.collected(from: metrics(of: state, usage: usage())),
            isReady: state.isReady())
    }

    private func publishWhenAsked(_ state: inout State) {
        publisher.publish(isReady: state.isReady()) { [weak self] in
            self.map { MetricFamilies.collected(from: $0.metrics) } ?? []
        }
    }

    private func metrics(of state: State, usage: ProcessUsage?) -> ExporterMetrics {
        ExporterMetrics(
            servers: state.servers.map(\.metrics),
            process: ProcessMetrics(
                version: OpusVersion.current, requests: publisher.requests.all, usage: usage,
                reload: state.reload, certificateExpiry: certificateExpiry.withLock { $0 }()))
    }

    /// Says who knows when the exporter's own certificate ends.
    func follow(certificateExpiry: @escaping @Sendable () -> Int?) {
        self.certificateExpiry.withLock { $0 = certificateExpiry }
    }
}
