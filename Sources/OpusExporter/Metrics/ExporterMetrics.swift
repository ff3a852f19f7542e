import OpusCore

/// All that the metric families are generated from, at one moment.
struct ExporterMetrics: Sendable {
    /// One entry a server, ordered as configured.
    var servers: [ServerMetrics]
    var process: ProcessMetrics
}

/// What is known of one opsi server and of reading it.
struct ServerMetrics: Sendable {
    /// The value of the label `server`.
    let name: String
    let interval: Duration
    /// Which families on request it has.
    var families: OptionalFamilies { didSet { select() } }
    /// Whether the last collection succeeded; false before the first one.
    var isUp = false
    /// The fleet as last read; nil before the first success and once it is too old to be shown.
    var fleet: FleetSummary? { didSet { select() } }
    /// Products with series of their own.
    private(set) var shownProducts: [ProductSummary] = []
    /// Clients with series of their own.
    private(set) var shownClients: [ClientSummary] = []
    /// When a collection last succeeded, in Unix seconds by this machine's clock.
    var lastSuccess: Double?
    /// How long the last collection took, whether or not it succeeded.
    var lastDuration: Duration?
    /// Collections that ended, successful or not.
    var collections = 0
    /// Collections that a missing part or a failure befell, by reason.
    var errors: [ServerError.Code: Int] = [:]
    /// Collections left out as the one before was still running.
    var skipped = 0
    /// Calls by method, ordered by name.
    var calls: [MethodCalls] = []

    init(name: String, interval: Duration, families: OptionalFamilies = .init()) {
        self.name = name
        self.interval = interval
        self.families = families
    }

    private mutating func select() {
        // Once for all families and formats.
        shownProducts = Self.select(fleet?.products, families.products, by: \.id)
        shownClients = Self.select(fleet?.clients, families.clients, by: \.id)
    }

    private static func select<Item>(
        _ items: [Item]?, _ selection: SeriesSelection?, by name: KeyPath<Item, String>
    ) -> [Item] {
        guard let items, let selection else { return [] }
        return items.filter { selection.contains($0[keyPath: name]) }
    }
}

/// What is known of this process.
struct ProcessMetrics: Sendable {
    var version: String
    /// Requests answered, by HTTP status, ordered by it.
    var requests: [RequestCount]
    /// What the kernel says of it; nil where it says nothing.
    var usage: ProcessUsage?
}

/// How many requests were answered with one status.
struct RequestCount: Sendable, Equatable {
    let status: Int
    let count: Int
}

extension Duration {
    /// The length in seconds, in whole nanoseconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds / 1_000_000_000) / 1e9
    }
}

extension ServerMetrics {
    /// A server of which nothing is known yet.
    init(_ collection: CollectionConfiguration) {
        self.init(
            name: collection.name, interval: collection.interval, families: collection.families)
    }
}
