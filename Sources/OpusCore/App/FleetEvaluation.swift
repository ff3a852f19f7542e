import OpusBackend
import OpusServer

/// Counts a judged fleet by depot, group and product.
struct FleetEvaluation {
    private let fleet: Fleet
    private let judgement: FleetJudgement

    /// Judges and counts.
    static func summary(_ fleet: Fleet, definitions: StateDefinitions) -> FleetSummary {
        FleetEvaluation(
            fleet: fleet, judgement: FleetJudgement(fleet.records, definitions: definitions)
        ).counted()
    }

    private func counted() -> FleetSummary {
        let tree = fleet.groups.map {
            GroupTree(
                $0, clients: judgement.states.clients, clientCount: fleet.records.clients.count)
        }
        return FleetSummary(
            serverTime: fleet.records.clock.unixTime,
            serverVersion: fleet.info.version,
            clients: judgement.clientSummaries(),
            depots: depotSummaries(tree: try? tree.get()),
            groups: tree.map(groupSummaries),
            products: productSummaries())
    }

    private func depotSummaries(tree: GroupTree?) -> [DepotSummary] {
        let depots = judgement.depots.depots
        var counts = Array(repeating: StateCounts(), count: depots.count + 1)
        var ungrouped = Array(repeating: 0, count: counts.count)
        var failed = ungrouped
        var updatable = ungrouped
        for (client, tally) in judgement.tallies.enumerated() {
            let depot = judgement.depot(ofClient: client)
            counts[depot].add(tally.states)
            failed[depot] += tally.failed
            updatable[depot] += tally.updatable
            if let tree, tree.directGroups[client].isEmpty { ungrouped[depot] += 1 }
        }
        return counts.indices.map { number in
            let depot = number < depots.count ? depots[number] : nil
            return DepotSummary(
                id: depot?.id ?? FleetSummary.unknownDepot,
                details: depot.map { details(of: $0, number: number) },
                counts: counts[number], ungrouped: tree == nil ? nil : ungrouped[number],
                productsFailed: failed[number], productsUpdatable: updatable[number],
                productsRequested: judgement.requested[number])
        }
    }

    private func details(of depot: Depot, number: Int) -> DepotSummary.Details {
        DepotSummary.Details(
            master: depot.masterID ?? (depot.isMaster ? depot.id : ""),
            products: judgement.depots.productCount(ofDepot: number))
    }

    private func groupSummaries(_ tree: GroupTree) -> [GroupSummary] {
        var counts = Array(repeating: StateCounts(), count: tree.groups.count)
        var marks = Array(repeating: 0, count: tree.groups.count)
        for (client, tally) in judgement.tallies.enumerated() {
            tree.forEachGroup(ofClient: client, marks: &marks) { counts[$0].add(tally.states) }
        }
        return zip(tree.groups, counts).map { group, counts in
            GroupSummary(id: group.id, parent: group.parentID, counts: counts)
        }
    }

    private func productSummaries() -> [ProductSummary] {
        zip(judgement.states.products.strings, judgement.products)
            .filter { $0.1.isLocalboot }
            .map { id, tally in
                ProductSummary(
                    id: id, installed: tally.installed, failed: tally.failed,
                    updatable: tally.updatable)
            }
            .sorted { $0.id < $1.id }
    }
}

extension FleetJudgement {
    /// Every client's states.
    func clientSummaries() -> [ClientSummary] {
        records.clients.indices.map { number in
            let client = records.clients[number]
            let tally = tallies[number]
            return ClientSummary(
                id: client.id,
                depot: depots.depotOfClient[number].map { depots.depots[$0].id }
                    ?? FleetSummary.unknownDepot,
                states: tally.states, failedProducts: tally.failed,
                updatableProducts: tally.updatable,
                lastSeen: client.lastSeen?.unixTime(utcOffset: records.clock.utcOffset))
        }
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
