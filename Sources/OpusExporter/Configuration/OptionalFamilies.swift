public import OpusCore

/// Those families with a series for each product or client, which are there on request alone.
public struct OptionalFamilies: Sendable, Equatable {
    /// `opsi_product_clients_*`, for which products; nil for none of them.
    public var products: SeriesSelection?
    /// `opsi_client_*` by client, for which clients; nil for none of them.
    public var clients: SeriesSelection?

    /// Chooses families.
    ///
    /// - Parameters:
    ///   - products: for which products there are series.
    ///   - clients: for which clients there are series.
    public init(products: SeriesSelection? = nil, clients: SeriesSelection? = nil) {
        self.products = products
        self.clients = clients
    }

    subscript(collector: OptionalCollector) -> SeriesSelection? {
        switch collector {
        case .products: products
        case .clients: clients
        }
    }
}

/// What families on request are asked for by.
enum OptionalCollector: String, CaseIterable, Sendable {
    case products
    case clients
}

/// Which products or clients have series of their own, and how many series a family may have.
public struct SeriesSelection: Sendable, Equatable {
    /// Far more than the packages of a usual depot.
    public static let standardProducts = 1000
    /// As many as a large fleet has clients.
    public static let standardClients = 10_000

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
