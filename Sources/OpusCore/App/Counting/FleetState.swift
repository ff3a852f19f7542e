import OpusBackend
import OpusServer

/// A fleet's rows and everything counted of them, kept up to date by what changed.
///
/// A client is judged again only where its rows, its depot or what that has changed; counts of
/// depots, groups and kinds of rows are mended by the difference. Times move on for all clients, which
/// costs a comparison each. Where a few clients are judged once, `FleetJudgement` does it, by the same
/// `StateRules` and without what is kept here for mending.
struct FleetState: Sendable {
    /// What is known of a client.
    struct Slot {
        var rows = KeptRows()
        var times: ClientTimes
        /// The number of its depot; the number of depots where it is unknown.
        var depot: Int
        var tally = ClientTally()
        /// Its rows that failed or wait.
        var troubled: [TroubledRow] = []
        var states: ClientStates = []
        /// Whether the client is in the fleet, and in the counts.
        var isPresent = false
        var isCounted = false
        var touch = Touch.none
    }

    /// Whether a client will be judged anew, and in which counts it is meanwhile.
    enum Touch {
        case none
        /// In all, as it was; the counts of kinds are mended already.
        case rows
        /// In none.
        case all
    }

    /// A row that failed, or waits for a known action.
    struct TroubledRow {
        let product: UInt32
        let hasFailed: Bool
        let isPending: Bool
        /// Since when it is failed without a break, as far back as it was seen, in seconds of the
        /// server's local clock; 0 where nothing tells.
        var failedSince: UInt32

        /// Nil for a row that did neither.
        init?(_ row: ProductState) {
            product = row.product
            hasFailed = row.flags.contains(.failed)
            isPending = row.request.isPending && row.request != .other
            failedSince = hasFailed ? row.modified : 0
            guard hasFailed || isPending else { return nil }
        }
    }

    /// What the clients of a depot come to.
    struct DepotTally: Equatable {
        var counts = StateCounts()
        var failed = 0
        var updatable = 0
        var requests = SIMD8<UInt32>()
    }

    /// Clients, products and versions by number. Numbers stay as long as the state lives.
    var clients = StringTable()
    var products = StringTable()
    var versions = StringTable()
    var rules: StateRules
    var kinds: RowKinds

    var slots: [Slot] = []
    /// The numbers of the clients that are in the fleet, ordered by id.
    var order: [Int] = []

    var info: ServerInfo
    var clock: ServerClock
    var depots: DepotProducts
    var groups: Result<Fleet.Groups, ServerError>

    var depotTallies: [DepotTally] = []
    /// Nil where groups could not be read.
    var groupCounts: GroupCounts?
    /// What the counts of products and versions follow from.
    var kindCounts = KindCounts()

    /// Clients who will be judged anew.
    var touched: [Int] = []

    /// A fleet with the rows that it comes with.
    ///
    /// - Parameters:
    ///   - fleet: the fleet.
    ///   - definitions: what the states of a client mean.
    ///   - kinds: the kinds of rows, none of which is known yet.
    init(_ fleet: Fleet, definitions: StateDefinitions, kinds: RowKinds = .init()) {
        self.kinds = kinds
        info = fleet.info
        clock = fleet.records.clock
        groups = fleet.groups
        rules = StateRules(definitions)
        depots = DepotProducts(fleet.records, products: &products, versions: &versions)
        depotTallies = Array(repeating: DepotTally(), count: depots.depots.count + 1)
        takeClients(fleet.records)
        regroup()
        add(fleet.records.states) { _ in true }
        settle()
    }

    // MARK: Rows

    /// Adds the rows of clients that have none yet.
    ///
    /// - Parameters:
    ///   - table: rows.
    ///   - wanted: whether the rows of a client are to be added.
    mutating func add(_ table: ProductStateTable, wanted: (Int) -> Bool) {
        let numbers = Numbers(table, &self)
        let clients = numbers.clients.map { number in
            number.flatMap { slots[$0].isPresent && wanted($0) ? $0 : nil }
        }
        var rowCounts = Array(repeating: 0, count: clients.count)
        for row in table.rows where row.flags.contains(.localboot) {
            rowCounts[Int(row.client)] += 1
        }
        for (index, client) in clients.enumerated() {
            guard let client else { continue }
            touch(client)
            slots[client].rows.reserveCapacity(slots[client].rows.count + rowCounts[index])
        }
        for row in table.rows where row.flags.contains(.localboot) {
            guard let client = clients[Int(row.client)] else { continue }
            slots[client].rows.add(numbers.translated(row, client: client), &kinds)
        }
    }

