public import OpusServer

/// A version of a product that failed on clients of a depot: is a rollout going wrong?
///
/// A client counts for the version that its last action ran with, whether it was to come or to go.
public struct FailingVersion: Sendable, Equatable {
    /// What became of a version that the depot has.
    public struct Uptake: Sendable, Equatable {
        /// Clients on which it is installed, and whose last action succeeded.
        public internal(set) var succeeded = 0
        /// Those of them whose action ended lately.
        public internal(set) var succeededRecently = 0
        /// Clients that are asked to install or run it, and have not yet; those with a retry are
        /// among the failed, too.
        public internal(set) var waiting = 0
    }

    /// Seconds for which an action counts as one of lately: a working day with its morning.
    public static let recentSeconds = 21_600

    /// The clients' depot, or `FleetSummary.unknownDepot`.
    public let depot: ObjectID
    /// The product.
    public let product: ObjectID
    /// The version that failed, such as `24.08-1`; empty where rows have none.
    public let version: String
    /// Clients on which the last action with it failed; at least one.
    public let failed: Int
    /// Those of them whose action ended lately. While a retry waits, nobody knows when that was.
    public let failedRecently: Int
    /// The same for those on which it succeeded or is to come; nil where the depot has another
    /// version.
    public let uptake: Uptake?
}

extension FleetState {
    /// The versions that failed, ordered by depot, product and version.
    func failingVersions(_ names: ProductNames) -> [FailingVersion] {
        var tally = FailingTally(self)
        forEachKind { row, depot, count in
            if row.flags.contains(.failed) { tally.addFailed(row, depot: depot, count) }
        }
        guard !tally.isEmpty else { return [] }
        forEachKind { row, depot, count in tally.addUptake(row, depot: depot, count) }
        for client in order where slots[client].rows.newest >= tally.recent.lowerBound {
            slots[client].rows.forEach(since: tally.recent.lowerBound, kinds.all) { row in
                tally.addRecent(row, depot: slots[client].depot)
            }
        }
        return tally.versions(names)
    }
}
