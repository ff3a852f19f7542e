extension Server {
    /// Asks for products' states on clients to be changed (`productOnClient_updateObjects`).
    ///
    /// States that are missing are made. The server checks neither depot nor scripts, and one
    /// client that it does not have fails the whole list.
    ///
    /// - Parameter changes: what is to change; at least one.
    /// - Throws: `ServerError`, code `configuration` for ids that are no exact ones, and where
    ///   there is nothing to change.
    public func updateProductsOnClients(_ changes: [ProductOnClientChange]) async throws {
        try await change(
            "productOnClient_updateObjects", [try objects(of: changes)])
    }

    /// Asks for products' states on clients to be changed, and for what the products depend on
    /// (`productOnClient_updateObjectsWithDependencies`, opsi 4.3).
    ///
    /// The server leaves out, without a word, clients that it does not have and products that a
    /// client's depot lacks: compare the answer with what was asked for. It leaves the results of
    /// earlier actions alone.
    ///
    /// - Parameter changes: what is to change; at least one.
    /// - Returns: what the server wrote, the states that it added for dependencies included. What
    ///   neither the request nor a dependency named is empty in them.
    /// - Throws: `ServerError`, code `configuration` for ids that are no exact ones, and where
    ///   there is nothing to change.
    public func updateProductsOnClientsWithDependencies(
        _ changes: [ProductOnClientChange]
    ) async throws -> [ProductOnClient] {
        try await rpc.call(
            "productOnClient_updateObjectsWithDependencies", [try objects(of: changes)],
            safety: .changing,
            read: { reader throws(JSONError) in try reader.readObjects(of: ProductOnClient.self) }
        ).value
    }

    /// Asks one client to install a product and what it depends on
    /// (`setProductActionRequestWithDependencies`); earlier results are left alone.
    ///
    /// - Parameters:
    ///   - productID: the product, which the client's depot must have.
    ///   - clientID: the client.
    /// - Throws: `ServerError`, code `rpc` where there is no such client or its depot lacks the
    ///   product.
    public func installProductOnClient(_ productID: ObjectID, clientID: ObjectID) async throws {
        try await request(.setup, productID, clientID)
    }

    /// Asks one client to remove a product (`setProductActionRequestWithDependencies`); earlier
    /// results are left alone.
    ///
    /// - Parameters:
    ///   - productID: the product, which the client's depot must have.
    ///   - clientID: the client.
    /// - Throws: `ServerError`, code `rpc` where there is no such client or its depot lacks the
    ///   product.
    public func uninstallProductOnClient(_ productID: ObjectID, clientID: ObjectID) async throws {
        try await request(.uninstall, productID, clientID)
    }

    /// Sets whether a product is installed on a client, as far as the server knows
    /// (`productOnClient_updateObjects`). Nothing happens on the client.
    ///
    /// - Parameters:
    ///   - product: the product as the client's depot has it; its version is recorded where the
    ///     product is to count as installed.
    ///   - clientID: the client.
    ///   - status: the new status.
    /// - Throws: `ServerError`, code `rpc` where there is no such client.
    public func setProductOnClientStatus(
        _ product: ProductOnDepot, clientID: ObjectID, status: InstallationStatus
    ) async throws {
        try await updateProductsOnClients([
            .recording(status, of: product, clientID: clientID)
        ])
    }

    private func request(
        _ action: ActionRequest, _ productID: ObjectID, _ clientID: ObjectID
    ) async throws {
        _ = try filterValues([productID], what: "product")
        _ = try filterValues([clientID], what: "client")
        try await change(
            "setProductActionRequestWithDependencies",
            [.string(productID.text), .string(clientID.text), .string(action.rawValue)])
    }

    func objects(of changes: [ProductOnClientChange]) throws(ServerError) -> JSONValue {
        guard !changes.isEmpty else {
            throw ServerError(.configuration, "there is nothing to change, so nothing was sent")
        }
        var objects: [JSONValue] = []
        objects.reserveCapacity(changes.count)
        for change in changes { objects.append(try change.object()) }
        return .array(objects)
    }
}

extension ProductOnClientChange {
    /// A status as if a client had reported it: with its version, nothing pending, no failure.
    package static func recording(
        _ status: InstallationStatus, of product: ProductOnDepot, clientID: ObjectID
    ) -> Self {
        var change = ProductOnClientChange(
            clientID: clientID, productID: product.productID, type: product.type)
        change.installationStatus = status
        change.actionRequest = ActionRequest.none
        change.actionProgress = ""
        switch status {
        case .installed:
            change.actionResult = .successful
            change.productVersion = product.productVersion
            change.packageVersion = product.packageVersion
        case .notInstalled, .unknown:
            change.actionResult = ActionResult.none
        }
        return change
    }
}
