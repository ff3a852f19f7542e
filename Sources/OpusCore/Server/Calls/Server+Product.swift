extension Server {
    /// Every product in every version that some depot has or had (`product_getObjects`).
    public func products() async throws -> [Product] {
        try await objects("product_getObjects", where: [:])
    }

    /// Some products in every version (`product_getObjects`).
    package func products(withIDs productIDs: [ObjectID]) async throws -> [Product] {
        try await objects(
            "product_getObjects", where: ["id": try filterValues(productIDs, what: "product")])
    }

    /// The products that depots have, with their versions (`productOnDepot_getObjects`).
    ///
    /// - Parameter depotID: only those of this depot; nil for all.
    /// - Returns: the rows.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func productsOnDepot(_ depotID: ObjectID? = nil) async throws -> [ProductOnDepot] {
        try await productsOnDepots(depotID.map { [$0] })
    }

    /// The products that some depots have (`productOnDepot_getObjects`).
    ///
    /// - Parameters:
    ///   - depotIDs: the depots; nil for all.
    ///   - productIDs: only these products; nil for all.
    /// - Returns: the rows.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func productsOnDepots(
        _ depotIDs: [ObjectID]? = nil, ofProducts productIDs: [ObjectID]? = nil
    ) async throws -> [ProductOnDepot] {
        var filter: [String: JSONValue] = [:]
        if let depotIDs { filter["depotId"] = try filterValues(depotIDs, what: "depot") }
        if let productIDs { filter["productId"] = try filterValues(productIDs, what: "product") }
        return try await objects(Self.productOnDepot, where: filter)
    }

    /// The products that all depots have (`productOnDepot_getObjects`), and the server's clock when
    /// it answered, in Unix seconds; nil where the answer does not tell.
    package func productsOnDepotsWithTime() async throws -> (
        products: [ProductOnDepot], serverTime: Int?
    ) {
        let answer = try await answeredObjects(
            Self.productOnDepot, of: ProductOnDepot.self, where: [:])
        return (answer.value, answer.serverTime)
    }

    private static let productOnDepot = "productOnDepot_getObjects"
}
