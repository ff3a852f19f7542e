import OpusBackend
public import OpusServer

extension FleetMonitor {
    /// What becomes of listening to a server.
    public enum Change: Sendable {
        /// Its events are heard.
        case connected
        /// They are not, or not any more; the reason. Another attempt follows.
        case disconnected(ServerError)
        /// What events named was read; `latest` counts it.
        case counted
    }

    /// The kinds of events that counts rest on.
    static let eventKinds: [BusEvent.Kind] = [
        .rowCreated, .rowUpdated, .rowDeleted, .hostCreated, .hostUpdated, .hostDeleted,
        .configStateCreated, .configStateUpdated, .configStateDeleted, .configCreated,
        .configUpdated, .configDeleted,
    ]
    /// How long events are gathered before what they name is read.
    private static let gatheringTime = Duration.milliseconds(500)
    /// The least time between two readings: what is written all the time is read in fewer calls,
    /// each of which costs a server some milliseconds whatever it asks for. On a busy machine, too,
    /// everything is to be counted two seconds after it was written.
    private static let leastPause = Duration.milliseconds(1_400)
    /// How long the first refresh waits until it is known whether events are heard, so that what
    /// it reads need not be read again.
    private static let patience = Duration.seconds(12)
    /// How many times as many parts the clients have where events tell of their rows. One is looked
    /// through whenever groups are read, as another call costs a server more than what it returns.
    private static let slowness = 5

    /// Says that `listen(_:)` follows at once: the first refresh then waits until it is known whether
    /// events are heard.
    public func expectEvents() { contents.withLock { $0.attempt = attempted.stream } }

