import OpusBackend
import OpusServer

/// Some clients, judged once by their rows.
///
/// It holds less than `FleetState`, which judges by the same `StateRules` and is mended again and
/// again: that one has a slot with its rows for each client, so that one client can be taken out of
/// all counts; this one goes through the rows where they were read, knows neither groups nor counts,
/// and has rows of every type. Made of a `FleetState`, an answer about some clients would copy each
/// row once more.
struct FleetJudgement {
    let records: ClientRecords
    let depots: ClientDepots
    /// The clients' rows, with the depots' products and versions in its tables.
    let states: ProductStateTable
    /// By client number.
    private(set) var tallies: [ClientTally]
    /// By client number.
    private(set) var clientStates: [ClientStates]
    /// By product number.
    private let productTallies: [ProductTally]

    private let rules: StateRules

    init(_ records: ClientRecords, definitions: StateDefinitions) {
        self.records = records
        var states = records.states
        depots = ClientDepots(records, states: &states)
        self.states = states
        var rules = StateRules(definitions)
        rules.learn(products: states.products, versions: states.versions)
        var tallies = Array(repeating: ClientTally(), count: records.clients.count)
        var products = Array(repeating: ProductTally(), count: states.products.count)
        for row in states.rows {
            let onDepot = depots.version(ofProduct: row.product, forClient: row.client)
            let meaning = rules.add(row, onDepot: onDepot, to: &tallies[Int(row.client)])
            if row.flags.contains(.localboot) {
                products[Int(row.product)].add(meaning)
            }
        }
        let now = records.clock.localSeconds
        clientStates = zip(records.clients, tallies).map { client, tally in
            rules.states(of: tally, times: client, now: now)
        }
        self.tallies = tallies
        productTallies = products
        self.rules = rules
    }

    /// The version on the client's depot, where the row's product is installed in an older one.
    func newerVersion(than row: ProductState) -> UInt32? {
        let onDepot = depots.version(ofProduct: row.product, forClient: row.client)
        guard let order = rules.order(of: row, to: onDepot), order < 0 else { return nil }
        return onDepot
    }

    /// The localboot products that one of the clients has a row of, ordered by id.
    func productSummaries() -> [ProductSummary] {
        zip(states.products.ids, productTallies).filter { $1.rows > 0 }
            .map { $1.summary(of: $0) }.sorted { $0.id < $1.id }
    }

    /// Every client's states.
    func clientSummaries() -> [ClientSummary] {
        records.clients.indices.map { number in
            ClientSummary(
                records.clients[number],
                depot: depots.depotOfClient[number].map { depots.depots[$0].id }
                    ?? FleetSummary.unknownDepot,
                tallies[number], clientStates[number], records.clock)
        }
    }
}
