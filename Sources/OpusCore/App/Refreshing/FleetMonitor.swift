import OpusBackend
import OpusServer
import Synchronization

/// One server's fleet, read again and again at the cost of what changed.
///
/// Where the server tells of what is written (`listen(_:)`), the rows that its events name are read
/// as they are written, and a refresh only reads what no event tells, in turns. After a connection,
/// and where an event may have been missed, everything is read again. Where it tells nothing:
///
/// The first refresh reads everything. Those after it read the rows that were written since, all
/// failed and all pending ones, and the small things: which clients there are and when they were
/// seen, depots and their products, groups and members. The rows of all clients are looked through
/// in slices, one with each refresh, and what is found to be different is mended. Where the clients
/// show that a backup was restored or that clients are imported, whose rows keep old times,
/// everything is read again. Two things can escape until their slice has come: a deleted row, and
/// a row that was written with an old time of the writer's own and is neither failed nor pending,
/// nor was.
public final class FleetMonitor: Sendable {
    struct Contents {
        /// Nil before the first full read, while a refresh without events changes it, and while
        /// everything is read anew. Else the fleet is known as it was before.
        var memory: FleetMemory?
        /// Why everything is to be read; nil where that is not wanted.
        var wanted: FullReadReason? = .first
        var account = FleetAccount()
        /// When the last full read began.
        var readAt: Duration?
        /// Since when rows are failed, over full reads.
        var failureTimes = FailureTimes()
        /// Clients whose rows are still expected to come.
        var newcomers: [ObjectID: Int] = [:]
        /// What events named and is not read yet.
        var gathering = EventGathering()
        /// The latest counts, which are older than what is known where something was read since.
        var latest: FleetSummary?
        var isLatestOld = false
        /// When the clock's offset to UTC, depots' products and groups are read again, of which no
        /// event tells.
        var clockPace = ReadingPace.clock
        var productsPace = ReadingPace.products
        var groupsPace = ReadingPace.groups
        /// Before this time, small things are not read again for an event.
        var framesFrom = Duration.zero
        /// Ends when it is known whether the server's events are heard; nil where nobody listens.
        var attempt: AsyncStream<Never>?
    }

