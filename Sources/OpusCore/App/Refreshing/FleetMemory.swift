import OpusBackend
import OpusServer

/// What is remembered of a fleet from one refresh to the next.
struct FleetMemory: Sendable {
    var state: FleetState
    var cursor = ChangeCursor()
    /// When the last full read began.
    let readAt: Duration
    /// Rows that a look through a slice found to be others than was known, though nothing had told.
    private(set) var mendedRows = 0
    /// Clients that are new, with the refreshes for which more of their rows are expected: whoever
    /// imports a client writes it first and then its rows, which keep the times that they had.
    private(set) var newcomers: [ObjectID: Int]
    /// The first client of the next slice, by its place in the order.
    private var nextClient = 0

    /// Refreshes for which a new client is looked at.
    private static let patience = 3

    init(_ state: FleetState, readAt: Duration, newcomers: [ObjectID: Int] = [:]) {
        self.state = state
        self.readAt = readAt
        self.newcomers = newcomers
        // A fleet without clients has been read as well.
        cursor.sawAll([], state.clock)
        for client in state.order { cursor.sawAll(state.rows(of: client), state.clock) }
    }

    /// The clients whose rows are looked through next, one part of all.
    func slice(of parts: Int) -> [Int] {
        let count = state.order.count
        guard count > 0 else { return [] }
        let start = nextClient < count ? nextClient : 0
        // Rounded up; the number of parts may be any.
        let size = count / parts + (count % parts > 0 ? 1 : 0)
        return Array(state.order[start..<min(start + size, count)])
    }

    /// Says that a slice was looked through, and how many of its rows were others than was known.
    mutating func finished(_ slice: [Int], mended: Int) {
        mendedRows += mended
        nextClient = nextClient < state.order.count ? nextClient + slice.count : slice.count
    }

    /// Takes in which clients are new, and whether rows of earlier ones still came.
    mutating func sawNewcomers(_ new: [ObjectID], stillComing: Bool) {
        newcomers =
            stillComing
            ? newcomers.mapValues { _ in Self.patience }
            : newcomers.mapValues { $0 - 1 }.filter { $0.value > 0 }
        for id in new { newcomers[id] = Self.patience }
    }
}
