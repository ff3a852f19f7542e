extension Server {
    /// Every client (`host_getObjects`, type `OpsiClient`); host keys and one-time passwords are
    /// not asked for.
    public func clients() async throws -> [Client] {
        try await objects(Self.hosts, where: Self.areClients)
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
        try await objects(Self.hosts, where: clientFilter(clientIDs))
    }

    /// The same as a call that is made together with others.
    func askedClients(_ clientIDs: [ObjectID]) throws(ServerError) -> Asked<[Client]> {
        Asked(Self.hosts, where: try clientFilter(clientIDs))
    }

    /// Every client with no more than its id and times (`host_getObjects`, type `OpsiClient`).
    package func clientTimes() async throws -> [ClientTimes] {
        try await objects(Self.hosts, where: Self.areClients)
    }

    /// Those of some clients that the server has with no more than their times
    /// (`host_getObjects`), and others whose ids it takes for the same.
    package func clientTimes(withIDs clientIDs: [ObjectID]) async throws -> [ClientTimes] {
        try await objects(Self.hosts, where: clientFilter(clientIDs))
    }

    /// Every depot, the configserver included (`host_getObjects`, type `OpsiDepotserver`); host
    /// keys are not asked for.
    public func depots() async throws -> [Depot] {
        try await objects(Self.hosts, where: Self.areDepots)
    }

    /// The same as a call that is made together with others.
    static var askedDepots: Asked<[Depot]> { Asked(hosts, where: areDepots) }

    private static let hosts = "host_getObjects"
    private static let areClients: [String: JSONValue] = ["type": ["OpsiClient"]]
    private static let areDepots: [String: JSONValue] = ["type": ["OpsiDepotserver"]]

    private func clientFilter(_ ids: [ObjectID]) throws(ServerError) -> [String: JSONValue] {
        ["type": ["OpsiClient"], "id": try filterValues(ids, what: "client")]
    }
}
