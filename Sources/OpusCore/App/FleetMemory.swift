import OpusBackend
import OpusServer

/// What is remembered of a fleet from one refresh to the next.
struct FleetMemory: Sendable {
    var state: FleetState
    var cursor = ChangeCursor()
    /// When the last full read began.
    let readAt: Duration
    /// The first client of the next slice, by its place in the order.
    private var nextClient = 0

    init(_ state: FleetState, readAt: Duration) {
        self.state = state
        self.readAt = readAt
        // A fleet without clients has been read as well.
        cursor.sawAll([], state.clock)
        for client in state.order { cursor.sawAll(state.slots[client].rows, state.clock) }
    }

    /// The clients that are looked through for deleted rows next, one part of all.
    func slice(of parts: Int) -> [Int] {
        let count = state.order.count
        guard count > 0 else { return [] }
        let start = nextClient < count ? nextClient : 0
        // Rounded up; the number of parts may be any.
        let size = count / parts + (count % parts > 0 ? 1 : 0)
        return Array(state.order[start..<min(start + size, count)])
    }

    /// Says that a slice was looked through.
    mutating func finished(_ slice: [Int]) {
        nextClient = nextClient < state.order.count ? nextClient + slice.count : slice.count
    }
}

extension Opus {
    /// Seconds by which a clock is set back all the time, in small corrections; the cursor's
    /// overlap is far more.
    private static let clockTolerance = 2

    /// Brings what is known of a fleet up to date.
    ///
    /// - Parameters:
    ///   - memory: what is known; unchanged where an error is thrown.
    ///   - slices: refreshes in which all clients are looked through for deleted rows.
    /// - Returns: false where everything has to be read instead.
    /// - Throws: `ServerError`, or `CancellationError`.
    func update(_ memory: inout FleetMemory, slices: Int) async throws -> Bool {
        let fleet = try await backend.fleetWithoutRows()
        let clock = fleet.records.clock
        // Local times mean something else after a change of the offset.
        guard clock.utcOffset == memory.state.clock.utcOffset else { return false }
        // Rows written by a clock that was set back are older than those seen.
        guard clock.unixTime + Self.clockTolerance >= memory.state.clock.unixTime else {
            return false
        }
        let watched = fleet.records.clients.map(\.id)
        let changed = try await backend.states(
            changedAfter: memory.cursor.start(clock), ofClients: watched)
        let (failed, pending) = try await backend.failedAndPendingStates(ofClients: watched)
        let slice = memory.slice(of: slices)
        let present = try await backend.identities(
            of: slice.map { memory.state.slots[$0].times.id })

        // Whoever can't be told from those is read in full.
        var unclear = memory.state.newClients(fleet.records)
        for client in memory.state.doubtful(
            changed: changed.rows, failed: failed, pending: pending, present: present)
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
        memory.state.update(fleet)
        memory.state.update(changed.rows)
        memory.state.update(failed)
        memory.state.update(pending)
        memory.state.remove(from: slice, allBut: present)
        for (asked, states) in rows { memory.state.replace(states, of: asked) }
        memory.state.settle()
        memory.cursor.sawChanged(changed.rows.rows, clock, answered: changed.serverTime)
        memory.finished(slice)
        return true
    }
}