    /// Listens to the server's events, and counts what they name, until the task is cancelled; to
    /// be called once. Refreshes go on beside it.
    ///
    /// Where a server has no messagebus, or a gateway before it does not pass it, or the user has no
    /// right to it, it is tried again now and then.
    ///
    /// - Parameter report: told what becomes of it, as it happens; must be quick.
    public func listen(_ report: @escaping @Sendable (Change) -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.stayConnected(report) }
            group.addTask { await self.countGathered(report) }
            await group.next()
            group.cancelAll()
        }
        attempted.continuation.finish()
    }

    // MARK: Connection

    private func stayConnected(_ report: @Sendable (Change) -> Void) async {
        var pause = ReconnectPause()
        while !Task.isCancelled {
            do {
                // The session of the calls is the connection's, too.
                try await opus.backend.listen(to: Self.eventKinds) {
                    pause.reset()
                    connected()
                    report(.connected)
                } receive: { message in
                    take(message)
                }
            } catch let error as ServerError {
                disconnected()
                report(.disconnected(error))
                let time = pause.next(after: error)
                try? await Task.sleep(for: time)
            } catch {
                break
            }
        }
        disconnected()
    }

    private func connected() {
        contents.withLock { contents in
            contents.account.isListening = true
            contents.wanted = contents.wanted ?? .connected
        }
        attempted.continuation.finish()
    }

    private func disconnected() {
        contents.withLock { contents in
            if contents.account.isListening { contents.account.eventGaps += 1 }
            contents.account.isListening = false
        }
        attempted.continuation.finish()
    }

    private func take(_ message: BusMessage) {
        let now = uptime()
        contents.withLock { contents in
            let reason: FullReadReason?
            switch message {
            case .event(let event):
                contents.account.events[event.kind.rawValue, default: 0] += 1
                reason = contents.gathering.take(event, at: now)
            case .unknown:
                contents.account.events[FleetAccount.unknownEvent, default: 0] += 1
                reason = .unknown
            case .subscriptions: reason = nil
            }
            guard let reason else { return }
            contents.account.eventGaps += 1
            contents.wanted = contents.wanted ?? reason
        }
        gathered.continuation.yield()
    }

    /// Waits until it is known whether events are heard, where somebody listens.
    func waitForFirstAttempt() async throws {
        let attempt = contents.withLock { contents in
            defer { contents.attempt = nil }
            return contents.attempt
        }
        guard let attempt else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in attempt {} }
            group.addTask { try? await Task.sleep(for: Self.patience) }
            await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    // MARK: Counting

    private func countGathered(_ report: @Sendable (Change) -> Void) async {
        var last = ContinuousClock.now - Self.leastPause
        for await _ in gathered.stream {
            do {
                let pause = max(Self.gatheringTime, last + Self.leastPause - .now)
                try await Task.sleep(for: pause)
                try await waitForRest()
                last = .now
                if try await turn.withSlot({ try await count() }) { report(.counted) }
            } catch is CancellationError {
                return
            } catch {
                // What failed is kept for the next time; the next refresh tells of it.
                try? await Task.sleep(for: Self.gatheringTime * 4)
            }
            if contents.withLock({ !$0.gathering.isEmpty && $0.memory != nil }) {
                gathered.continuation.yield()
            }
        }
    }

    /// Waits until all of what is being written has been told, or for some time.
    private func waitForRest() async throws {
        // Counted as well, as a clock of the caller's may stand still.
        for _ in 0..<EventGathering.mostRests {
            guard let rest = contents.withLock({ $0.gathering.rest(at: uptime()) }) else { return }
            try await Task.sleep(for: rest)
        }
    }

    /// Reads and counts what was gathered; false where nothing was.
    private func count() async throws -> Bool {
        let now = uptime()
        let (taken, drained) = contents.withLock { contents in
            guard contents.memory != nil else {
                return (FleetMemory?.none, EventGathering.Gathered())
            }
            let drained = contents.gathering.drain(withFrame: now >= contents.framesFrom)
            return (drained.isEmpty ? nil : contents.memory, drained)
        }
        guard var known = taken else { return false }
        do {
            if let reason = try await keepUp(&known, by: .init(gathered: drained)) {
                want(reason)
                contents.withLock { $0.gathering.takeBack(drained) }
                return false
            }
        } catch {
            // Nothing is changed before everything has been read.
            contents.withLock { $0.gathering.takeBack(drained) }
            throw error
        }
        let end = uptime()
        contents.withLock { contents in
            contents.account.eventLag = drained.since.map { end - $0 }
            // All small things cost the server something, so not all the time.
            if drained.frame { contents.framesFrom = end + max(.seconds(1), (end - now) * 4) }
        }
        return true
    }

    /// Brings what is known up to date by what is to be read.
    ///
    /// - Parameters:
    ///   - known: what is known; unchanged where an error is thrown.
    ///   - upkeep: what is to be read.
    /// - Returns: why everything has to be read instead; nil where it need not be.
    /// - Throws: `ServerError`, or `CancellationError`.
    func keepUp(
        _ known: inout FleetMemory, by upkeep: Opus.Upkeep
    ) async throws -> FullReadReason? {
        switch try await opus.read(upkeep, of: known) {
        case .readAll(let reason): return reason
        case .read(let read):
            // Whoever asks for counts waits for it, some milliseconds, and gets none that are old.
            contents.withLock { contents in
                // Held twice, all of it would be copied.
                contents.memory = nil
                known.apply(read)
                contents.memory = known
                contents.isLatestOld = true
            }
            return nil
        }
    }

    /// What a refresh reads while events are heard.
    func nextUpkeep() -> (isListening: Bool, Opus.Upkeep) {
        let now = uptime()
        return contents.withLock { contents in
            var upkeep = Opus.Upkeep(gathered: contents.gathering.drain())
            guard contents.account.isListening else { return (false, upkeep) }
            upkeep.movesOn = true
            upkeep.products = contents.productsPace.isDue(at: now)
            // Each refresh makes one call at least, or a server that is gone would look well.
            upkeep.readsClock = contents.clockPace.isDue(at: now) || !upkeep.products
            upkeep.groups = contents.groupsPace.isDue(at: now)
            if upkeep.groups {
                upkeep.slices = refreshing.slices.multipliedClamped(by: Self.slowness)
            }
            return (true, upkeep)
        }
    }

    /// Says that a refresh has read what it was to read.
    func noteUpkeep(_ upkeep: Opus.Upkeep) {
        let now = uptime()
        contents.withLock { contents in
            contents.clockPace.refreshed(hasRead: upkeep.readsClock, at: now)
            contents.productsPace.refreshed(hasRead: upkeep.products, at: now)
            contents.groupsPace.refreshed(hasRead: upkeep.groups, at: now)
            if let since = upkeep.gathered.since { contents.account.eventLag = now - since }
        }
    }
}
