extension Server {
    /// The depot of each client (`configState_getClientToDepotserver`). A client whose depot does
    /// not exist is missing from it.
    ///
    /// - Parameter clientID: only the depot of this client; nil for all.
    /// - Returns: a pair of ids for each client.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func clientDepots(_ clientID: ObjectID? = nil) async throws -> [ClientDepot] {
        try await clientDepots(ofClients: clientID.map { [$0] })
    }

    /// The depots of some clients; of all where they are nil.
    package func clientDepots(ofClients clientIDs: [ObjectID]?) async throws -> [ClientDepot] {
        var parameters: [JSONValue] = []
        if let clientIDs {
            // No depot in particular, these clients.
            parameters = [[], try filterValues(clientIDs, what: "client")]
        }
        return try await rpc.list(
            "configState_getClientToDepotserver", parameters,
            elements: { ObjectListReader<ClientDepot>() }
        ).value
    }
}
