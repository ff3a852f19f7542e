extension Server {
    /// Every product in every version that some depot has or had (`product_getObjects`).
    public func products() async throws -> [Product] {
        try await objects("product_getObjects", where: [:])
    }

    /// The product groups (`group_getObjects`, type `ProductGroup`).
    ///
    /// - Parameter groupID: only the group of this id; nil for all.
    /// - Returns: the groups.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func productGroups(_ groupID: ObjectID? = nil) async throws -> [Group] {
        try await groups(.product, groupID)
    }

    /// The direct members of product groups (`objectToGroup_getObjects`, type `ProductGroup`).
    ///
    /// - Parameter groupID: only those of this group; nil for all.
    /// - Returns: the memberships.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func productGroupMembers(_ groupID: ObjectID? = nil) async throws -> [GroupMember] {
        try await groupMembers(.product, groupID)
    }

    /// Products' states on clients (`productOnClient_getObjects`).
    ///
    /// - Parameter clientID: only those of this client; nil for all, which on a large server is a
    ///   very large answer.
    /// - Returns: the rows.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func productsOnClient(_ clientID: ObjectID? = nil) async throws -> [ProductOnClient] {
        var filter: [String: JSONValue] = [:]
        if let clientID { filter["clientId"] = try filterValues([clientID], what: "client") }
        return try await objects("productOnClient_getObjects", where: filter)
    }

    /// The products that depots have, with their versions (`productOnDepot_getObjects`).
    ///
    /// - Parameter depotID: only those of this depot; nil for all.
    /// - Returns: the rows.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func productsOnDepot(_ depotID: ObjectID? = nil) async throws -> [ProductOnDepot] {
        var filter: [String: JSONValue] = [:]
        if let depotID { filter["depotId"] = try filterValues([depotID], what: "depot") }
        return try await objects("productOnDepot_getObjects", where: filter)
    }

    /// The ids of clients with a failed localboot product, and of some that are clients no more,
    /// each as often as it has one (`productOnClient_getObjects`).
    package func clientsWithFailedProducts() async throws -> [ObjectID] {
        let filter: [String: JSONValue] = [
            "actionResult": ["failed"], "productType": ["LocalbootProduct"],
        ]
        return try await rpc.list(
            "productOnClient_getObjects", [["clientId", "productId"], .object(filter)],
            elements: { ObjectListReader<ProductOnClient>() }
        ).value.map(\.clientID)
    }

    /// The states of localboot products on some clients, as compact rows
    /// (`productOnClient_getObjects`).
    ///
    /// The server compares ids without regard to case and accents, so rows of other clients than
    /// those asked for can be among them.
    package func productStates(ofClients clientIDs: [ObjectID]) async throws -> ProductStateTable {
        let filter: [String: JSONValue] = [
            "clientId": try filterValues(clientIDs, what: "client"),
            "productType": ["LocalbootProduct"],
        ]
        return try await productStates(where: filter)
    }
}
