import OpusCore

/// Where a collector takes the fleet from.
protocol FleetSource: Sendable {
    /// Reads what is needed to know the whole fleet.
    func collect() async throws -> CollectedFleet
    /// Finds out more about why products failed; told again and again of what is known.
    func findCauses(
        in fleet: CollectedFleet, _ found: @Sendable (FailureCauses) -> Void
    ) async throws
    /// When the server's certificate ends, in Unix seconds; nil where none was seen.
    var certificateExpiry: Int? { get }
    /// What it took to know the fleet.
    var account: FleetAccount { get }
    /// Has everything read the next time.
    func readAllNext()
    /// Says that `listen` follows at once.
    func expectEvents()
    /// Listens to the server until the task is cancelled, and tells what becomes of it; returns at
    /// once where that is not wanted.
    func listen(_ report: @escaping @Sendable (FleetMonitor.Change) -> Void) async
    /// The fleet as it is known now; nil where that is what was read last.
    var latest: FleetSummary? { get }
    /// Ends the session; called once, at the end.
    func shutdown() async
}

extension FleetSource {
    var certificateExpiry: Int? { nil }
    func findCauses(
        in fleet: CollectedFleet, _ found: @Sendable (FailureCauses) -> Void
    ) async throws {}
    var account: FleetAccount { FleetAccount() }
    func readAllNext() {}
    func expectEvents() {}
    func listen(_ report: @escaping @Sendable (FleetMonitor.Change) -> Void) async {}
    var latest: FleetSummary? { nil }
}

/// What a collection has brought.
struct CollectedFleet: Sendable {
    let outline: FleetOutline
    /// The counts as of now, which may have changed since; made when somebody asks.
    let summary: @Sendable () -> FleetSummary?

    init(outline: FleetOutline, summary: @escaping @Sendable () -> FleetSummary?) {
        self.outline = outline
        self.summary = summary
    }

    init(_ summary: FleetSummary) {
        self.init(outline: FleetOutline(summary)) { summary }
    }
}

/// A fleet that is read in full now and then, and otherwise by what changed.
struct WatchedFleet: FleetSource {
    private let opus: Opus
    private let monitor: FleetMonitor
    private let causes: CauseMonitor?
    private let listens: Bool

    /// - Parameters:
    ///   - opus: the server's fleet.
    ///   - refreshing: how often it is read in full.
    ///   - logs: how many logs may be read between two collections; nil where nobody wants to know
    ///     why products failed.
    ///   - listens: whether the server's events are listened to.
    init(
        _ opus: Opus, refreshing: FleetRefreshing, logs: Int? = nil, listens: Bool = false
    ) {
        self.opus = opus
        self.listens = listens
        monitor = FleetMonitor(opus, refreshing: refreshing)
        causes = logs.map { CauseMonitor(opus, logs: $0) }
    }

    var certificateExpiry: Int? { opus.serverCertificate?.notAfter }

    var account: FleetAccount { monitor.account }

    var latest: FleetSummary? { monitor.latest }

    func readAllNext() { monitor.readAllNext() }

    func expectEvents() { if listens { monitor.expectEvents() } }

    func listen(_ report: @escaping @Sendable (FleetMonitor.Change) -> Void) async {
        if listens { await monitor.listen(report) }
    }

    func collect() async throws -> CollectedFleet {
        let outline = try await monitor.renew()
        return CollectedFleet(outline: outline) { [monitor] in monitor.latest }
    }

    func findCauses(
        in fleet: CollectedFleet, _ found: @Sendable (FailureCauses) -> Void
    ) async throws {
        guard let causes, let summary = fleet.summary() else { return }
        try await causes.refresh(failedClients: summary.failedClients.map(\.id), found: found)
    }

    func shutdown() async {
        monitor.end()
        await opus.shutdown()
    }
}

extension FleetSource {
    /// Reads the fleet, or stops reading when the stream ends.
    ///
    /// - Parameter stopped: ends when there is no more time.
    /// - Returns: what came of it; nil where it was stopped.
    func collect(
        until stopped: AsyncStream<Never>
    ) async -> Result<CollectedFleet, CollectionFailure>? {
        await unless(stopped) {
            do {
                return .success(try await collect())
            } catch {
                return .failure(CollectionFailure(error))
            }
        }
    }

    /// What some reading returns; nil where the stream ends before it does, which cancels it. What a
    /// cancelled reading says does not count.
    private func unless<Value: Sendable>(
        _ stopped: AsyncStream<Never>, _ reading: @escaping @Sendable () async -> Value?
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await reading() }
            group.addTask {
                for await _ in stopped {}
                return nil
            }
            let outcome = await group.next()
            group.cancelAll()
            return outcome ?? nil
        }
    }
}

extension FleetSource {
    /// Finds out more about why products failed, until the stream ends: what is not known then is
    /// found out later.
    ///
    /// - Parameters:
    ///   - fleet: the fleet as last read.
    ///   - stopped: ends when the server is needed for something else.
    ///   - found: told of what is known.
    /// - Returns: why nothing could be found out; nil where something could, or was not wanted.
    func findCauses(
        in fleet: CollectedFleet, until stopped: AsyncStream<Never>,
        _ found: @escaping @Sendable (FailureCauses) -> Void
    ) async -> CollectionFailure? {
        await unless(stopped) {
            do {
                try await findCauses(in: fleet, found)
                return nil
            } catch is CancellationError {
                return nil
            } catch {
                return CollectionFailure(error)
            }
        }
    }
}

/// A source that could not be set up would be none; this is why.
struct CollectionFailure: Error, Equatable {
    let reason: ServerError.Code
    let message: String

    /// Puts any error into the closed set of reasons.
    init(_ error: any Error) {
        if let error = error as? ServerError {
            self.init(reason: error.code, message: "\(error)")
        } else {
            // Not by its text, which nobody vouches for: it could hold anything.
            self.init(
                reason: .unavailable, message: "the fleet could not be read: \(type(of: error))")
        }
    }

    /// A collection did not end in its time.
    static func tooLong(_ limit: Duration) -> CollectionFailure {
        CollectionFailure(
            reason: .timeout,
            message: "the collection took longer than \(limit) and was cancelled")
    }

    init(reason: ServerError.Code, message: String) {
        self.reason = reason
        self.message = message
    }
}
