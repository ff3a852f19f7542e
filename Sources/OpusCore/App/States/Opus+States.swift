import OpusBackend
public import OpusServer

extension Opus {
    /// The clients on which the last action with at least one product failed, ordered by id.
    ///
    /// Only their rows are read, not the whole fleet's.
    ///
    /// - Throws: `ServerError`, or `CancellationError`.
    public func failedClients() async throws -> [ClientSummary] {
        FleetJudgement(try await backend.recordsOfFailedClients(), definitions: definitions)
            .clientSummaries()
            .filter { $0.states.contains(.failed) }
    }

    /// One client's states, judged as in `fleetSummary()`; only its own rows are read.
    ///
    /// - Parameter clientID: the client's id.
    /// - Returns: its states.
    /// - Throws: `UnknownObject` where there is no such client; `ServerError`, or
    ///   `CancellationError`.
    public func summary(ofClient clientID: ObjectID) async throws -> ClientSummary {
        guard let summary = try await judgement(ofClient: clientID).clientSummaries().first else {
            throw UnknownObject(kind: .client, id: clientID)
        }
        return summary
    }

    /// The states of some clients, judged as in `fleetSummary()`; only their rows are read.
    ///
    /// - Parameter selection: the clients.
    /// - Returns: their states in the selection's order, and the server's clock in Unix seconds. A
    ///   client that is gone meanwhile is missing.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func summaries(
        of selection: ClientSelection
    ) async throws -> (clients: [ClientSummary], serverTime: Int) {
        try await backend.requireAdministrator()
        let clients = try await backend.times(of: selection.ids)
        let records = try await backend.records(of: clients)
        let judgement = FleetJudgement(records, definitions: definitions)
        return (judgement.clientSummaries(), records.clock.unixTime)
    }

    /// The products that are on some clients, counted as in `fleetSummary()`; only those clients'
    /// rows are read.
    ///
    /// - Parameter selection: the clients.
    /// - Returns: the localboot products that one of them has a state of, ordered by id.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func productSummaries(on selection: ClientSelection) async throws -> [ProductSummary] {
        try await backend.requireAdministrator()
        let records = try await backend.records(
            of: try await backend.times(of: selection.ids), allRows: true)
        return FleetJudgement(records, definitions: definitions).productSummaries()
    }

    /// Whether the last action with at least one product failed on a client.
    ///
    /// - Parameter clientID: the client's id.
    /// - Returns: true where one did.
    /// - Throws: `UnknownObject` where there is no such client; `ServerError`, or
    ///   `CancellationError`.
    public func isFailed(_ clientID: ObjectID) async throws -> Bool {
        try await summary(ofClient: clientID).states.contains(.failed)
    }

    /// Whether a client has a client agent and nothing else outside the baseline.
    ///
    /// - Parameter clientID: the client's id.
    /// - Returns: true where it has.
    /// - Throws: `UnknownObject` where there is no such client; `ServerError`, or
    ///   `CancellationError`.
    public func isFresh(_ clientID: ObjectID) async throws -> Bool {
        try await summary(ofClient: clientID).states.contains(.fresh)
    }

    /// The version to which a product on a client can be updated, such as `24.08-1`: the one on
    /// the client's depot, where an older one is installed. Nil where there is nothing to update.
    ///
    /// - Parameters:
    ///   - clientID: the client's id.
    ///   - productID: the product's id.
    /// - Returns: the version, or nil.
    /// - Throws: `UnknownObject` where there is no such client, or where neither the client nor
    ///   any depot has the product; `ServerError`, or `CancellationError`.
    public func updatable(client clientID: ObjectID, product productID: ObjectID) async throws
        -> String?
    {
        let judgement = try await judgement(ofClient: clientID)
        guard let product = judgement.states.products.existingNumber(of: productID) else {
            throw UnknownObject(kind: .product, id: productID)
        }
        let row = judgement.states.rows.first { $0.product == product }
        return row.flatMap { judgement.newerVersion(than: $0) }
            .map { judgement.states.versions.strings[Int($0)] }
    }

    private func judgement(ofClient clientID: ObjectID) async throws -> FleetJudgement {
        try await backend.requireAdministrator()
        let client = try await client(clientID)
        let records = try await backend.records(of: [client.times])
        return FleetJudgement(records, definitions: definitions)
    }

    /// The client of exactly this id.
    func client(_ clientID: ObjectID) async throws -> Client {
        guard let client = try await backend.clients([clientID]).first else {
            throw UnknownObject(kind: .client, id: clientID)
        }
        return client
    }
}
