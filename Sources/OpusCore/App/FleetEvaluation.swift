import OpusBackend
import OpusServer

/// Judges every client of a fleet by the definitions, and counts.
struct FleetEvaluation {
    /// What the rows of one client come to.
    struct Tally {
        var failed = 0
        var updatable = 0
        var states: ClientStates = []
        var hasAgent = false
        var hasOther = false
    }

    /// What the rows of one product come to.
    struct ProductTally {
        var installed = 0
        var failed = 0
        var updatable = 0
    }

    private let fleet: Fleet
    private let definitions: StateDefinitions
    private let depots: ClientDepots
    private let states: ProductStateTable
    private let ranks: VersionRanks
    /// What each product means for a fresh client, by product number.
    private let roles: [Role]

    private enum Role {
        case agent, baseline, other
    }

    private var tallies: [Tally]
    private var products: [ProductTally]
    /// Rows by depot number, the last for unknown, and by requested action.
    private var requested: [[ActionRequest: Int]]

    init(_ fleet: Fleet, definitions: StateDefinitions) {
        self.fleet = fleet
        self.definitions = definitions
        var states = fleet.states
        depots = ClientDepots(fleet, states: &states)
        self.states = states
        ranks = VersionRanks(states.versions)
        roles = states.products.strings.map { id in
            definitions.agents.contains(id)
                ? .agent : definitions.baseline.contains(id) ? .baseline : .other
        }
        tallies = Array(repeating: Tally(), count: fleet.clients.count)
        products = Array(repeating: ProductTally(), count: states.products.strings.count)
        let actions = ActionRequest.allCases.filter { $0 != .none }
        let none = Dictionary(uniqueKeysWithValues: actions.map { ($0, 0) })
        requested = Array(repeating: none, count: depots.ids.count + 1)
    }

    /// Judges and counts.
    static func summary(_ fleet: Fleet, definitions: StateDefinitions) -> FleetSummary {
        var evaluation = FleetEvaluation(fleet, definitions: definitions)
        evaluation.judgeRows()
        evaluation.judgeClients()
        return evaluation.counted()
    }

    // MARK: Judging

