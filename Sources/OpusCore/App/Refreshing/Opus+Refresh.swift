import OpusBackend
import OpusServer

extension Opus {
    /// Brings what is known of a fleet up to date.
    ///
    /// - Parameters:
    ///   - memory: what is known; unchanged where an error is thrown, and of no worth where
    ///     everything has to be read.
    ///   - slices: refreshes in which all clients' rows are looked through.
    ///   - willChange: called when all has been read, before anything is changed.
    /// - Returns: why everything has to be read instead; nil where it need not be.
    /// - Throws: `ServerError`, or `CancellationError`.
    func update(
        _ memory: inout FleetMemory, slices: Int, willChange: () -> Void
    ) async throws -> FullReadReason? {
        let fleet = try await backend.fleetWithoutRows()
        let clock = fleet.records.clock
        if let reason = memory.contradiction(to: clock) { return reason }
        guard !memory.state.showsRestore(fleet.records) else { return .restore }
        let watched = fleet.records.clients.map(\.id)
        let start = memory.cursor.start(clock)
        let changed = try await backend.states(changedAfter: start, ofClients: watched)
        let (failed, pending) = try await backend.failedAndPendingStates(ofClients: watched)
        let slice = memory.slice(of: slices)
        let present = try await backend.states(of: slice.map { memory.state.slots[$0].times.id })
        let newcomers = memory.newcomers.keys.compactMap { id in
            memory.state.clients.existingNumber(of: id).map(Int.init)
        }
        let arrived = try await backend.states(
            of: newcomers.map { memory.state.slots[$0].times.id })

        // Whoever can't be told from those is read in full.
        let new = memory.state.newClients(fleet.records)
        var unclear = new
        for client in memory.state.doubtful(
            changed: changed.rows, failed: failed, pending: pending)
        {
            unclear[client] = memory.state.slots[client].times.id
        }
        let numbers = unclear.keys.sorted()
        var rows: [(asked: Set<Int>, states: ProductStateTable)] = []
        let here = fleet.records.states.clients
        let asked = numbers.filter { here.existingNumber(of: unclear[$0] ?? "") != nil }
        try await backend.forEachBatch(of: asked.compactMap { unclear[$0] }) { batch in
            rows.append((Set(asked[batch.asked]), batch.states))
        }

        // What was read last is what counts.
        willChange()
        memory.state.update(fleet)
        let strangers = [failed, pending].contains {
            memory.state.hasStrangers(in: $0, before: start, newClients: new)
        }
        memory.state.update(changed.rows)
        memory.state.update(failed)
        memory.state.update(pending)
        let mended = memory.state.mend(slice, by: present)
        let late = memory.state.mend(newcomers.filter { new[$0] == nil }, by: arrived)
        for (asked, states) in rows { memory.state.replace(states, of: asked) }
        memory.finished(slice, mended: mended.rows)
        memory.sawNewcomers(new.values.sorted(), stillComing: late.rows > 0)
        // Rows that came to be without a time of now.
        guard !strangers, late.rows == 0, mended.oldOnes(before: start) == 0 else {
            return .restore
        }
        memory.state.settle()
        memory.cursor.sawChanged(changed.rows.rows, clock, answered: changed.serverTime)
        return nil
    }
}
