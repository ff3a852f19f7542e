/// What is told of a few clients beside the clients themselves.
package struct ClientSheet: Sendable {
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
    package func sheet(
        ofClients clientIDs: [ObjectID], _ parts: ClientSheet.Parts
    ) async throws -> ClientSheet {
        let ids = try filterValues(clientIDs, what: "client")
        let hosts: JSONValue = [.string(Group.Kind.host.rawValue)]
        let time = Asked("getServiceTime", [false]) { reader throws(JSONError) in
            try reader.readClock("result")
        }
        let rows = try askedRows(ProductOnClientQuery(clients: clientIDs))
        let clientDepots = try askedClientDepots(clientIDs)
        let members = Asked(
            "objectToGroup_getObjects",
            [.strings(GroupMember.attributes), .object(["groupType": hosts, "objectId": ids])],
            elements: { MembershipReader() })
        let systems = Self.systemQuestions
        let info = Asked("backend_info", []) { reader throws(JSONError) in
            try ServerInfo(&reader)
        }
        let groups = Asked<[Group]>("group_getObjects", where: ["type": hosts])
        let depots = Asked<[Depot]>("host_getObjects", where: ["type": ["OpsiDepotserver"]])
        let products = Asked<[ProductOnDepot]>("productOnDepot_getObjects", where: [:])

        var calls: [any TogetherCall] = [rows, clientDepots]
        if parts.contains(.clock) { calls.append(time) }
        if parts.contains(.members) { calls.append(members) }
        if parts.contains(.systems) { calls += systems }
        if parts.contains(.info) { calls.append(info) }
        if parts.contains(.groups) { calls.append(groups) }
        if parts.contains(.depots) { calls.append(depots) }
        if parts.contains(.products) { calls.append(products) }
        let answered = try await rpc.together(calls).serverTime

        // The server compares ids less strictly than this.
        let wanted = Set(clientIDs)
        var sheet = ClientSheet()
        sheet.rows = try rows.value.filter { wanted.contains($0.clientID) }.lastOfRepeated
        sheet.clientDepots = try clientDepots.value
        if parts.contains(.clock) {
            sheet.clock = try await rpc.clock(local: try time.value, answered: answered)
        }
        if parts.contains(.info) { sheet.info = try info.value }
        if parts.contains(.members) { sheet.members = members.answer }
        if parts.contains(.groups) { sheet.groups = groups.answer.map(Self.rootFirst) }
        if parts.contains(.systems) { sheet.systems = try Self.systems(systems) }
        if parts.contains(.depots) { sheet.depots = try depots.value }
        if parts.contains(.products) { sheet.products = try products.value }
        return sheet
    }
}
