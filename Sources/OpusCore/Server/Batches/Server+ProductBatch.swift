/// Products and what is told together with them.
package struct ProductBatch: Sendable {
    /// What is asked for.
    package struct Question: Sendable {
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

extension Server {
    /// Reads products in one request (`productOnDepot_getObjects`, `product_getObjects`; as it is
    /// asked for, `productDependency_getObjects`, `configState_getClientToDepotserver` and
    /// `productOnClient_getObjects`).
    ///
    /// - Parameter question: what is asked for. An empty list of products asks for none.
    /// - Returns: what the server has of it.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func batch(_ question: ProductBatch.Question) async throws -> ProductBatch {
        var ofProduct: [String: JSONValue] = [:]
        var product: [String: JSONValue] = [:]
        let areAny = question.products != []
        if let ids = question.products, areAny {
            let values = try filterValues(ids, what: "product")
            (ofProduct, product) = (["productId": values], ["id": values])
        }
        var calls: [any TogetherCall] = []
        let onDepots = calls.add(
            if: areAny, Asked<[ProductOnDepot]>("productOnDepot_getObjects", where: ofProduct))
        let products = calls.add(
            if: areAny, Asked<[Product]>("product_getObjects", where: product))
        let dependencies = calls.add(
            if: areAny && question.dependencies,
            Asked<[ProductDependency]>("productDependency_getObjects", where: ofProduct))
        let clientDepots = try question.depotsOf.map { calls.add(try askedClientDepots($0)) }
        let rowsOn = areAny ? question.rowsOn : nil
        let rows = try rowsOn.map { clients in
            calls.add(
                try askedRows(ProductOnClientQuery(clients: clients, products: question.products)))
        }
        guard !calls.isEmpty else { return ProductBatch() }
        try await rpc.together(calls)
        return ProductBatch(
            onDepots: try onDepots?.value ?? [], products: try products?.value ?? [],
            dependencies: try dependencies?.value ?? [],
            clientDepots: try clientDepots?.value ?? [], rows: try rows?.value.lastOfRepeated ?? [])
    }
}
