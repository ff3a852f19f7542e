import OpusServer

/// Since when rows are failed, by client and product: what a new state takes over from the one
/// before it. Rows tell only when they were written last, which a retry moves.
struct FailureTimes: Sendable, Equatable {
    /// In Unix seconds, by client and product.
    private(set) var since: [ObjectID: [ObjectID: Int]] = [:]

    /// Knows of no failure.
    init() {}

    /// What a state knows of failures from before a time.
    ///
    /// - Parameters:
    ///   - state: the state.
    ///   - time: in seconds of the server's local clock.
    init(_ state: FleetState, before time: Int = .max) {
        for client in state.order {
            for row in state.slots[client].troubled
            where row.hasFailed && row.failedSince > 0 && Int(row.failedSince) < time {
                since[state.slots[client].times.id, default: [:]][
                    state.products.ids[Int(row.product)]] =
                    Int(row.failedSince) - state.clock.utcOffset
            }
        }
    }
}

extension FleetState {
    /// Takes over times of failures that still are.
    mutating func keepTimes(_ times: FailureTimes) {
        guard !times.since.isEmpty else { return }
        for client in order where !slots[client].troubled.isEmpty {
            guard let known = times.since[slots[client].times.id] else { continue }
            for index in slots[client].troubled.indices
            where slots[client].troubled[index].hasFailed {
                let product = products.ids[Int(slots[client].troubled[index].product)]
                guard let since = known[product] else { continue }
                slots[client].troubled[index].keep(UInt32(clamping: since + clock.utcOffset))
            }
        }
    }
}

extension FleetState.TroubledRow {
    /// Takes over an earlier time.
    fileprivate mutating func keep(_ earlier: UInt32) {
        guard hasFailed, earlier > 0 else { return }
        failedSince = failedSince > 0 ? min(failedSince, earlier) : earlier
    }
}

extension [FleetState.TroubledRow] {
    /// The rows with the times of those before, where they were failed then, too.
    func keepingTimes(of before: Self) -> Self {
        guard !before.isEmpty else { return self }
        var rows = self
        for index in rows.indices where rows[index].hasFailed {
            guard let known = before.first(where: { $0.product == rows[index].product }) else {
                continue
            }
            rows[index].keep(known.failedSince)
        }
        return rows
    }
}
