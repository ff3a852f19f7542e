/// What is told of one client beside the client itself.
package struct ClientSheet: Sendable {
    /// Its products' states.
    package var rows: [ProductOnClient]
    /// The server's clock.
    package var clock: ServerClock
    /// Its depot; empty where that does not exist.
    package var depots: [ClientDepot]
    /// The groups that it is a direct member of.
    package var members: MembershipTable
    /// The operating systems of the whole fleet.
    package var systems: [AuditSoftware]
}

extension Server {
    /// Reads what is told of one client in one request (`productOnClient_getObjects`,
    /// `getServiceTime`, `configState_getClientToDepotserver`, `objectToGroup_getObjects` and
    /// `auditSoftware_getObjects`).
    ///
    /// - Parameter clientID: the client's exact id.
    /// - Returns: what the server has of it.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func sheet(ofClient clientID: ObjectID) async throws -> ClientSheet {
        let id = try filterValues([clientID], what: "client")
        let rows = Asked(
            "productOnClient_getObjects",
            [.strings(ProductOnClient.attributes), .object(["clientId": id])],
            elements: { ObjectListReader<ProductOnClient>() })
        let time = Asked("getServiceTime", [false]) { reader throws(JSONError) in
            try reader.readClock("result")
        }
        let depots = Asked(
            "configState_getClientToDepotserver", [[], id],
            elements: { ObjectListReader<ClientDepot>() })
        let members = Asked(
            "objectToGroup_getObjects",
            [
                .strings(GroupMember.attributes),
                .object(["groupType": [.string(Group.Kind.host.rawValue)], "objectId": id]),
            ], elements: { MembershipReader() })
        let systems = Self.systemQuestions
        let answered = try await rpc.together([rows, time, depots, members] + systems)
        return ClientSheet(
            // The server compares ids less strictly than this.
            rows: try rows.value.filter { $0.clientID == clientID },
            clock: try await rpc.clock(local: try time.value, answered: answered),
            depots: try depots.value, members: try members.value,
            systems: try Self.systems(systems))
    }
}
