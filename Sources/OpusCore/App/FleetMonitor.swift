import OpusBackend
import OpusServer
import Synchronization

/// One server's fleet, read again and again at the cost of what changed.
///
/// The first refresh reads everything. Those after it read the rows that were written since, all
/// failed and all pending ones, and the small things: which clients there are and when they were
/// seen, depots and their products, groups and members. Rows that were deleted are found in slices
/// of the clients, one with each refresh. Two things can escape until the next full read: a
/// deleted row of a client whose slice has not come, and a row that was written with an old time
/// of the writer's own and is neither failed nor pending, nor was.
public final class FleetMonitor: Sendable {
    private let opus: Opus
    private let refreshing: FleetRefreshing
    private let uptime: @Sendable () -> Duration
    /// Nil before the first full read, and while a refresh is under way: one that was given up may
    /// still run, and the next one then begins anew.
    private let memory = Mutex<FleetMemory?>(nil)
    /// Since when rows are failed, over full reads.
    private let failureTimes = Mutex(FailureTimes())

    /// Prepares to watch a fleet; nothing is read yet.
    ///
    /// - Parameters:
    ///   - opus: the server's fleet, which the caller shuts down in the end.
    ///   - refreshing: how often everything is read.
    public convenience init(_ opus: Opus, refreshing: FleetRefreshing = .init()) {
        let start = ContinuousClock.now
        self.init(opus, refreshing: refreshing) { .now - start }
    }

    /// Prepares to watch a fleet by a clock of the caller's: `uptime` is the time since some moment,
    /// by which full reads are due.
    init(
        _ opus: Opus, refreshing: FleetRefreshing, uptime: @escaping @Sendable () -> Duration
    ) {
        self.opus = opus
        self.refreshing = refreshing
        self.uptime = uptime
    }

    /// Reads what is needed to know the whole fleet as it is now.
    ///
    /// - Returns: the fleet's counts.
    /// - Throws: `ServerError` where something could not be read that the counts rest on, or
    ///   `CancellationError`. The next refresh reads what this one could not.
    public func refresh() async throws -> FleetSummary {
        if let summary = try await refreshKnown() { return summary }
        let started = uptime()
        var state = try await opus.fullState()
        state.keepTimes(failureTimes.withLock { $0 })
        let summary = state.summary
        remember(FleetMemory(state, readAt: started))
        return summary
    }

    /// Brings what is known up to date; nil where everything has to be read, and what was known is
    /// forgotten, so that it takes no memory meanwhile.
    private func refreshKnown() async throws -> FleetSummary? {
        let taken = memory.withLock { memory in
            defer { memory = nil }
            return memory
        }
        if let taken { failureTimes.withLock { $0 = FailureTimes(taken.state) } }
        guard var known = taken, uptime() - known.readAt < refreshing.fullInterval else {
            return nil
        }
        do {
            guard try await opus.update(&known, slices: refreshing.slices) else { return nil }
        } catch let error as ServerError where error.code == .tooLarge {
            // Asking for the same again would fail for ever; a full read comes in small answers.
            return nil
        } catch {
            // Nothing is changed before everything has been read.
            remember(known)
            throw error
        }
        let summary = known.state.summary
        remember(known)
        return summary
    }

    private func remember(_ known: FleetMemory) { memory.withLock { $0 = known } }
}

/// How often a watched fleet is read in full.
public struct FleetRefreshing: Sendable, Equatable {
    /// The time after which everything is read again; zero reads everything each time.
    public var fullInterval: Duration
    /// Refreshes in which every client's rows are looked through for deleted ones once; at least 1.
    public var slices: Int { didSet { slices = max(1, slices) } }

    /// Describes how often a fleet is read in full.
    ///
    /// - Parameters:
    ///   - fullInterval: the time after which everything is read again.
    ///   - slices: refreshes in which all clients are looked through for deleted rows.
    public init(fullInterval: Duration = .seconds(3_600), slices: Int = 60) {
        self.fullInterval = fullInterval
        self.slices = max(1, slices)
    }
}
