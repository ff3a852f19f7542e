import LocalSystem
import Logging
import OpusCore
import ServiceLifecycle
import Synchronization

/// Runs a collector for every server, and exchanges them when the configuration changes: whoever
/// stays as it is keeps its session, its rhythm and what is known of it.
final class CollectorPool: Service, Sendable {
    typealias Source = (source: any FleetSource, calls: CallStatistics)
    /// Prepares the reading of a server; throws where its description can't be used.
    typealias SourceMaker =
        @Sendable (CollectionConfiguration) throws(ConfigurationError) -> Source

    /// What an exchange came to.
    struct Changes: Equatable {
        var kept = 0
        var started = 0
        var stopped = 0
    }

    /// What makes a server another one, if it differs.
    private struct Identity: Equatable {
        let collection: CollectionConfiguration
        /// The contents of the files of its CA, and of the certificate that it is shown.
        let files: [String?]

        init(_ collection: CollectionConfiguration) {
            // Families are chosen when metrics are rendered; reading is the same, but for causes.
            var collection = collection
            let findsCauses = collection.families.causes != nil
            collection.families = OptionalFamilies(causes: findsCauses ? .causes : nil)
            self.collection = collection
            let client = collection.server.clientCertificate
            var paths = [client?.certificateFile, client?.keyFile]
            if case .authorityFile(let path) = collection.server.trust { paths.append(path) }
            files = paths.map { path in path.flatMap { try? FileText.contents($0) } }
        }
    }

    private struct Member {
        /// On the board.
        let id: Int
        let identity: Identity
        let stop: AsyncStream<Never>.Continuation
        let pulse: Pulse
        /// Has everything read at once.
        let readAll: @Sendable () -> Void
    }

    private enum Plan {
        case keep(Member)
        case start(Source)
    }

    /// A collector to be run, until it is stopped.
    private struct Job: Sendable {
        let collector: Collector
        let stopped: AsyncStream<Never>

        func run() async {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await collector.run() }
                group.addTask { for await _ in stopped {} }
                await group.next()
                group.cancelAll()
            }
        }
    }

    private let board: MetricsBoard
    private let clock: CollectorClock
    private let logger: Logger
    private let makeSource: SourceMaker
    private let members = Mutex<[Member]>([])
    private let jobs: AsyncStream<Job>
    private let sender: AsyncStream<Job>.Continuation

    /// A pool without any server.
    init(
        board: MetricsBoard, clock: CollectorClock, logger: Logger,
        makeSource: @escaping SourceMaker
    ) {
        self.board = board
        self.clock = clock
        self.logger = logger
        self.makeSource = makeSource
        (jobs, sender) = AsyncStream.makeStream(of: Job.self)
    }

    /// Runs the collectors until the task is cancelled or shut down.
    func run() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await job in self.jobs { group.addTask { await job.run() } }
                group.cancelAll()
            }
        }
    }

    /// Has everything of every server read at once.
    func readAll() {
        for member in members.withLock({ $0 }) { member.readAll() }
    }

    /// Whether every server's collections go on as planned.
    func isCollecting() -> Bool {
        let now = clock.uptime()
        return members.withLock { $0.allSatisfy { $0.pulse.isBeating(at: now) } }
    }

    /// Makes the servers those of a configuration.
    ///
    /// - Parameters:
    ///   - collections: the servers, each with a name of its own.
    ///   - reload: what is to be told of the exchange.
    /// - Returns: what changed.
    /// - Throws: `ConfigurationError` where one can't be used; nothing is changed then.
    func exchange(
        _ collections: [CollectionConfiguration], reload: ReloadStatus
    ) throws(ConfigurationError) -> Changes {
        // One at a time, whoever asks for it.
        let result = members.withLock { members -> Result<Changes, ConfigurationError> in
            do throws(ConfigurationError) {
                return .success(try exchange(&members, collections, reload))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func exchange(
        _ members: inout [Member], _ collections: [CollectionConfiguration], _ reload: ReloadStatus
    ) throws(ConfigurationError) -> Changes {
        let plans = try plans(for: collections, members)
        let entries = zip(collections, plans).map { collection, plan -> MetricsBoard.Entry in
            switch plan {
            case .keep(let member): .kept(member.id, collection.families)
            case .start: .new(ServerMetrics(collection))
            }
        }
        let ids = board.exchange(entries, reload: reload)
        let isAlone = collections.count == 1
        let present = zip(ids, zip(collections, plans)).map { id, planned -> Member in
            switch planned.1 {
            case .keep(let member): member
            case .start(let source): start(planned.0, source, id: id, isAlone: isAlone)
            }
        }
        let kept = plans.count { if case .keep = $0 { true } else { false } }
        let leaving = members.filter { !ids.contains($0.id) }
        for member in leaving { member.stop.finish() }
        members = present
        return Changes(kept: kept, started: plans.count - kept, stopped: leaving.count)
    }

    /// Who stays, and sources for the others.
    private func plans(
        for collections: [CollectionConfiguration], _ members: [Member]
    ) throws(ConfigurationError) -> [Plan] {
        var plans: [Plan] = []
        for collection in collections {
            let identity = Identity(collection)
            if let member = members.first(where: { $0.identity == identity }) {
                plans.append(.keep(member))
                continue
            }
            do {
                plans.append(.start(try makeSource(collection)))
            } catch {
                for case .start(let source) in plans { shutDown(source) }
                throw error
            }
        }
        return plans
    }

    private func shutDown(_ source: Source) {
        let source = source.source
        Task { await source.shutdown() }
    }

    private func start(
        _ collection: CollectionConfiguration, _ source: Source, id: Int, isAlone: Bool
    ) -> Member {
        let pulse = Pulse()
        let requests = CollectionRequests()
        let (stopped, stop) = AsyncStream.makeStream(of: Never.self)
        let collector = Collector(
            source: source.source, calls: source.calls,
            timing: collection.timing(isAlone: isAlone),
            report: CollectionReport(
                board: board, server: id, logger: logger.naming(collection),
                unixTime: clock.unixTime, depots: collection.reading.depots,
                account: { [source = source.source] in source.account },
                certificateExpiry: { [source = source.source] in source.certificateExpiry }),
            clock: clock, pulse: pulse, requests: requests)
        if case .terminated = sender.yield(Job(collector: collector, stopped: stopped)) {
            // The exporter is about to end.
            shutDown(source)
        }
        return Member(
            id: id, identity: Identity(collection), stop: stop, pulse: pulse,
            readAll: { [source = source.source] in
                source.readAllNext()
                requests.request()
            })
    }
}
