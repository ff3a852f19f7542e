/// What is told of a few clients beside the clients themselves.
package struct ClientBatch: Sendable {
    /// What is asked for beside the clients' rows and depots.
    package struct Parts: OptionSet, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }

        /// The server's clock.
        package static let clock = Parts(rawValue: 1 << 0)
        /// The groups that the clients are direct members of.
        package static let members = Parts(rawValue: 1 << 1)
        /// The operating systems of the whole fleet.
        package static let systems = Parts(rawValue: 1 << 2)
        /// What the server says of itself.
        package static let info = Parts(rawValue: 1 << 3)
        /// All groups of clients.
        package static let groups = Parts(rawValue: 1 << 4)
        /// All depots.
        package static let depots = Parts(rawValue: 1 << 5)
        /// What all depots have.
        package static let products = Parts(rawValue: 1 << 6)
    }

    /// The clients' products' states.
    package var rows: [ProductOnClient] = []
    /// The clients' depots; one that does not exist is missing.
    package var clientDepots: [ClientDepot] = []
    /// Nil where it was not asked for.
    package var clock: ServerClock?
    /// Nil where it was not asked for.
    package var info: ServerInfo?
    /// The groups and their members, or why the server does not tell; nil where they were not asked
    /// for.
    package var members: Result<MembershipTable, ServerError>?
    package var groups: Result<[Group], ServerError>?
    /// Empty where they were not asked for.
    package var systems: [AuditSoftware] = []
    package var depots: [Depot] = []
    package var products: [ProductOnDepot] = []
}

extension Server {
    /// Reads what is told of a few clients in one request (`productOnClient_getObjects`,
    /// `configState_getClientToDepotserver`; as it is asked for, `getServiceTime`,
    /// `objectToGroup_getObjects`, `auditSoftware_getObjects`, `backend_info`, `group_getObjects`,
    /// `host_getObjects` and `productOnDepot_getObjects`).
    ///
    /// - Parameters:
    ///   - clientIDs: the clients' exact ids.
    ///   - parts: what is asked for beside.
    /// - Returns: what the server has of them.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func batch(
        ofClients clientIDs: [ObjectID], _ parts: ClientBatch.Parts
    ) async throws -> ClientBatch {
        let ids = try filterValues(clientIDs, what: "client")
        let hosts: JSONValue = [.string(Group.Kind.host.rawValue)]
        var calls: [any TogetherCall] = []
        let rows = calls.add(try askedRows(ProductOnClientQuery(clients: clientIDs)))
        let clientDepots = calls.add(try askedClientDepots(clientIDs))
        let time = calls.add(
            if: parts.contains(.clock),
            Asked("getServiceTime", [false]) { reader throws(JSONError) in
                try reader.readClock("result")
            })
        let members = calls.add(
            if: parts.contains(.members),
            Asked(
                "objectToGroup_getObjects",
                [
                    .strings(GroupMember.attributes),
                    .object(["groupType": hosts, "objectId": ids]),
                ],
                elements: { MembershipReader() }))
        let systems = parts.contains(.systems) ? Self.systemQuestions : []
        calls += systems
        let info = calls.add(
            if: parts.contains(.info),
            Asked("backend_info", []) { reader throws(JSONError) in try ServerInfo(&reader) })
        let groups = calls.add(
            if: parts.contains(.groups),
            Asked<[Group]>("group_getObjects", where: ["type": hosts]))
        let depots = calls.add(if: parts.contains(.depots), Self.askedDepots)
        let products = calls.add(
            if: parts.contains(.products),
            Asked<[ProductOnDepot]>("productOnDepot_getObjects", where: [:]))
        let answered = try await rpc.together(calls).serverTime

        // The server compares ids less strictly than this.
        let wanted = Set(clientIDs)
        var batch = ClientBatch()
        batch.rows = try rows.value.filter { wanted.contains($0.clientID) }.lastOfRepeated
        batch.clientDepots = try clientDepots.value
        if let time { batch.clock = try await rpc.clock(local: time.value, answered: answered) }
        batch.info = try info?.value
        batch.members = members?.answer
        batch.groups = groups?.answer.map(Self.rootFirst)
        batch.systems = try Self.systems(systems)
        batch.depots = try depots?.value ?? []
        batch.products = try products?.value ?? []
        return batch
    }
}
