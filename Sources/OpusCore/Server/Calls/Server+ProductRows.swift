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
        _ selection: RowSelection, ofProducts productIDs: [ObjectID]
    ) async throws -> [ProductOnClient] {
        var filter = ["productId": try filterValues(productIDs, what: "product")]
        switch selection {
        case .installed: filter["installationStatus"] = ["installed"]
        case .failed: filter["actionResult"] = ["failed"]
        }
        return try await objects("productOnClient_getObjects", where: filter)
    }

    /// The failed rows of localboot products (`productOnClient_getObjects`).
    ///
    /// - Parameter clientIDs: exact ids of the clients that are asked for, at least one; nil for
    ///   all.
    /// - Returns: the rows.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func failedProductStates(
        ofClients clientIDs: [ObjectID]? = nil
    ) async throws -> ProductStateTable {
        try await productStates(
            where: narrowed(
                ["actionResult": ["failed"], "productType": ["LocalbootProduct"]], to: clientIDs))
    }

    /// The rows of localboot products that have an action pending (`productOnClient_getObjects`).
    ///
    /// - Parameter clientIDs: exact ids of the clients that are asked for, at least one; nil for
    ///   all.
    /// - Returns: the rows.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func pendingProductStates(
        ofClients clientIDs: [ObjectID]? = nil
    ) async throws -> ProductStateTable {
        let pending = ActionRequest.allCases.filter { $0 != .none && $0 != .always }
        return try await productStates(
            where: narrowed(
                [
                    "actionRequest": .strings(pending.map(\.rawValue)),
                    "productType": ["LocalbootProduct"],
                ], to: clientIDs))
    }

    /// A filter that lets through rows of some clients only, of all where they are nil.
    func narrowed(
        _ filter: [String: JSONValue], to clientIDs: [ObjectID]?
    ) throws(ServerError) -> [String: JSONValue] {
        guard let clientIDs else { return filter }
        var filter = filter
        filter["clientId"] = try filterValues(clientIDs, what: "client")
        return filter
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