    private mutating func judgeRows() {
        // By the server's local clock, which is the one that rows carry.
        let now = fleet.clock.unixTime + fleet.clock.utcOffset
        let stuckBefore = now - definitions.stuckAfterHours * 3_600
        for row in states.rows where row.flags.contains(.localboot) {
            let client = Int(row.client)
            let product = Int(row.product)
            if row.flags.contains(.failed) {
                tallies[client].failed += 1
                products[product].failed += 1
            }
            if row.flags.contains(.installed) { judgeInstalled(row) }
            if let action = row.request.action, action != .none {
                let depot = depots.depotOfClient[client] ?? depots.ids.count
                requested[depot][action, default: 0] += 1
            }
            if row.request != .none, row.request != .always {
                tallies[client].states.insert(.pending)
                if row.modified == 0 || Int(row.modified) < stuckBefore {
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
        guard let installed = row.version,
            let onDepot = depots.version(ofProduct: row.product, forClient: row.client),
            let order = ranks.compare(installed, onDepot)
        else { return }
        if order < 0 {
            tallies[client].updatable += 1
            products[Int(row.product)].updatable += 1
        } else if order > 0 {
            tallies[client].states.insert(.downgrade)
        }
    }

    private mutating func judgeClients() {
        let age = ClientAge(
            now: fleet.clock.unixTime + fleet.clock.utcOffset,
            outdatedAfterDays: definitions.outdatedAfterDays)
        for (number, client) in fleet.clients.enumerated() {
            var states = tallies[number].states.union(age.states(of: client))
            if tallies[number].failed > 0 { states.insert(.failed) }
            if tallies[number].updatable > 0 { states.insert(.updatable) }
            if tallies[number].hasAgent, !tallies[number].hasOther { states.insert(.fresh) }
            tallies[number].states = states
        }
    }

    // MARK: Counting

    private func counted() -> FleetSummary {
        let tree = fleet.groups.map {
            GroupTree($0, clients: states.clients, clientCount: fleet.clients.count)
        }
        return FleetSummary(
            serverTime: fleet.clock.unixTime,
            serverVersion: fleet.info.version,
            clients: clientSummaries(),
            depots: depotSummaries(tree: try? tree.get()),
            groups: tree.map(groupSummaries),
            products: productSummaries())
    }

    private func depotID(ofClient client: Int) -> String {
        depots.depotOfClient[client].map { depots.ids[$0] } ?? FleetSummary.unknownDepot
    }

    private func clientSummaries() -> [ClientSummary] {
        fleet.clients.enumerated().map { number, client in
            ClientSummary(
                id: client.id, depot: depotID(ofClient: number), states: tallies[number].states,
                failedProducts: tallies[number].failed,
                updatableProducts: tallies[number].updatable,
                lastSeen: client.lastSeen?.unixTime(utcOffset: fleet.clock.utcOffset))
        }
    }

    private func depotSummaries(tree: GroupTree?) -> [DepotSummary] {
        var counts = Array(repeating: StateCounts(), count: depots.ids.count + 1)
        var ungrouped = Array(repeating: 0, count: counts.count)
        var failed = ungrouped
        var updatable = ungrouped
        for (client, tally) in tallies.enumerated() {
            let depot = depots.depotOfClient[client] ?? depots.ids.count
            counts[depot].add(tally.states)
            failed[depot] += tally.failed
            updatable[depot] += tally.updatable
            if let tree, tree.directGroups[client].isEmpty { ungrouped[depot] += 1 }
        }
        let details = depotDetails()
        return counts.indices.map { depot in
            let id = depot < depots.ids.count ? depots.ids[depot] : nil
            return DepotSummary(
                id: id ?? FleetSummary.unknownDepot, details: id.flatMap { details[$0] },
                counts: counts[depot], ungrouped: tree == nil ? nil : ungrouped[depot],
                productsFailed: failed[depot], productsUpdatable: updatable[depot],
                productsRequested: requested[depot])
        }
    }

    private func depotDetails() -> [String: DepotSummary.Details] {
        let onDepot = Dictionary(grouping: fleet.productsOnDepots, by: \.depotID)
            .mapValues { Set($0.map(\.productID)).count }
        let details = fleet.depots.map { depot in
            (
                depot.id,
                DepotSummary.Details(
                    master: depot.masterID ?? (depot.isMaster ? depot.id : ""),
                    products: onDepot[depot.id] ?? 0)
            )
        }
        return Dictionary(details, uniquingKeysWith: { first, _ in first })
    }

    private func groupSummaries(_ tree: GroupTree) -> [GroupSummary] {
        var counts = Array(repeating: StateCounts(), count: tree.groups.count)
        var marks = Array(repeating: 0, count: tree.groups.count)
        for (client, tally) in tallies.enumerated() {
            tree.forEachGroup(ofClient: client, marks: &marks) { counts[$0].add(tally.states) }
        }
        return zip(tree.groups, counts).map { group, counts in
            GroupSummary(id: group.id, parent: group.parentID, counts: counts)
        }
    }

    private func productSummaries() -> [ProductSummary] {
        zip(states.products.strings, products)
            .map { id, tally in
                ProductSummary(
                    id: id, installed: tally.installed, failed: tally.failed,
                    updatable: tally.updatable)
            }
            .sorted { $0.id < $1.id }
    }
}

extension StateCounts {
    /// Counts one client.
    mutating func add(_ states: ClientStates) {
        clients += 1
        if states.contains(.failed) { failed += 1 }
        if states.contains(.updatable) { updatable += 1 }
        if states.contains(.fresh) { fresh += 1 }
        if states.contains(.outdated) { outdated += 1 }
        if states.contains(.neverSeen) { neverSeen += 1 }
        if states.contains(.pending) { pending += 1 }
        if states.contains(.stuck) { stuck += 1 }
    }
}
