import OpusBackend
import OpusServer

/// The rules by which clients are judged: the one place where states are decided, be it for a
/// whole fleet, for what changed in it, or for a single client.
struct StateRules {
    private enum Role {
        case agent, baseline, other
    }

    let definitions: StateDefinitions
    private var ranks = VersionRanks()
    /// What each product means for a fresh client, by product number.
    private var roles: [Role] = []

    init(_ definitions: StateDefinitions) { self.definitions = definitions }

    /// Takes up products and versions that are new in the tables.
    mutating func learn(products: StringTable, versions: StringTable) {
        for id in products.ids[roles.count...] {
            roles.append(
                definitions.agents.contains(id)
                    ? .agent : definitions.baseline.contains(id) ? .baseline : .other)
        }
        ranks.learn(versions)
    }

    // MARK: Rows

    /// Counts a row of a client.
    ///
    /// - Parameters:
    ///   - row: the row.
    ///   - onDepot: the version of its product on the client's depot, or nil.
    ///   - tally: the client's tally.
    /// - Returns: what the row means for its product.
    func add(
        _ row: ProductState, onDepot: UInt32?, to tally: inout ClientTally
    ) -> ProductMeaning {
        guard row.flags.contains(.localboot) else { return [] }
        var meaning: ProductMeaning = []
        if row.flags.contains(.failed) {
            tally.failed += 1
            meaning.insert(.failed)
        }
        if row.flags.contains(.installed) {
            meaning.insert(.installed)
            switch roles[Int(row.product)] {
            case .agent: tally.hasAgent = true
            case .baseline: break
            case .other: tally.hasOther = true
            }
            if let order = order(of: row, to: onDepot) {
                if order < 0 {
                    tally.updatable += 1
                    meaning.insert(.updatable)
                } else if order > 0 {
                    tally.hasDowngrade = true
                }
            }
        }
        // Nearly all rows ask for nothing, and counting them would take a third of all the time.
        guard row.request.index != ProductState.Request.none.index else { return meaning }
        tally.requests[row.request.index] &+= 1
        if row.request.isPending {
            meaning.insert(.pending)
            if row.flags.contains(.putOff) {
                tally.hasDeferred = true
            } else {
                // A request without a time is stuck, as if it were the oldest of all.
                tally.oldestRequest = min(tally.oldestRequest ?? .max, row.modified)
            }
        }
        return meaning
    }

    /// Whether what is installed is older (negative), newer (positive) or the same as on the
    /// depot; nil where nothing is installed, or in no version that opsi could compare.
    func order(of row: ProductState, to onDepot: UInt32?) -> Int? {
        // Two look-ups, as a set of both would be built for each of a million rows.
        guard let onDepot, row.flags.contains(.localboot), row.flags.contains(.installed) else {
            return nil
        }
        return row.version.flatMap { ranks.compare($0, onDepot) }
    }

    // MARK: Clients

    /// The states of a client.
    ///
    /// - Parameters:
    ///   - tally: what its rows come to.
    ///   - times: when it was created and last seen.
    ///   - now: seconds on the server's local clock.
    /// - Returns: the states.
    func states(of tally: ClientTally, times: ClientTimes, now: Int) -> ClientStates {
        var states = ClientAge(now: now, outdatedAfterDays: definitions.outdatedAfterDays)
            .states(of: times)
        if tally.failed > 0 { states.insert(.failed) }
        if tally.updatable > 0 { states.insert(.updatable) }
        if tally.hasDowngrade { states.insert(.downgrade) }
        if tally.hasAgent, !tally.hasOther { states.insert(.fresh) }
        if tally.hasDeferred { states.formUnion([.pending, .deferred]) }
        if let oldest = tally.oldestRequest {
            states.insert(.pending)
            let patience = definitions.stuckAfterHours.multipliedClamped(by: 3_600)
            if oldest == 0 || now - Int(oldest) > patience { states.insert(.stuck) }
        }
        return states
    }
}

/// What the rows of one client come to.
struct ClientTally: Equatable {
    var failed = 0
    var updatable = 0
    var hasAgent = false
    var hasOther = false
    var hasDowngrade = false
    /// Whether a pending request was put off.
    var hasDeferred = false
    /// When the oldest of the other pending requests was written, in seconds of the server's local
    /// clock; 0 where one has no time, nil where there is none.
    var oldestRequest: UInt32?
    /// Rows by what they ask for (`ProductState.Request`); those that ask for nothing are left out.
    var requests = SIMD8<UInt32>()
}

/// What a row means for the counts of its product.
struct ProductMeaning: OptionSet {
    let rawValue: UInt8
    static let installed = ProductMeaning(rawValue: 1 << 0)
    static let failed = ProductMeaning(rawValue: 1 << 1)
    static let updatable = ProductMeaning(rawValue: 1 << 2)
    static let pending = ProductMeaning(rawValue: 1 << 3)
}

extension ServerClock {
    /// Seconds on the server's local clock, which is the one that its objects carry.
    var localSeconds: Int { unixTime + utcOffset }
}

extension Int {
    /// The product, or the largest or smallest number where it is none: a limit of a billion years
    /// is an odd wish, but no reason to stop.
    func multipliedClamped(by factor: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? ((self < 0) == (factor < 0) ? .max : .min) : product
    }
}
