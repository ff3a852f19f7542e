extension Server {
    /// Every depot, the configserver included (`host_getObjects`, type `OpsiDepotserver`); host
    /// keys are not asked for.
    public func depots() async throws -> [Depot] {
        try await objects("host_getObjects", where: ["type": ["OpsiDepotserver"]])
    }

    /// The depot of each client (`configState_getClientToDepotserver`). A client whose depot does
    /// not exist is missing from it.
    ///
    /// - Parameter clientID: only the depot of this client; nil for all.
    /// - Returns: a pair of ids for each client.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func clientDepots(_ clientID: ObjectID? = nil) async throws -> [ClientDepot] {
        var parameters: [JSONValue] = []
        if let clientID {
            // No depot in particular, this client.
            parameters = [[], try filterValues([clientID], what: "client")]
        }
        return try await rpc.list(
            "configState_getClientToDepotserver", parameters,
            elements: { ObjectListReader<ClientDepot>() }
        ).value
    }
}
