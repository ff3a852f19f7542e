import ExporterToolkit
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
    /// Why products failed, as far as that is known; nil where it is not asked for.
    var causes: FailureCauses? { didSet { withheldFamilies = MetricFamilies.withheld(from: self) } }
    /// Products with series of their own.
    private(set) var shownProducts: [ProductSummary] = []
    /// Clients with series of their own.
    private(set) var shownClients: [ClientSummary] = []
    /// Families with more series than their limit allows, and those of them that were told of.
    private(set) var withheldFamilies: [String] = []
    private var toldOfWithheld: [String] = []
    /// When a collection last succeeded, in Unix seconds by this machine's clock.
    var lastSuccess: Double?
    /// How long the last collection took, whether or not it succeeded.
    var lastDuration: Duration?
    /// Collections that ended, successful or not.
    var collections = 0
    /// Collections that a missing part or a failure befell, by reason.
    var errors: [ServerError.Code: Int] = [:]
    /// The latest of them, the newest first.
    private(set) var recentErrors: [RecentError] = []
    /// Collections left out as the one before was still running.
    var skipped = 0
    /// What it took to know the fleet.
    private(set) var account = FleetAccount()
    /// When everything was last read, in Unix seconds by this machine's clock.
    private(set) var lastFullRead: Double?
    /// Why the server's events are not heard; nil where they are, or nobody has tried yet.
    var eventsRefused: ServerError.Code?
    /// When the opsi server's certificate ends, in Unix seconds; nil where none was seen.
    var certificateExpiry: Int?
    /// Calls by method, ordered by name.
    var calls: [MethodCalls] = []

    init(name: String, interval: Duration, families: OptionalFamilies = .init()) {
        self.name = name
        self.interval = interval
        self.families = families
    }

    /// Takes in what it took to know the fleet.
    mutating func note(_ account: FleetAccount, at time: Double) {
        self.account = account
        lastFullRead = account.sinceFullRead.map { time - $0 / .seconds(1) }
    }

    /// Takes in that a collection failed, or a part of it, or several for one reason.
    mutating func note(
        _ reason: ServerError.Code, _ message: String, at time: Double, count: Int = 1
    ) {
        errors[reason, default: 0] += count
        recentErrors.insert(RecentError(time: time, reason: reason, message: message), at: 0)
        recentErrors = Array(recentErrors.prefix(RecentError.kept))
    }

    private mutating func select() {
        // Once for all families and formats.
        shownProducts = Self.select(fleet?.products, families.products, by: \.id)
        shownClients = Self.select(fleet?.clients, families.clients, by: \.id)
        withheldFamilies = MetricFamilies.withheld(from: self)
    }

    /// The families that are withheld since this was asked last.
    mutating func takeNewlyWithheld() -> [String] {
        defer { toldOfWithheld = withheldFamilies }
        return withheldFamilies.filter { !toldOfWithheld.contains($0) }
    }

    private static func select<Item>(
        _ items: [Item]?, _ selection: SeriesSelection?, by name: KeyPath<Item, ObjectID>
    ) -> [Item] {
        guard let items, let selection else { return [] }
        return items.filter { selection.contains($0[keyPath: name].text) }
    }
}

/// Why a collection failed, for people.
struct RecentError: Sendable, Equatable {
    /// How many are kept.
    static let kept = 5

    /// In Unix seconds by this machine's clock.
    let time: Double
    let reason: ServerError.Code
    let message: String
}

/// What is known of this process.
struct ProcessMetrics: Sendable {
    var version: String
    /// Requests answered, by HTTP status, ordered by it.
    var requests: [RequestCounts.Entry]
    /// What the kernel says of it; nil where it says nothing.
    var usage: ProcessUsage?
    var reload = ReloadStatus()
    /// When the exporter's own certificate ends, in Unix seconds; nil for plain HTTP.
    var certificateExpiry: Int?
}

/// How reading the configuration went the last time.
struct ReloadStatus: Sendable, Equatable {
    var isSuccessful = true
    /// In Unix seconds by this machine's clock; nil where nobody knows.
    var lastSuccess: Double?
}

extension ServerMetrics {
    /// A server of which nothing is known yet.
    init(_ collection: CollectionConfiguration) {
        self.init(
            name: collection.name, interval: collection.interval, families: collection.families)
    }
}
