public import OpusServer

/// A client with products whose last action failed, and where it is.
public struct FailedClient: Sendable, Equatable {
    /// The client's id.
    public let id: ObjectID
    /// The products, ordered by id.
    public let products: [ObjectID]
    /// The host groups that it belongs to, those above them included; none where groups could not be
    /// read.
    public let groups: [ObjectID]
    /// Since when it is failed, in Unix seconds: as far back as its failures were watched, else when
    /// the row of the oldest one was last written; nil where no row has a time.
    public let since: Int?
}

extension FleetState {
    /// The clients with a failed product, ordered by id.
    func failedClients(_ names: ProductNames) -> [FailedClient] {
        let tree = groupCounts?.tree
        var marks = Array(repeating: 0, count: tree?.groups.count ?? 0)
        // Many clients are members of the same groups, and have one list then.
        var known: [ArraySlice<UInt32>: [ObjectID]] = [:]
        return order.enumerated().compactMap { visit, client in
            guard slots[client].tally.failed > 0 else { return nil }
            let failed = slots[client].troubled.filter(\.hasFailed)
            var groups: [ObjectID] = []
            if let tree {
                let direct = tree.directGroups(ofClient: client)
                if let same = known[direct] {
                    groups = same
                } else {
                    tree.forEachGroup(ofClient: client, mark: visit + 1, marks: &marks) {
                        groups.append(tree.groups[$0].id)
                    }
                    known[direct] = groups
                }
            }
            let since = failed.lazy.map(\.failedSince).filter { $0 > 0 }.min()
            return FailedClient(
                id: slots[client].times.id, products: names.inOrder(failed.map(\.product)),
                groups: groups, since: since.map { Int($0) - clock.utcOffset })
        }
    }
}
