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
        forEachKind { row, depot, count in
            if row.flags.contains(.failed) { tally.addFailed(row, depot: depot, count) }
        }
        guard !tally.versions.isEmpty else { return [] }
        forEachKind { row, depot, count in tally.addUptake(row, depot: depot, count) }
        for client in order where slots[client].rows.newest >= tally.recent.lowerBound {
            slots[client].rows.forEach(since: tally.recent.lowerBound, kinds.all) { row in
                tally.addRecent(row, depot: slots[client].depot)
            }
        }
        return tally.sorted()
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
    /// When an action ended that counts as one of lately, in seconds of the server's local clock. A
    /// writer's clock may be ahead a little; one of the year 2099 is no measure.
    let recent: ClosedRange<UInt32>
    private var numbers: [Key: Int] = [:]
    /// By entry.
    private var keys: [Key] = []
    private(set) var versions: [FailingVersion] = []
    /// By depot and product, the entry of the version that the depot has, -1 where it did not fail;
    /// a depot without any has none at all, as there may be many depots and products.
    private var entries: [[Int32]]

    init(_ state: FleetState) {
        self.state = state
        let now = state.clock.localSeconds
        // Rows without a time have 0.
        recent =
            UInt32(
                clamping: max(1, now - FailingVersion.recentSeconds))...UInt32(
                clamping: max(1, now + FailingVersion.recentSeconds))
        entries = Array(repeating: [], count: state.depots.depots.count + 1)
    }

    /// Counts failed rows of one kind.
    mutating func addFailed(_ row: ProductState, depot: Int, _ count: Int) {
        let key = Key(depot: depot, product: row.product, version: row.version)
        versions[numbers[key] ?? begin(key)].failed += count
    }

    /// Counts rows of one kind where their version failed on other clients.
    mutating func addUptake(_ row: ProductState, depot: Int, _ count: Int) {
        guard let entry = entry(row, depot) else { return }
        if row.request.isPending, row.request != .uninstall {
            versions[entry].uptake?.waiting += count
        }
        if hasSucceeded(row, entry) { versions[entry].uptake?.succeeded += count }
    }

    /// Counts a row whose action ended lately. A request that waits has moved the row's time.
    mutating func addRecent(_ row: ProductState, depot: Int) {
        guard !row.request.isPending, recent.contains(row.modified) else { return }
        if row.flags.contains(.failed) {
            let key = Key(depot: depot, product: row.product, version: row.version)
            if let number = numbers[key] { versions[number].failedRecently += 1 }
        }
        if let entry = entry(row, depot), hasSucceeded(row, entry) {
            versions[entry].uptake?.succeededRecently += 1
        }
    }

    /// The entry of the version of a row's product that the row's client is to have.
    private func entry(_ row: ProductState, _ depot: Int) -> Int? {
        guard !entries[depot].isEmpty else { return nil }
        let entry = entries[depot][Int(row.product)]
        return entry < 0 ? nil : Int(entry)
    }

    private func hasSucceeded(_ row: ProductState, _ entry: Int) -> Bool {
        row.flags.contains([.succeeded, .installed]) && row.version == keys[entry].version
    }

    /// The versions ordered by depot, product and version. There may be ten thousand of them, so
    /// texts are compared once each, and then their places.
    func sorted() -> [FailingVersion] {
        let depots = Array(0...state.depots.depots.count).places(by: state.depots.id)
        let products = state.products.ids.indices.places { state.products.ids[$0] }
        let used = Set(keys.lazy.compactMap(\.version)).map(Int.init)
        let texts = Dictionary(
            uniqueKeysWithValues: zip(
                used, used.indices.places { state.versions.strings[used[$0]] }))
        return keys.indices
            .map { entry in
                let key = keys[entry]
                let version = key.version.flatMap { texts[Int($0)] }.map { $0 + 1 } ?? 0
                return (depots[key.depot], products[Int(key.product)], version, entry)
            }
            .sorted { $0 < $1 }
            .map { versions[$0.3] }
    }

    private mutating func begin(_ key: Key) -> Int {
        let number = versions.count
        numbers[key] = number
        keys.append(key)
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
}

extension Collection where Index == Int {
    /// The place that each element has when they are ordered by what it stands for; equal ones follow
    /// each other.
    fileprivate func places<Text: Comparable>(by text: (Element) -> Text) -> [Int] {
        let texts = map(text)
        var places = Array(repeating: 0, count: count)
        for (place, index) in texts.indices.sorted(by: { texts[$0] < texts[$1] }).enumerated() {
            places[index] = place
        }
        return places
    }
}
