extension Server {
    /// The rows of localboot products whose last action failed, on any client
    /// (`productOnClient_getObjects`).
    package func failedRows() async throws -> [ProductOnClient] {
        try await objects(
            "productOnClient_getObjects",
            where: ["actionResult": ["failed"], "productType": ["LocalbootProduct"]])
    }

    /// All rows of one product (`productOnClient_getObjects`).
    ///
    /// - Parameter productID: the product's id.
    /// - Returns: the rows, in no order.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func rows(ofProduct productID: ObjectID) async throws -> [ProductOnClient] {
        try await objects(
            "productOnClient_getObjects",
            where: ["productId": try filterValues([productID], what: "product")])
    }
}
