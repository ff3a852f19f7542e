extension Server {
    /// Whether rows of products on clients are wanted where they are installed, or where they
    /// failed.
    package enum RowSelection: Sendable {
        case installed, failed
    }

    /// The rows of some products on every client that has them so
    /// (`productOnClient_getObjects`).
    ///
    /// - Parameters:
    ///   - selection: which rows.
    ///   - productIDs: exact ids, at least one.
    /// - Returns: the rows; more than asked for where the server takes ids for the same.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func rows(
        _ selection: RowSelection, ofProducts productIDs: [String]
    ) async throws -> [ProductOnClient] {
        var filter = ["productId": try filterValues(productIDs, what: "product")]
        switch selection {
        case .installed: filter["installationStatus"] = ["installed"]
        case .failed: filter["actionResult"] = ["failed"]
        }
        return try await objects("productOnClient_getObjects", where: filter)
    }

    /// The failed rows of localboot products on any client (`productOnClient_getObjects`).
    package func failedProductStates() async throws -> ProductStateTable {
        try await productStates(
            where: ["actionResult": ["failed"], "productType": ["LocalbootProduct"]])
    }

    /// The rows of localboot products on any client that have an action pending
    /// (`productOnClient_getObjects`).
    package func pendingProductStates() async throws -> ProductStateTable {
        let pending = ActionRequest.allCases.filter { $0 != .none && $0 != .always }
        return try await productStates(
            where: [
                "actionRequest": .strings(pending.map(\.rawValue)),
                "productType": ["LocalbootProduct"],
            ])
    }

    /// The rows that a filter lets through, as compact rows; every reading of them goes this way.
    func productStates(where filter: [String: JSONValue]) async throws -> ProductStateTable {
        try await rpc.list(
            "productOnClient_getObjects",
            [.strings(ProductStateReader.attributes), .object(filter)],
            elements: { ProductStateReader() }
        ).value
    }
}

extension ServerClock {
    /// A clock for judging what does not depend on the time.
    package static let stopped = ServerClock(unixTime: 0, utcOffset: 0)
}
