extension Server {
    /// The longest description of a group that the server keeps; it cuts longer ones silently.
    private static let longestDescription = 100

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

    /// Makes a client group (`group_createHostGroup`).
    ///
    /// The server would overwrite a group of this id and accept a parent that is not there, so
    /// both are looked up first.
    ///
    /// - Parameters:
    ///   - groupID: the id; the server stores it in lower case.
    ///   - description: what it is, in a few words; at most 100 characters.
    ///   - parentID: the group above it; nil for a root.
    /// - Returns: the id as the server has stored it.
    /// - Throws: `ActionRefused` where the id or the description is none that the server can keep,
    ///   where there is such a group already, or no such parent; `ServerError`.
    @discardableResult
    public func createClientGroup(
        _ groupID: ObjectID, description: String = "", parentID: ObjectID? = nil
    ) async throws -> ObjectID {
        let (group, parent) = try await checkedNewGroup(
            groupID, description: description, parentID: parentID)
        try await change(
            "group_createHostGroup",
            [
                .string(group.text), .string(description), "",
                parent.map { .string($0.text) } ?? .null,
            ])
        return group
    }

    /// The ids under which a group and its parent are stored, where it could be made so.
    package func checkedNewGroup(
        _ groupID: ObjectID, description: String, parentID: ObjectID?
    ) async throws -> (group: ObjectID, parent: ObjectID?) {
        let group = try checkedGroupID(groupID)
        try Self.check(description: description)
        var parent: ObjectID?
        if let parentID { parent = try checkedGroupID(parentID) }
        let existing = Set(try await clientGroups().map { $0.id.lowercased })
        guard !existing.contains(group) else {
            throw ActionRefused(
                .groupExists,
                "there is a client group \"\(group)\" already; it was left as it is")
        }
        if let parent, !existing.contains(parent) {
            throw ActionRefused(
                .unknownGroup,
                "there is no client group \"\(parent)\" to put \"\(group)\" under")
        }
        return (group, parent)
    }

    /// Deletes a client group with its memberships (`group_delete`); the clients stay.
    ///
    /// The server's call would also delete a product group of the same id, and leave groups below
    /// it without a parent, so it is refused where there is either.
    ///
    /// - Parameter groupID: the group's id.
    /// - Throws: `ActionRefused` where there is no such client group, a product group has the same
    ///   id, there are groups below it, or it is the root of the tree; `ServerError`.
    public func deleteClientGroup(_ groupID: ObjectID) async throws {
        try await change("group_delete", [.string(try await checkedGroupToDelete(groupID).text)])
    }

    /// The id under which a group is stored, where it could be deleted alone.
    package func checkedGroupToDelete(_ groupID: ObjectID) async throws -> ObjectID {
        let group = try checkedGroupID(groupID)
        let groups = try await clientGroups()
        func refuse(_ code: ActionRefused.Code, _ why: String) -> ActionRefused {
            ActionRefused(code, "\(why); nothing was deleted")
        }
        guard groups.contains(where: { $0.id.lowercased == group }) else {
            throw refuse(.unknownGroup, "there is no client group \"\(group)\"")
        }
        guard group != "clientdirectory" else {
            throw refuse(.groupInUse, "\"clientdirectory\" is the root of the tree of groups")
        }
        let children = groups.filter { $0.parentID?.lowercased == group }.map(\.id)
        guard children.isEmpty else {
            throw refuse(
                .groupInUse,
                "\"\(group)\" has groups below it (\(children.quotedList)): delete those first")
        }
        let productGroups = try await productGroups()
        guard !productGroups.contains(where: { $0.id.lowercased == group }) else {
            throw refuse(
                .groupInUse,
                "a product group is called \"\(group)\" too, and the server would delete both: "
                    + "rename one of them first")
        }
        return group
    }

    // MARK: Details

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

    private static func check(description: String) throws(ActionRefused) {
        guard description.unicodeScalars.count <= longestDescription else {
            throw ActionRefused(
                .invalidName,
                "the description is longer than \(longestDescription) characters, "
                    + "and the server would cut it")
        }
        guard description.unicodeScalars.allSatisfy({ $0.value <= 0xFFFF }) else {
            throw ActionRefused(
                .invalidName,
                "the description holds a character, such as an emoji, that the server can't keep")
        }
    }
}
