public import OpusCore

/// Those families of which the number of series depends on the fleet: with a series for each product
/// or client, which are there on request alone, and for each product that failed.
public struct OptionalFamilies: Sendable, Equatable {
    /// `opsi_product_clients_*`, for which products; nil for none of them.
    public var products: SeriesSelection?
    /// `opsi_client_*` by client, for which clients; nil for none of them.
    public var clients: SeriesSelection?
    /// `opsi_product_version_clients_*`, which are there unless they are nil. Nothing is selected
    /// among them.
    public var failures: SeriesSelection?
    /// `opsi_product_clients_failed_by_cause`; nil for none.
    public var causes: SeriesSelection?

    /// Chooses families.
    ///
    /// - Parameters:
    ///   - products: for which products there are series.
    ///   - clients: for which clients there are series.
    ///   - failures: how many series there may be of versions that failed.
    ///   - causes: how many series there may be of causes.
    public init(
        products: SeriesSelection? = nil, clients: SeriesSelection? = nil,
        failures: SeriesSelection? = .failures, causes: SeriesSelection? = nil
    ) {
        self.products = products
        self.clients = clients
        self.failures = failures
        self.causes = causes
    }

    subscript(collector: OptionalCollector) -> SeriesSelection? {
        switch collector {
        case .products: products
        case .clients: clients
        case .failures: failures
        case .causes: causes
        }
    }
}

/// What families with a limit are asked for by.
enum OptionalCollector: String, CaseIterable, Sendable {
    case products
    case clients
    case failures
    case causes
}

/// Which products or clients have series of their own, and how many series a family may have.
public struct SeriesSelection: Sendable, Equatable {
    /// Far more than the packages of a usual depot.
    public static let standardProducts = 1000
    /// As many as a large fleet has clients.
    public static let standardClients = 10_000
    /// Far more versions of products than fail at once, on all depots together.
    public static let standardFailures = 5000
    /// Far more causes of far more products than fail at once.
    public static let standardCauses = 1000

    /// Every version that failed, within the usual limit.
    public static let failures = SeriesSelection(maximumSeries: standardFailures)
    /// Every cause, within the usual limit.
    public static let causes = SeriesSelection(maximumSeries: standardCauses)

    /// Those that match one of these; all where there are none.
    public var include: [NamePattern]
    /// Except those that match one of these.
    public var exclude: [NamePattern]
    /// A family with more series than this is withheld whole: a part of it would mislead.
    public var maximumSeries: Int

    /// Chooses series.
    ///
    /// - Parameters:
    ///   - include: patterns of which one has to match; none stand for everything.
    ///   - exclude: patterns of which none may match.
    ///   - maximumSeries: how many series a family may have.
    public init(
        include: [NamePattern] = [], exclude: [NamePattern] = [],
        maximumSeries: Int = Self.standardClients
    ) {
        self.include = include
        self.exclude = exclude
        self.maximumSeries = maximumSeries
    }

    func contains(_ name: String) -> Bool {
        (include.isEmpty || include.contains { $0.matches(name) })
            && !exclude.contains { $0.matches(name) }
    }
}