    /// Replaces the rows of some clients by those that were read anew.
    mutating func replace(_ table: ProductStateTable, of asked: Set<Int>) {
        for client in asked where slots[client].isPresent {
            touch(client)
            slots[client].rows.removeAll()
        }
        add(table) { asked.contains($0) }
    }

    /// Takes rows as they are now; those of clients that are not in the fleet are left alone.
    mutating func update(_ table: ProductStateTable) {
        let numbers = Numbers(table, &self)
        learn()
        for row in table.rows {
            guard let client = numbers.clients[Int(row.client)], slots[client].isPresent else {
                continue
            }
            let row = numbers.translated(row, client: client)
            let index = rows(of: client).index(ofProduct: row.product)
            guard row.flags.contains(.localboot) else {
                // The row has become one of another type of product.
                if let index {
                    touch(client)
                    slots[client].rows.remove(at: index)
                }
                continue
            }
            if let index {
                replaceRow(index, of: client, by: row)
            } else {
                touch(client)
                slots[client].rows.add(row, &kinds)
            }
        }
    }

    // MARK: What rows rest on

    /// Takes over what was read of the fleet beside its rows.
    mutating func update(_ fleet: Fleet) {
        info = fleet.info
        clock = fleet.records.clock
        takeDepots(fleet.records)
        let clientsBefore = order
        takeClients(fleet.records)
        if order != clientsBefore || !hasSameGroups(fleet.groups) {
            groups = fleet.groups
            regroup()
        }
    }

    /// Takes over the depots and what they have.
    mutating func takeDepots(_ records: ClientRecords) {
        let newDepots = DepotProducts(records, products: &products, versions: &versions)
        let sameDepots = newDepots.hasSameDepots(as: depots)
        if !sameDepots {
            for client in order { touch(client) }
        } else if newDepots != depots {
            for client in order where newDepots.differs(from: depots, on: slots[client].depot) {
                touch(client)
            }
        }
        depots = newDepots
        if !sameDepots {
            // Everybody is taken out of the counts.
            depotTallies = Array(repeating: DepotTally(), count: depots.depots.count + 1)
        }
    }

    func hasSameGroups(_ other: Result<Fleet.Groups, ServerError>) -> Bool {
        guard case .success(let old) = groups, case .success(let new) = other else { return false }
        return old.groups == new.groups && old.members == new.members
    }

    /// Takes over which clients there are, their times and depots.
    private mutating func takeClients(_ records: ClientRecords) {
        let depotOf = depots.depotsOfClients(records)
        let unknown = depots.depots.count
        var isPresent = Array(repeating: false, count: slots.count)
        var newOrder: [Int] = []
        newOrder.reserveCapacity(records.clients.count)
        let numbers = clients.numbers(of: records.states.clients)
        // Growing on the way, they would have room for nearly as many again.
        if slots.isEmpty { slots.reserveCapacity(records.clients.count) }
        for (index, client) in records.clients.enumerated() {
            let number = Int(numbers[index])
            let depot = depotOf[index] ?? unknown
            if number == slots.count {
                slots.append(Slot(times: client, depot: depot))
                isPresent.append(false)
            }
            isPresent[number] = true
            newOrder.append(number)
            if slots[number].isPresent, slots[number].depot != depot { touch(number) }
            if !slots[number].isPresent {
                slots[number].isPresent = true
                touch(number)
            }
            slots[number].times = client
            slots[number].depot = depot
        }
        for number in order where !isPresent[number] {
            touch(number)
            slots[number].isPresent = false
            slots[number].rows = KeptRows()
            slots[number].troubled = []
        }
        order = newOrder
    }

    /// The present clients that were not there, or were others, when the state was last updated.
    func newClients(_ records: ClientRecords) -> [Int: ObjectID] {
        var new: [Int: ObjectID] = [:]
        var next = clients.count
        let numbers = clients.existingNumbers(of: records.states.clients)
        for (client, number) in zip(records.clients, numbers) {
            if let number {
                let slot = slots[Int(number)]
                // A client that was deleted and created again has none of its old rows.
                if !slot.isPresent || slot.times.created != client.created {
                    new[Int(number)] = client.id
                }
            } else {
                new[next] = client.id
                next += 1
            }
        }
        return new
    }
}
