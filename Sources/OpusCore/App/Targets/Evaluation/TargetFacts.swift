import OpusBackend
import OpusServer

/// What is known of a fleet; what has not been read is nil, or unknown for single clients.
struct TargetFacts: Sendable {
    /// The clients of each depot.
    struct Depots: Sendable {
        let names: KnownNames
        /// The number of each client's depot, by the client's number; nil where it is unknown.
        let depotOfClient: [Int?]
    }

    /// Rows of products on clients, and which products there are.
    struct Products: Sendable {
        let names: KnownNames
        /// Rows of clients on which one of the products that were asked for is installed.
        let installed: [ProductOnClient]
        /// Rows of clients on which one of the products that were asked for failed.
        let failed: [ProductOnClient]
        /// Those of the products that are netboot products.
        var netboot: Set<ObjectID> = []
    }

    /// The operating systems that audits found.
    struct OperatingSystems: Sendable {
        /// Names with versions that exist in the fleet.
        var catalogue: [String]
        /// By client number; nil where no audit has found one.
        var ofClient: [String?]
        /// The clients for which it was read.
        var known: ClientSet
    }

    /// Ordered by id, each once; a client's number is its index here.
    let clients: [ClientTimes]
    let names: KnownNames
    /// Whether these are all that the server has, not only those that were named.
    let areAll: Bool

    var groups: GroupTree?
    var depots: Depots?
    /// Seconds on the server's local clock.
    var localNow: Int?
    /// The clients in the states that were judged.
    var states: [ClientState: TargetAnswer] = [:]
    var products: Products?
    /// Nil where no group of products is named.
    var productGroups: ProductGroups?
    /// Everything about the clients, by their numbers; nil for one that is gone meanwhile.
    var details: [Client?]?
    var operatingSystems: OperatingSystems?
    var reachable: TargetAnswer?

    /// The facts that a list of clients gives.
    ///
    /// Clients are left out whose ids opsi would take for a pattern: no server has such, and a
    /// call for one of them would mean others.
    init(clients: [ClientTimes], areAll: Bool = true) {
        self.areAll = areAll
        self.clients = clients.filter(\.id.isExact).distinct(by: \.id)
            .sorted { $0.id < $1.id }
        names = KnownNames(self.clients.map(\.id), hasShortNames: true)
    }

    var none: ClientSet { ClientSet(count: clients.count) }
    var everyone: ClientSet { ClientSet(count: clients.count, full: true) }
}
