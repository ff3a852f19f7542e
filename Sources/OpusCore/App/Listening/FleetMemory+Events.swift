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
        /// Whether the server's clock is read; else what an answer tells of it has to do.
        var readsClock = false
        /// Parts of the clients, the rows of one of which are looked through; nil for none.
        var slices: Int?
    }

    private struct Read {
        var clock: ServerClock
        var frame: Fleet?
        var times: [ClientTimes] = []
        var products: [ProductOnDepot]?
        var groups: Result<Fleet.Groups, ServerError>?
        var rows = ProductStateTable()
        var whole: [(asked: Set<Int>, states: ProductStateTable)] = []
        var slice: [Int] = []
        var sliceRows = ProductStateTable()
    }

    /// Brings what is known of a fleet up to date by what events named.
    ///
    /// - Parameters:
    ///   - memory: what is known; unchanged where an error is thrown.
    ///   - upkeep: what is to be read.
    ///   - willChange: called when all has been read, before anything is changed.
    /// - Returns: why everything has to be read instead; nil where it need not be.
    /// - Throws: `ServerError`, or `CancellationError`.
    func mend(
        _ memory: inout FleetMemory, by upkeep: Upkeep, willChange: () -> Void
    ) async throws -> FullReadReason? {
        var read = Read(clock: memory.state.clock)
        if upkeep.readsClock { read.clock = try await backend.clockNow() }
        if let reason = memory.contradiction(to: read.clock) { return reason }
        let gathered = upkeep.gathered
        try await readClients(memory, upkeep, into: &read)
        if let frame = read.frame {
            if let reason = memory.contradiction(to: frame.records.clock) { return reason }
            guard !memory.state.showsRestore(frame.records) else { return .restore }
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
        let named = gathered.rows.filter { name in
            memory.state.number(of: name.client) != nil
        }
        let since = max(0, memory.state.clock.localSeconds - ChangeCursor.overlap)
        let answer = try await backend.states(
            named: named, writtenAfter: LocalTimestamp(seconds: since))
        read.rows = answer.rows
        if let time = answer.serverTime, !upkeep.readsClock, read.frame == nil {
            read.clock = ServerClock(unixTime: time, utcOffset: read.clock.utcOffset)
            if let reason = memory.contradiction(to: read.clock) { return reason }
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
        willChange()
        // All the others have been judged a moment ago.
        apply(read, named: named, movingOn: upkeep.readsClock || read.frame != nil, to: &memory)
        return nil
    }

    /// Reads what is not rows.
    private func readClients(
        _ memory: FleetMemory, _ upkeep: Upkeep, into read: inout Read
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
            if upkeep.products { read.products = try await backend.productsOnDepotsNow() }
            if upkeep.groups { read.groups = try await backend.groupsNow() }
        }
    }

    /// What was read last is what counts.
    private func apply(
        _ read: Read, named: Set<RowName>, movingOn: Bool, to memory: inout FleetMemory
    ) {
        if let frame = read.frame {
            memory.state.update(frame)
        } else {
            memory.state.update(
                read.clock, times: read.times, products: read.products, groups: read.groups)
        }
        memory.state.update(read.rows)
        memory.state.remove(named, allBut: read.rows)
        for (asked, states) in read.whole { memory.state.replace(states, of: asked) }
        if !read.slice.isEmpty {
            let mended = memory.state.mend(read.slice, by: read.sliceRows)
            memory.finished(read.slice, mended: mended.rows)
        }
        memory.state.settle(movingOn: movingOn)
    }
}

extension FleetMemory {
    /// Seconds by which a clock is set back all the time, in small corrections; the cursor's
    /// overlap is far more.
    private static let clockTolerance = 2

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
