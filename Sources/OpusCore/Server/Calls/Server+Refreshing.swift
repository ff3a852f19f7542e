// What watching a fleet reads again and again.
extension Server {
    /// Which rows of localboot products some clients have (`productOnClient_getIdents`): a quarter
    /// of the server's work for the rows themselves, and an eighth of the bytes.
    ///
    /// - Parameter clientIDs: exact ids, at least one.
    /// - Returns: rows that say nothing but that they are there.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func productIdentities(
        ofClients clientIDs: [ObjectID]
    ) async throws -> ProductStateTable {
        let filter: [String: JSONValue] = [
            "clientId": try filterValues(clientIDs, what: "client"),
            "productType": [.string(ProductType.localboot.rawValue)],
        ]
        return try await rpc.list(
            "productOnClient_getIdents", ["tuple", .object(filter)],
            elements: { ProductIdentityReader() }
        ).value
    }

    /// The rows of all products that were written after a time (`productOnClient_getObjects`), as
    /// far as their writers let the server keep the time.
    ///
    /// - Parameters:
    ///   - time: a time by the server's local clock.
    ///   - clientIDs: exact ids of the clients that are asked for, at least one; nil for all.
    /// - Returns: the rows, and the server's clock when it answered, in Unix seconds.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func productStates(
        changedAfter time: LocalTimestamp, ofClients clientIDs: [ObjectID]? = nil
    ) async throws -> (rows: ProductStateTable, serverTime: Int?) {
        let filter = try narrowed(
            ["modificationTime": .string(">" + time.text)], to: clientIDs)
        let answer = try await rpc.list(
            "productOnClient_getObjects",
            [.strings(ProductStateReader.attributes), .object(filter)],
            elements: { ProductStateReader() })
        return (answer.value, answer.serverTime)
    }

    /// Every client with no more than its id and times (`host_getObjects`, type `OpsiClient`).
    package func clientTimes() async throws -> [ClientTimes] {
        try await objects("host_getObjects", where: ["type": ["OpsiClient"]])
    }

    /// The direct members of all client groups (`objectToGroup_getObjects`, type `HostGroup`), of
    /// which a large fleet has hundreds of thousands.
    package func clientGroupMemberships() async throws -> MembershipTable {
        let filter: [String: JSONValue] = ["groupType": [.string(Group.Kind.host.rawValue)]]
        return try await rpc.list(
            "objectToGroup_getObjects", [.strings(GroupMember.attributes), .object(filter)],
            elements: { MembershipReader() }
        ).value
    }
}
