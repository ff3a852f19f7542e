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
    public internal(set) var failed = 0
    /// Those of them whose action ended lately. While a retry waits, nobody knows when that was.
    public internal(set) var failedRecently = 0
    /// The same for those on which it succeeded or is to come; nil where the depot has another
    /// version.
    public internal(set) var uptake: Uptake?
}

extension FleetState {
    /// The versions that failed, ordered by depot, product and version.
    func failingVersions() -> [FailingVersion] {
        var tally = FailingTally(self)
        for client in order where !slots[client].troubled.isEmpty {
            for row in rows(of: client) where row.flags.contains(.failed) {
                tally.addFailed(row, depot: slots[client].depot)
            }
        }
        guard !tally.versions.isEmpty else { return [] }
        for client in order {
            let entries = tally.entries[slots[client].depot]
            guard !entries.isEmpty else { continue }
            for row in rows(of: client) {
                let entry = entries[Int(row.product)]
                if entry >= 0 { tally.addUptake(row, entry: Int(entry)) }
            }
        }
        return tally.versions.sorted {
            ($0.depot, $0.product, $0.version) < ($1.depot, $1.product, $1.version)
        }
    }
}

/// Counts what failed by depot, product and version.
private struct FailingTally {
    private struct Key: Hashable {
        var depot: Int
        var product: UInt32
        /// Nil where the row has none.
        var version: UInt32?
    }

    private let state: FleetState
    private let now: Int
    private var numbers: [Key: Int] = [:]
    private(set) var versions: [FailingVersion] = []
    /// By depot and product, the entry of the version that the depot has, -1 where it did not fail;
    /// a depot without any has none at all, as there may be many depots and products.
    private(set) var entries: [[Int32]]
    /// By entry, the version that has to be installed.
    private var wanted: [UInt32?] = []

    init(_ state: FleetState) {
        self.state = state
        now = state.clock.localSeconds
        entries = Array(repeating: [], count: state.depots.depots.count + 1)
    }

    mutating func addFailed(_ row: ProductState, depot: Int) {
        let key = Key(depot: depot, product: row.product, version: row.version)
        let number = numbers[key] ?? begin(key)
        versions[number].failed += 1
        if isRecent(row) { versions[number].failedRecently += 1 }
    }

    mutating func addUptake(_ row: ProductState, entry: Int) {
        if row.request.isPending, row.request != .uninstall {
            versions[entry].uptake?.waiting += 1
        }
        guard row.flags.contains([.succeeded, .installed]), row.version == wanted[entry] else {
            return
        }
        versions[entry].uptake?.succeeded += 1
        if isRecent(row) { versions[entry].uptake?.succeededRecently += 1 }
    }

    private mutating func begin(_ key: Key) -> Int {
        let number = versions.count
        numbers[key] = number
        wanted.append(key.version)
        versions.append(
            FailingVersion(
                depot: state.depots.id(of: key.depot),
                product: state.products.ids[Int(key.product)],
                version: key.version.map { state.versions.strings[Int($0)] } ?? ""))
        let onDepot = state.depots.versions(onDepot: key.depot)[key.product]
        if let version = key.version, version == onDepot {
            versions[number].uptake = FailingVersion.Uptake()
            if entries[key.depot].isEmpty {
                entries[key.depot] = Array(repeating: -1, count: state.products.count)
            }
            entries[key.depot][Int(key.product)] = Int32(number)
        }
        return number
    }

    /// Whether a row's action ended lately. A request that waits has moved the row's time.
    private func isRecent(_ row: ProductState) -> Bool {
        guard !row.request.isPending, row.modified > 0 else { return false }
        let age = now - Int(row.modified)
        // A writer's clock may be ahead a little; one of the year 2099 is no measure.
        return age <= FailingVersion.recentSeconds && age >= -FailingVersion.recentSeconds
    }
}
