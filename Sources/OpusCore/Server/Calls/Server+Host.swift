extension Server {
    /// Every client (`host_getObjects`, type `OpsiClient`); host keys and one-time passwords are
    /// not asked for.
    public func clients() async throws -> [Client] {
        try await objects("host_getObjects", where: ["type": ["OpsiClient"]])
    }

    /// One client (`host_getObjects`); nil where the server has none of exactly this id.
    ///
    /// - Parameter clientID: the client's id.
    /// - Returns: the client, or nil.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func client(_ clientID: ObjectID) async throws -> Client? {
        try await clients(withIDs: [clientID]).first { $0.id == clientID }
    }

    /// Those of some clients that the server has (`host_getObjects`), and others whose ids it
    /// takes for the same.
    package func clients(withIDs clientIDs: [ObjectID]) async throws -> [Client] {
        try await objects(
            "host_getObjects",
            where: [
                "type": ["OpsiClient"], "id": try filterValues(clientIDs, what: "client"),
            ])
    }

    /// Every client with no more than its id and times (`host_getObjects`, type `OpsiClient`).
    package func clientTimes() async throws -> [ClientTimes] {
        try await objects("host_getObjects", where: ["type": ["OpsiClient"]])
    }

    /// Those of some clients that the server has with no more than their times
    /// (`host_getObjects`), and others whose ids it takes for the same.
    package func clientTimes(withIDs clientIDs: [ObjectID]) async throws -> [ClientTimes] {
        try await objects(
            "host_getObjects",
            where: [
                "type": ["OpsiClient"], "id": try filterValues(clientIDs, what: "client"),
            ])
    }

    /// Every depot, the configserver included (`host_getObjects`, type `OpsiDepotserver`); host
    /// keys are not asked for.
    public func depots() async throws -> [Depot] {
        try await objects("host_getObjects", where: ["type": ["OpsiDepotserver"]])
    }
}
