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
        try await rpc.list(
            Self.clientToDepot, try clientToDepotParameters(clientIDs),
            elements: { ClientDepotReader() }
        ).value
    }

    /// The same for some clients, as a call that is made together with others.
    func askedClientDepots(_ clientIDs: [ObjectID]) throws(ServerError) -> Asked<[ClientDepot]> {
        Asked(
            Self.clientToDepot, try clientToDepotParameters(clientIDs),
            elements: { ClientDepotReader() })
    }

    private static let clientToDepot = "configState_getClientToDepotserver"

    private func clientToDepotParameters(
        _ clientIDs: [ObjectID]?
    ) throws(ServerError) -> [JSONValue] {
        guard let clientIDs else { return [] }
        // No depot in particular, these clients.
        return [[], try filterValues(clientIDs, what: "client")]
    }
}
