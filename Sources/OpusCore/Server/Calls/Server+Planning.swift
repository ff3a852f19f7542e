extension Server {
    /// The depots of some clients (`configState_getClientToDepotserver`). A client whose depot
    /// does not exist is missing from it.
    package func clientDepots(ofClients clientIDs: [ObjectID]) async throws -> [ClientDepot] {
        // No depot in particular, these clients.
        let parameters: [JSONValue] = [[], try filterValues(clientIDs, what: "client")]
        return try await rpc.list(
            "configState_getClientToDepotserver", parameters,
            elements: { ObjectListReader<ClientDepot>() }
        ).value
    }

    /// Those of some clients that the server has (`host_getObjects`).
    package func clients(withIDs clientIDs: [ObjectID]) async throws -> [Client] {
        try await objects(
            "host_getObjects",
            where: [
                "type": ["OpsiClient"], "id": try filterValues(clientIDs, what: "client"),
            ])
    }

    /// Some products on all depots (`productOnDepot_getObjects`).
    package func productsOnDepots(ofProducts productIDs: [ObjectID]) async throws
        -> [ProductOnDepot]
    {
        try await objects(
            "productOnDepot_getObjects",
            where: ["productId": try filterValues(productIDs, what: "product")])
    }

    /// Some products in every version (`product_getObjects`).
    package func products(withIDs productIDs: [ObjectID]) async throws -> [Product] {
        try await objects(
            "product_getObjects", where: ["id": try filterValues(productIDs, what: "product")])
    }

    /// Which states to read of some clients.
    package enum StateFilter: Sendable, Equatable {
        /// Those of some products.
        case products([ObjectID])
        /// Those of localboot products whose last action failed.
        case failed
        /// Those with an action requested.
        case requested
    }

    /// Products' states on some clients (`productOnClient_getObjects`).
    package func productsOnClients(
        _ clientIDs: [ObjectID], _ wanted: StateFilter
    ) async throws -> [ProductOnClient] {
        var filter = ["clientId": try filterValues(clientIDs, what: "client")]
        switch wanted {
        case .products(let ids):
            filter["productId"] = try filterValues(ids, what: "product")
        case .failed:
            filter["productType"] = [.string(ProductType.localboot.rawValue)]
            filter["actionResult"] = [.string(ActionResult.failed.rawValue)]
        case .requested:
            filter["actionRequest"] = .strings(
                ActionRequest.allCases.filter { $0 != .none }.map(\.rawValue))
        }
        return try await objects("productOnClient_getObjects", where: filter)
    }

    /// The localboot products that are installed on some clients, as compact rows
    /// (`productOnClient_getObjects`).
    package func installedProducts(onClients clientIDs: [ObjectID]) async throws
        -> ProductStateTable
    {
        let filter: [String: JSONValue] = [
            "clientId": try filterValues(clientIDs, what: "client"),
            "productType": [.string(ProductType.localboot.rawValue)],
            "installationStatus": [.string(InstallationStatus.installed.rawValue)],
        ]
        return try await productStates(where: filter)
    }
}
