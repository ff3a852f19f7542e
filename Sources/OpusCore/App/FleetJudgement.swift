import OpusBackend
import OpusServer

/// Judges clients by the definitions: the one place where states are decided, be it for a whole
/// fleet or for a single client.
struct FleetJudgement {
    /// What the rows of one client come to.
    struct Tally {
        var failed = 0
        var updatable = 0
        var states: ClientStates = []
        fileprivate var hasAgent = false
        fileprivate var hasOther = false
    }

    /// What the rows of one product come to.
    struct ProductTally {
        /// Whether a depot or a client has it as a localboot product; the others are not judged.
        var isLocalboot = false
        var installed = 0
        var failed = 0
        var updatable = 0
    }

    private enum Role {
        case agent, baseline, other
    }

    let records: ClientRecords
    let depots: ClientDepots
    /// The clients' rows, with the depots' products and versions in its tables.
    let states: ProductStateTable
    /// By client number.
    private(set) var tallies: [Tally]
    /// By product number.
    private(set) var products: [ProductTally]
    /// Rows by depot number, the last for unknown, and by requested action.
    private(set) var requested: [[ActionRequest: Int]]

    private let definitions: StateDefinitions
    private let ranks: VersionRanks
    /// What each product means for a fresh client, by product number.
    private let roles: [Role]

    init(_ records: ClientRecords, definitions: StateDefinitions) {
        self.records = records
        self.definitions = definitions
        var states = records.states
        depots = ClientDepots(records, states: &states)
        self.states = states
        ranks = VersionRanks(states.versions)
        roles = states.products.strings.map { id in
            definitions.agents.contains(id)
                ? .agent : definitions.baseline.contains(id) ? .baseline : .other
        }
        tallies = Array(repeating: Tally(), count: records.clients.count)
        products = Array(repeating: ProductTally(), count: states.products.strings.count)
        for product in depots.localbootProducts { products[Int(product)].isLocalboot = true }
        let actions = ActionRequest.allCases.filter { $0 != .none }
        let none = Dictionary(uniqueKeysWithValues: actions.map { ($0, 0) })
        requested = Array(repeating: none, count: depots.depots.count + 1)
        judgeRows()
        judgeClients()
    }

    /// The number of a client's depot; one more than the last where it is unknown.
    func depot(ofClient client: Int) -> Int {
        depots.depotOfClient[client] ?? depots.depots.count
    }

    /// The version on the client's depot, where the row's product is installed in an older one.
    func newerVersion(than row: ProductState) -> UInt32? {
        guard let onDepot = depots.version(ofProduct: row.product, forClient: row.client),
            let order = order(of: row, to: onDepot), order < 0
        else { return nil }
        return onDepot
    }

    // MARK: Rules

    private mutating func judgeRows() {
        let now = records.clock.localSeconds
        let patience = definitions.stuckAfterHours.multipliedClamped(by: 3_600)
        for row in states.rows where row.flags.contains(.localboot) {
            let client = Int(row.client)
            let product = Int(row.product)
            products[product].isLocalboot = true
            if row.flags.contains(.failed) {
                tallies[client].failed += 1
                products[product].failed += 1
            }
            if row.flags.contains(.installed) { judgeInstalled(row) }
            if let action = row.request.action, action != .none {
                requested[depot(ofClient: client)][action, default: 0] += 1
            }
            if row.request != .none, row.request != .always {
                tallies[client].states.insert(.pending)
                if row.modified == 0 || now - Int(row.modified) > patience {
                    tallies[client].states.insert(.stuck)
                }
            }
        }
    }

    private mutating func judgeInstalled(_ row: ProductState) {
        let client = Int(row.client)
        products[Int(row.product)].installed += 1
        switch roles[Int(row.product)] {
        case .agent: tallies[client].hasAgent = true
        case .baseline: break
        case .other: tallies[client].hasOther = true
        }
        guard let onDepot = depots.version(ofProduct: row.product, forClient: row.client),
            let order = order(of: row, to: onDepot)
        else { return }
        if order < 0 {
            tallies[client].updatable += 1
            products[Int(row.product)].updatable += 1
        } else if order > 0 {
            tallies[client].states.insert(.downgrade)
        }
    }

    /// Whether what is installed is older (negative), newer (positive) or the same; nil where
    /// nothing is installed, or in no version that opsi could compare.
    private func order(of row: ProductState, to onDepot: UInt32) -> Int? {
        guard row.flags.contains(.localboot), row.flags.contains(.installed) else { return nil }
        return row.version.flatMap { ranks.compare($0, onDepot) }
    }

    private mutating func judgeClients() {
        let age = ClientAge(
            now: records.clock.localSeconds, outdatedAfterDays: definitions.outdatedAfterDays)
        for (number, client) in records.clients.enumerated() {
            var states = tallies[number].states.union(age.states(of: client))
            if tallies[number].failed > 0 { states.insert(.failed) }
            if tallies[number].updatable > 0 { states.insert(.updatable) }
            if tallies[number].hasAgent, !tallies[number].hasOther { states.insert(.fresh) }
            tallies[number].states = states
        }
    }
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
