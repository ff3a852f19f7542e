/// What has to be known of products before something is asked for.
package struct ProductFacts: Sendable {
    /// Which depot has them in which version.
    package var onDepots: [ProductOnDepot] = []
    /// The products themselves.
    package var products: [Product] = []
    /// What actions with them need; empty where that was not asked for.
    package var dependencies: [ProductDependency] = []
    /// The depots of clients; empty where they were not asked for.
    package var clientDepots: [ClientDepot] = []
    /// The products' states on those clients; empty where they were not asked for.
    package var rows: [ProductOnClient] = []
}

/// What is asked for together with products.
package struct ProductQuestion: Sendable {
    /// The products' exact ids; nil for all that there are.
    package var products: [ObjectID]?
    /// The clients whose depots are asked for; nil for none.
    package var depotsOf: [ObjectID]?
    /// The clients on which the products' states are asked for; nil for none.
    package var rowsOn: [ObjectID]?
    /// Whether it is asked what actions with them need.
    package var dependencies = false

    package init(products: [ObjectID]?) { self.products = products }
}

extension Server {
    /// Reads what has to be known of products, in one request (`productOnDepot_getObjects`,
    /// `product_getObjects`; as it is asked for, `productDependency_getObjects`,
    /// `configState_getClientToDepotserver` and `productOnClient_getObjects`).
    ///
    /// - Parameter question: what is asked for. An empty list of products asks for none.
    /// - Returns: what the server has of it.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func facts(_ question: ProductQuestion) async throws -> ProductFacts {
        var ofProduct: [String: JSONValue] = [:]
        var product: [String: JSONValue] = [:]
        let areNone = question.products?.isEmpty ?? false
        if let ids = question.products, !ids.isEmpty {
            let values = try filterValues(ids, what: "product")
            (ofProduct, product) = (["productId": values], ["id": values])
        }
        let onDepots = Asked<[ProductOnDepot]>("productOnDepot_getObjects", where: ofProduct)
        let products = Asked<[Product]>("product_getObjects", where: product)
        let dependencies = Asked<[ProductDependency]>(
            "productDependency_getObjects", where: ofProduct)
        var calls: [any TogetherCall] = areNone ? [] : [onDepots, products]
        let asksDependencies = question.dependencies && !areNone
        if asksDependencies { calls.append(dependencies) }
        var clientDepots: Asked<[ClientDepot]>?
        if let ids = question.depotsOf {
            let asked = try askedClientDepots(ids)
            calls.append(asked)
            clientDepots = asked
        }
        var rows: Asked<[ProductOnClient]>?
        if let ids = question.rowsOn, !areNone {
            let asked = try askedRows(
                ProductOnClientQuery(clients: ids, products: question.products))
            calls.append(asked)
            rows = asked
        }
        guard !calls.isEmpty else { return ProductFacts() }
        try await rpc.together(calls)
        return ProductFacts(
            onDepots: areNone ? [] : try onDepots.value,
            products: areNone ? [] : try products.value,
            dependencies: asksDependencies ? try dependencies.value : [],
            clientDepots: try clientDepots?.value ?? [], rows: try rows?.value.lastOfRepeated ?? [])
    }
}
