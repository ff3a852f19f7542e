import OpusServer

/// Counts what failed by depot, product and version.
struct FailingTally {
    private struct Key: Hashable {
        var depot: Int
        var product: UInt32
        /// Nil where the row has none.
        var version: UInt32?
    }

    /// What is counted of a version, as `FailingVersion` has it.
    private struct Entry {
        let key: Key
        var failed = 0
        var failedRecently = 0
        var uptake: FailingVersion.Uptake?
    }

    private let state: FleetState
    /// When an action ended that counts as one of lately, in seconds of the server's local clock. A
    /// writer's clock may be ahead a little; one of the year 2099 is no measure.
    let recent: ClosedRange<UInt32>
    private var numbers: [Key: Int] = [:]
    private var entries: [Entry] = []
    /// By depot and product, the entry of the version that the depot has, -1 where it did not fail;
    /// a depot without any has none at all, as there may be many depots and products.
    private var onDepots: [[Int32]]

    init(_ state: FleetState) {
        self.state = state
        let now = state.clock.localSeconds
        // Rows without a time have 0.
        recent =
            UInt32(
                clamping: max(1, now - FailingVersion.recentSeconds))...UInt32(
                clamping: max(1, now + FailingVersion.recentSeconds))
        onDepots = Array(repeating: [], count: state.depots.depots.count + 1)
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Counts failed rows of one kind.
    mutating func addFailed(_ row: ProductState, depot: Int, _ count: Int) {
        let key = Key(depot: depot, product: row.product, version: row.version)
        entries[numbers[key] ?? begin(key)].failed += count
    }

    /// Counts rows of one kind where their version failed on other clients.
    mutating func addUptake(_ row: ProductState, depot: Int, _ count: Int) {
        guard let entry = entry(row, depot) else { return }
        if row.request.isPending, row.request != .uninstall {
            entries[entry].uptake?.waiting += count
        }
        if hasSucceeded(row, entry) { entries[entry].uptake?.succeeded += count }
    }

    /// Counts a row whose action ended lately. A request that waits has moved the row's time.
    mutating func addRecent(_ row: ProductState, depot: Int) {
        guard !row.request.isPending, recent.contains(row.modified) else { return }
        if row.flags.contains(.failed) {
            let key = Key(depot: depot, product: row.product, version: row.version)
            if let number = numbers[key] { entries[number].failedRecently += 1 }
        }
        if let entry = entry(row, depot), hasSucceeded(row, entry) {
            entries[entry].uptake?.succeededRecently += 1
        }
    }

    /// The entry of the version of a row's product that the row's client is to have.
    private func entry(_ row: ProductState, _ depot: Int) -> Int? {
        guard !onDepots[depot].isEmpty else { return nil }
        let entry = onDepots[depot][Int(row.product)]
        return entry < 0 ? nil : Int(entry)
    }

    private func hasSucceeded(_ row: ProductState, _ entry: Int) -> Bool {
        row.flags.contains([.succeeded, .installed]) && row.version == entries[entry].key.version
    }

    private mutating func begin(_ key: Key) -> Int {
        let number = entries.count
        numbers[key] = number
        entries.append(Entry(key: key))
        let onDepot = state.depots.versions(onDepot: key.depot)[key.product]
        if let version = key.version, version == onDepot {
            entries[number].uptake = FailingVersion.Uptake()
            if onDepots[key.depot].isEmpty {
                onDepots[key.depot] = Array(repeating: -1, count: state.products.count)
            }
            onDepots[key.depot][Int(key.product)] = Int32(number)
        }
        return number
    }

    /// The versions ordered by depot, product and version. There may be ten thousand of them, so
    /// texts are made and compared once each, and then their places.
    func versions(_ names: ProductNames) -> [FailingVersion] {
        let depotIDs = (0...state.depots.depots.count).map(state.depots.id)
        let depotPlaces = depotIDs.places(by: \.self)
        let used = Array(Set(entries.map(\.key.version)))
        let texts = used.map { $0.map { state.versions.strings[Int($0)] } ?? "" }
        let places = texts.places(by: \.self)
        let indices = Dictionary(uniqueKeysWithValues: zip(used, texts.indices))
        return
            entries.compactMap { entry in
                let key = entry.key
                return indices[key.version].map { version in
                    (
                        (depotPlaces[key.depot], names.places[Int(key.product)], places[version]),
                        FailingVersion(
                            depot: depotIDs[key.depot], product: names.ids[Int(key.product)],
                            version: texts[version], failed: entry.failed,
                            failedRecently: entry.failedRecently, uptake: entry.uptake)
                    )
                }
            }
            .sorted { $0.0 < $1.0 }
            .map(\.1)
    }
}
