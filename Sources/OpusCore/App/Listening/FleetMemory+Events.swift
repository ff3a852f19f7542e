import OpusBackend
import OpusServer

extension Opus {
    /// What is read of a fleet while events tell of its rows.
    struct Upkeep {
        /// What events named.
        var gathered = EventGathering.Gathered()
        /// Whether depots' products are read, of which no event tells.
        var products = false
        /// Whether groups and members are read, of which none tells either.
        var groups = false
        /// Whether the server's clock is read, with its offset to UTC; else what an answer tells of
        /// it has to do.
        var readsClock = false
        /// Whether all clients move on in time; else they have been judged a moment ago.
        var movesOn = false
        /// Parts of the clients, the rows of one of which are looked through; nil for none.
        var slices: Int?
    }

    /// What was read of it.
    struct Upkept {
        fileprivate var clock: ServerClock
        fileprivate var frame: Fleet?
        fileprivate var times: [ClientTimes] = []
        fileprivate var products: [ProductOnDepot]?
        fileprivate var groups: Result<Fleet.Groups, ServerError>?
        fileprivate var named: Set<RowName> = []
        fileprivate var rows = ProductStateTable()
        fileprivate var whole: [(asked: Set<Int>, states: ProductStateTable)] = []
        fileprivate var slice: [Int] = []
        fileprivate var sliceRows = ProductStateTable()
        fileprivate var movesOn: Bool
    }

    /// What came of reading it.
    enum UpkeepOutcome {
        case read(Upkept)
        case readAll(FullReadReason)
    }

    /// Reads what brings a fleet up to date.
    ///
    /// - Parameters:
    ///   - upkeep: what is to be read.
    ///   - memory: what is known.
    /// - Returns: what was read, or why everything has to be read instead.
    /// - Throws: `ServerError`, or `CancellationError`.
    func read(_ upkeep: Upkeep, of memory: FleetMemory) async throws -> UpkeepOutcome {
        var read = Upkept(clock: memory.state.clock, movesOn: upkeep.movesOn)
        if upkeep.readsClock {
            read.clock = try await backend.clockNow()
            if let reason = memory.contradiction(to: read.clock) { return .readAll(reason) }
        }
        let gathered = upkeep.gathered
        try await readClients(memory, upkeep, into: &read)
        if let reason = memory.contradiction(to: read.clock) { return .readAll(reason) }
        if let frame = read.frame {
            if let reason = memory.contradiction(to: frame.records.clock) {
                return .readAll(reason)
            }
            guard !memory.state.showsRestore(frame.records) else { return .readAll(.restore) }
            read.movesOn = true
        }
        // Whoever is new, or was made anew, is read in full.
        var whole = read.frame.map { memory.state.newClients($0.records) } ?? [:]
        for client in read.times {
            guard let number = memory.state.number(of: client.id) else { continue }
            if memory.state.slots[number].times.created != client.created {
                whole[number] = client.id
            }
        }
        for id in gathered.wholeClients {
            if let number = memory.state.number(of: id) { whole[number] = id }
        }
        if let frame = read.frame {
            let here = frame.records.states.clients
            whole = whole.filter { here.existingNumber(of: $0.value) != nil }
        }
        read.named = gathered.rows.filter { name in
            memory.state.number(of: name.client) != nil
        }
        let since = max(0, memory.state.clock.localSeconds - ChangeCursor.overlap)
        let answer = try await backend.states(
            named: read.named, writtenAfter: LocalTimestamp(seconds: since))
        read.rows = answer.rows
        if let time = answer.serverTime, !upkeep.readsClock, read.frame == nil {
            read.clock = ServerClock(unixTime: time, utcOffset: read.clock.utcOffset)
            if let reason = memory.contradiction(to: read.clock) { return .readAll(reason) }
        }
        let numbers = whole.keys.sorted()
        try await backend.forEachBatch(of: numbers.compactMap { whole[$0] }) { batch in
            read.whole.append((Set(numbers[batch.asked]), batch.states))
        }
        if let slices = upkeep.slices {
            read.slice = memory.slice(of: slices)
            read.sliceRows = try await backend.states(
                of: read.slice.map { memory.state.slots[$0].times.id })
        }
        return .read(read)
    }

    /// Reads what is not rows.
    private func readClients(
        _ memory: FleetMemory, _ upkeep: Upkeep, into read: inout Upkept
    ) async throws {
        let gathered = upkeep.gathered
        let strangers =
            !backend.watchesSomeDepots
            && gathered.rows.contains { memory.state.number(of: $0.client) == nil }
        if gathered.frame || strangers {
            read.frame = try await backend.fleetWithoutRows()
            return
        }
        let known = gathered.clients.filter { memory.state.number(of: $0) != nil }
        let wanted = known.sorted()
        if !wanted.isEmpty {
            let isWanted = Set(wanted)
            read.times = try await backend.timesNow(of: wanted).filter { isWanted.contains($0.id) }
        }
        let isNew = !backend.watchesSomeDepots && known.count < gathered.clients.count
        if read.times.count < wanted.count || isNew {
            // One is gone, or was never seen.
            read.frame = try await backend.fleetWithoutRows()
            read.times = []
        } else {
            if upkeep.products {
                let answer = try await backend.productsOnDepotsNow()
                read.products = answer.products
                if !upkeep.readsClock { try await readClock(answer.serverTime, into: &read) }
            }
            if upkeep.groups { read.groups = try await backend.groupsNow() }
        }
    }

    /// Takes the clock that an answer tells, or reads it where it tells none.
    private func readClock(_ serverTime: Int?, into read: inout Upkept) async throws {
        read.clock =
            if let serverTime {
                ServerClock(unixTime: serverTime, utcOffset: read.clock.utcOffset)
            } else { try await backend.clockNow() }
    }
}

extension FleetMemory {
    /// Seconds by which a clock is set back all the time, in small corrections; the cursor's
    /// overlap is far more.
    private static let clockTolerance = 2

    /// Takes over what was read; what was read last is what counts.
    mutating func apply(_ read: Opus.Upkept) {
        if let frame = read.frame {
            state.update(frame)
        } else {
            state.update(
                read.clock, times: read.times, products: read.products, groups: read.groups)
        }
        state.update(read.rows)
        state.remove(read.named, allBut: read.rows)
        for (asked, states) in read.whole { state.replace(states, of: asked) }
        if !read.slice.isEmpty {
            let mended = state.mend(read.slice, by: read.sliceRows)
            finished(read.slice, mended: mended.rows)
        }
        state.settle(movingOn: read.movesOn)
    }

    /// Why what is known is of no worth by a server's clock; nil where it is.
    func contradiction(to clock: ServerClock) -> FullReadReason? {
        // Local times mean something else after a change of the offset.
        guard clock.utcOffset == state.clock.utcOffset,
            // Rows written by a clock that was set back are older than those seen.
            clock.unixTime + Self.clockTolerance >= state.clock.unixTime
        else { return .clock }
        return nil
    }
}
