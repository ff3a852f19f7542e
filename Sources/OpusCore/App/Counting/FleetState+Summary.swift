import OpusBackend
import OpusServer

extension FleetState {
    /// The fleet's counts as they are now.
    var summary: FleetSummary {
        let names = ProductNames(self)
        return FleetSummary(
            serverTime: clock.unixTime,
            serverVersion: info.version,
            clients: order.map(clientSummary),
            depots: depotSummaries(),
            groups: groups.map { _ in groupSummaries() },
            products: productSummaries(names),
            failingVersions: failingVersions(names),
            failedClients: failedClients(names))
    }

    private func clientSummary(_ client: Int) -> ClientSummary {
        ClientSummary(
            slots[client].times, depot: depots.id(of: slots[client].depot), slots[client].tally,
            slots[client].states, clock)
    }

    private func depotSummaries() -> [DepotSummary] {
        var ungrouped: [Int]?
        if let tree = groupCounts?.tree {
            var counts = Array(repeating: 0, count: depotTallies.count)
            for client in order where tree.directGroups(ofClient: client).isEmpty {
                counts[slots[client].depot] += 1
            }
            ungrouped = counts
        }
        let actions = ActionRequest.allCases.filter { $0 != .none }
        return depotTallies.enumerated().map { number, tally in
            let requested = actions.map { action in
                (action, Int(tally.requests[ProductState.Request(action).index]))
            }
            return DepotSummary(
                id: depots.id(of: number),
                details: number < depots.depots.count
                    ? details(of: depots.depots[number], number: number) : nil,
                counts: tally.counts, ungrouped: ungrouped?[number],
                productsFailed: tally.failed, productsUpdatable: tally.updatable,
                productsRequested: Dictionary(uniqueKeysWithValues: requested))
        }
    }

    private func details(of depot: Depot, number: Int) -> DepotSummary.Details {
        DepotSummary.Details(
            master: depot.masterID ?? (depot.isMaster ? depot.id : ""),
            products: depots.productCount(ofDepot: number))
    }

    private func groupSummaries() -> [GroupSummary] {
        zip(groupCounts?.tree.groups ?? [], groupCounts?.counts ?? []).map { group, counts in
            GroupSummary(id: group.id, parent: group.parentID, counts: counts)
        }
    }

    private func productTallies() -> [ProductTally] {
        var tallies = Array(repeating: ProductTally(), count: products.count)
        forEachKind { row, depot, count in
            var tally = ClientTally()
            let onDepot = depots.versions(onDepot: depot)[row.product]
            let meaning = rules.add(row, onDepot: onDepot, to: &tally)
            tallies[Int(row.product)].add(meaning, count: count)
        }
        return tallies
    }

    private func productSummaries(_ names: ProductNames) -> [ProductSummary] {
        let tallies = productTallies()
        return names.numbersInOrder
            .filter { tallies[$0].rows > 0 || depots.hasLocalboot(UInt32($0)) }
            .map { tallies[$0].summary(of: names.ids[$0]) }
    }
}
