package import OpusServer

/// What has to be known of clients and their depots before products are asked for.
package struct PlanningRecords: Sendable {
    /// The depot of each client; a client without an entry has none that exists.
    package private(set) var depotOfClient: [ObjectID: ObjectID] = [:]
    /// Clients that the server does not have, or has no more.
    package private(set) var unknownClients: Set<ObjectID> = []
    private var products: [ObjectID: [ObjectID: ProductOnDepot]] = [:]
    private var scripts: [ProductIdent: Set<ActionRequest>] = [:]
    /// What actions need of which products, as far as `knownNeeds` says that it is known.
    package private(set) var dependencies: [ProductDependency] = []
    /// Products of which it is known what they need; nil for all.
    private var knownNeeds: Set<ObjectID>? = []

    /// - Parameters:
    ///   - clientDepots: the clients' depots.
    ///   - unknownClients: clients that the server does not have.
    ///   - productsOnDepots: what the depots have.
    ///   - products: the products with their scripts.
    package init(
        clientDepots: [ClientDepot], unknownClients: Set<ObjectID>,
        productsOnDepots: [ProductOnDepot], products: [Product]
    ) {
        for entry in clientDepots { depotOfClient[entry.clientID] = entry.depotID }
        self.unknownClients = unknownClients
        add(productsOnDepots, products)
    }

    /// Adds what depots have of further products.
    package mutating func add(_ productsOnDepots: [ProductOnDepot], _ products: [Product]) {
        for product in productsOnDepots {
            self.products[product.depotID, default: [:]][product.productID] = product
        }
        for product in products { scripts[product.ident] = product.actions }
    }

    /// Adds what actions with products need; nil says that these are all that there are.
    package mutating func add(
        _ dependencies: [ProductDependency], ofProducts productIDs: [ObjectID]?
    ) {
        self.dependencies += dependencies
        if let productIDs { knownNeeds?.formUnion(productIDs) } else { knownNeeds = nil }
    }

    /// Those of some products of which it is not known what they need.
    package func withoutNeeds(_ productIDs: some Sequence<ObjectID>) -> [ObjectID] {
        knownNeeds.map { Set(productIDs).subtracting($0).sorted() } ?? []
    }

    /// A product as a depot has it; nil where the depot lacks it.
    package func product(_ productID: ObjectID, onDepot depotID: ObjectID) -> ProductOnDepot? {
        products[depotID]?[productID]
    }

    /// Whether any depot has a product.
    package func isOnAnyDepot(_ productID: ObjectID) -> Bool {
        products.values.contains { $0[productID] != nil }
    }

    /// The products that a depot has, by id.
    package func products(onDepot depotID: ObjectID) -> [ObjectID: ProductOnDepot] {
        products[depotID] ?? [:]
    }

    /// Whether a product on a depot has a script for an action; one whose scripts the server does
    /// not tell is taken at its word.
    package func hasScript(for action: ActionRequest, _ product: ProductOnDepot) -> Bool {
        scripts[product.ident]?.contains(action) ?? true
    }
}

extension PlanningRecords {
    /// Nothing known, for what rests on neither depots nor products.
    package static let none = PlanningRecords(
        clientDepots: [], unknownClients: [], productsOnDepots: [], products: [])
}
