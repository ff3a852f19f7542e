extension Server {
    /// The direct members of client groups (`objectToGroup_getObjects`, type `HostGroup`).
    ///
    /// - Parameter groupID: only those of this group; nil for all.
    /// - Returns: the memberships.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func clientGroupMembers(_ groupID: ObjectID? = nil) async throws -> [GroupMember] {
        try await groupMembers(.host, groupID)
    }

    /// The direct members of product groups (`objectToGroup_getObjects`, type `ProductGroup`).
    ///
    /// - Parameter groupID: only those of this group; nil for all.
    /// - Returns: the memberships.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func productGroupMembers(_ groupID: ObjectID? = nil) async throws -> [GroupMember] {
        try await groupMembers(.product, groupID)
    }

    private func groupMembers(
        _ kind: Group.Kind, _ groupID: ObjectID?
    ) async throws -> [GroupMember] {
        var filter: [String: JSONValue] = ["groupType": [.string(kind.rawValue)]]
        if let groupID { filter["groupId"] = try filterValues([groupID], what: "group") }
        return try await objects("objectToGroup_getObjects", where: filter)
    }

    /// The direct members of all client groups (`objectToGroup_getObjects`, type `HostGroup`), of
    /// which a large fleet has hundreds of thousands.
    ///
    /// - Parameters:
    ///   - clientIDs: only the memberships of these clients; nil for all.
    ///   - groupIDs: only the members of these groups; nil for all.
    /// - Returns: the memberships.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func clientGroupMemberships(
        ofClients clientIDs: [ObjectID]? = nil, inGroups groupIDs: [ObjectID]? = nil
    ) async throws -> MembershipTable {
        var filter: [String: JSONValue] = ["groupType": [.string(Group.Kind.host.rawValue)]]
        if let clientIDs { filter["objectId"] = try filterValues(clientIDs, what: "client") }
        if let groupIDs { filter["groupId"] = try filterValues(groupIDs, what: "group") }
        return try await rpc.list(
            "objectToGroup_getObjects", [.strings(GroupMember.attributes), .object(filter)],
            elements: { MembershipReader() }
        ).value
    }

    /// The direct members of all client groups, as the server identifies them
    /// (`objectToGroup_getIdents`), which takes it half the time and a third of the bytes.
    ///
    /// Who is no administrator may have been granted the objects alone.
    ///
    /// - Returns: the memberships.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func clientGroupMembershipIdents() async throws -> MembershipTable {
        try await rpc.list(
            "objectToGroup_getIdents",
            ["list", ["groupType": [.string(Group.Kind.host.rawValue)]]],
            elements: { MembershipIdentReader() }
        ).value
    }

    // MARK: Writing

    /// Makes a client a direct member of a client group (`objectToGroup_create`); one that is a
    /// member already stays one. The server does not check that there is such a client.
    ///
    /// - Parameters:
    ///   - clientID: the client's exact id.
    ///   - groupID: the group's id.
    /// - Throws: `ActionRefused` where there is no such group; `ServerError`.
    public func addClientToGroup(_ clientID: ObjectID, group groupID: ObjectID) async throws {
        let group = try checkedGroupID(groupID)
        _ = try filterValues([clientID], what: "client")
        try await namingGroup(group) {
            try await change(
                "objectToGroup_create",
                [.string(Group.Kind.host.rawValue), .string(group.text), .string(clientID.text)])
        }
    }

    /// Takes a client out of a client group (`objectToGroup_deleteObjects`); one that is no direct
    /// member is no error. Unlike `objectToGroup_delete`, the call names the membership and takes
    /// no pattern.
    ///
    /// - Parameters:
    ///   - clientID: the client's exact id.
    ///   - groupID: the group's id.
    /// - Throws: `ServerError`.
    public func removeClientFromGroup(_ clientID: ObjectID, group groupID: ObjectID) async throws {
        try await removeClientsFromGroup([clientID], group: groupID)
    }

    /// Makes clients direct members of a client group in one call (`objectToGroup_createObjects`).
    package func addClientsToGroup(_ clientIDs: [ObjectID], group groupID: ObjectID) async throws {
        let group = try checkedGroupID(groupID)
        let members = try members(clientIDs, of: group)
        try await namingGroup(group) {
            try await change("objectToGroup_createObjects", [members])
        }
    }

    /// Takes clients out of a client group in one call (`objectToGroup_deleteObjects`).
    package func removeClientsFromGroup(_ clientIDs: [ObjectID], group groupID: ObjectID)
        async throws
    {
        let group = try checkedGroupID(groupID)
        try await change("objectToGroup_deleteObjects", [try members(clientIDs, of: group)])
    }

    private func members(
        _ clientIDs: [ObjectID], of group: ObjectID
    ) throws(ServerError) -> JSONValue {
        _ = try filterValues(clientIDs, what: "client")
        return .array(
            clientIDs.map { id in
                [
                    "type": "ObjectToGroup", "groupType": .string(Group.Kind.host.rawValue),
                    "groupId": .string(group.text), "objectId": .string(id.text),
                ]
            })
    }

    /// Where the group is missing, the server answers with its database's own words.
    private func namingGroup(_ group: ObjectID, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as ServerError where error.failure?.errorClass == "IntegrityError" {
            throw ActionRefused(
                .unknownGroup, "there is no client group \"\(group)\": create it first")
        }
    }
}