    let opus: Opus
    let refreshing: FleetRefreshing
    let uptime: @Sendable () -> Duration
    let contents = Mutex(Contents())
    /// One at a time: a refresh that was given up may still run.
    let turn = Slots(1)
    /// Tells that something was gathered.
    let gathered = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    /// Tells that it is known whether events are heard.
    let attempted = AsyncStream.makeStream(of: Never.self)

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
        opus.backend.recallAnswers()
    }

    /// What it took to know the fleet, so far.
    public var account: FleetAccount {
        contents.withLock { contents in
            var account = contents.account
            account.sinceFullRead = contents.readAt.map { uptime() - $0 }
            return account
        }
    }

    /// Has everything read by the next refresh, as where nothing that the server says shows that
    /// its database was restored.
    public func readAllNext() { want(.request) }

    /// Forgets all but the latest counts, when nothing will be read any more: what is known of a large
    /// fleet is most of what a process holds.
    public func end() {
        _ = latest
        forget()
        opus.backend.forgetAnswers()
    }

    /// Reads what is needed to know the whole fleet as it is now.
    ///
    /// - Returns: the fleet's counts.
    /// - Throws: `ServerError` where something could not be read that the counts rest on, or
    ///   `CancellationError`. The next refresh reads what this one could not.
    public func refresh() async throws -> FleetSummary { try await renewing { $0.summary } }

    /// Reads what is needed to know the whole fleet as it is now, as `refresh()` does, and counts
    /// nothing before somebody asks for `latest`.
    ///
    /// - Returns: what is there to be counted.
    /// - Throws: as `refresh()`.
    public func renew() async throws -> FleetOutline { try await renewing(FleetOutline.init) }

    private func renewing<Value: Sendable>(_ value: (FleetState) -> Value) async throws -> Value {
        try await turn.withSlot {
            try await waitForFirstAttempt()
            return value(try await refreshInTurn())
        }
    }

    /// The fleet's counts as they were last known; nil before the first refresh. What was read or
    /// told since is counted when somebody asks here.
    public var latest: FleetSummary? {
        contents.withLock { contents in
            if contents.isLatestOld, let memory = contents.memory {
                contents.latest = memory.state.summary
                contents.isLatestOld = false
            }
            return contents.latest
        }
    }

    private func refreshInTurn() async throws -> FleetState {
        let reason: FullReadReason
        switch try await refreshKnown() {
        case .updated(let state): return state
        case .readAll(let why): reason = why
        }
        // What is known is shown until the new one is there.
        _ = latest
        // What is known is forgotten, so that it takes no memory meanwhile. What happens from here
        // on may be read or not.
        contents.withLock { contents in
            contents.memory = nil
            contents.gathering.clear()
        }
        do {
            let started = uptime()
            var state = try await opus.fullState()
            state.keepTimes(contents.withLock { $0.failureTimes })
            let known = state
            contents.withLock { contents in
                contents.memory = FleetMemory(
                    known, readAt: started, newcomers: contents.newcomers)
                contents.isLatestOld = true
                contents.clockPace.refreshed(hasRead: true, at: started)
                contents.productsPace.refreshed(hasRead: true, at: started)
                contents.groupsPace.refreshed(hasRead: true, at: started)
                contents.account.fullReads[reason, default: 0] += 1
                contents.readAt = started
            }
            return known
        } catch {
            want(reason)
            throw error
        }
    }

    private enum Outcome {
        case updated(FleetState)
        case readAll(FullReadReason)
    }

    /// Brings what is known up to date, unless everything has to be read.
    private func refreshKnown() async throws -> Outcome {
        let (taken, wanted) = contents.withLock { contents in
            defer { contents.wanted = nil }
            return (contents.memory, contents.wanted)
        }
        guard var known = taken else { return .readAll(wanted ?? .first) }
        if let wanted { return forgetting(known, wanted) }
        guard uptime() - known.readAt < refreshing.fullInterval else {
            return forgetting(known, .interval)
        }
        let (isListening, upkeep) = nextUpkeep()
        do {
            let mendedBefore = known.mendedRows
            var reason: FullReadReason?
            if !isListening {
                reason = try await opus.update(
                    &known, slices: refreshing.slices, willChange: forget)
            }
            // Events of a connection that has ended meanwhile count, too.
            if reason == nil, isListening || !upkeep.gathered.isEmpty {
                reason = try await keepUp(&known, by: upkeep)
            }
            contents.withLock { contents in
                contents.account.mendedRows += known.mendedRows - mendedBefore
                contents.newcomers = known.newcomers
            }
            if let reason { return forgetting(known, reason) }
            if isListening { noteUpkeep(upkeep) }
        } catch let error as ServerError where error.code == .tooLarge {
            // Asking for the same again would fail for ever; a full read comes in small answers.
            return forgetting(known, .tooLarge)
        } catch {
            // Nothing is changed before everything has been read.
            contents.withLock { $0.gathering.takeBack(upkeep.gathered) }
            remember(known)
            throw error
        }
        remember(known)
        return .updated(known.state)
    }

    /// Keeps of what is known what no full read tells.
    private func forgetting(_ known: FleetMemory, _ reason: FullReadReason) -> Outcome {
        // Where the clock changed, times of lately may have been read by its old offset.
        let times = FailureTimes(
            known.state, before: reason == .clock ? known.state.clock.localSeconds - 7_200 : .max)
        contents.withLock { $0.failureTimes = times }
        return .readAll(reason)
    }

    func want(_ reason: FullReadReason) {
        contents.withLock { $0.wanted = $0.wanted ?? reason }
    }

    /// Gives up what is known to whoever changes it, which would have to be copied else.
    func forget() { contents.withLock { $0.memory = nil } }

    func remember(_ known: FleetMemory) {
        contents.withLock { contents in
            contents.memory = known
            contents.isLatestOld = true
        }
    }
}

/// How often a watched fleet is read in full.
public struct FleetRefreshing: Sendable, Equatable {
    /// The time after which everything is read again; zero reads everything each time.
    public var fullInterval: Duration
    /// Refreshes in which every client's rows are looked through once; at least 1.
    public var slices: Int { didSet { slices = max(1, slices) } }

    /// Describes how often a fleet is read in full.
    ///
    /// - Parameters:
    ///   - fullInterval: the time after which everything is read again.
    ///   - slices: refreshes in which the rows of all clients are looked through.
    public init(fullInterval: Duration = .seconds(3_600), slices: Int = 60) {
        self.fullInterval = fullInterval
        self.slices = max(1, slices)
    }
}
