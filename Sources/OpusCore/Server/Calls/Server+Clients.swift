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
        let ids = try filterValues([clientID], what: "client")
        let clients: [Client] = try await objects(
            "host_getObjects", where: ["type": ["OpsiClient"], "id": ids])
        return clients.first { $0.id == clientID }
    }

    /// The client groups (`group_getObjects`, type `HostGroup`), the tree `clientdirectory` that
    /// people see first, then the others as the server lists them.
    ///
    /// - Parameter groupID: only the group of this id; nil for all.
    /// - Returns: the groups.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func clientGroups(_ groupID: ObjectID? = nil) async throws -> [Group] {
        let groups = try await groups(.host, groupID)
        return groups.filter { $0.id == "clientdirectory" }
            + groups.filter { $0.id != "clientdirectory" }
    }

    /// The direct members of client groups (`objectToGroup_getObjects`, type `HostGroup`).
    ///
    /// - Parameter groupID: only those of this group; nil for all.
    /// - Returns: the memberships.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func clientGroupMembers(_ groupID: ObjectID? = nil) async throws -> [GroupMember] {
        try await groupMembers(.host, groupID)
    }

    /// The software that audits found (`auditSoftwareOnClient_getObjects`); licence keys are not
    /// asked for. An empty list means that no audit has run on the client, or that one is running.
    ///
    /// - Parameter clientID: the client's id.
    /// - Returns: the software.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func softwareOnClient(_ clientID: ObjectID) async throws -> [Software] {
        let ids = try filterValues([clientID], what: "client")
        return try await objects("auditSoftwareOnClient_getObjects", where: ["clientId": ids])
    }

    func groups(_ kind: Group.Kind, _ groupID: ObjectID?) async throws -> [Group] {
        var filter: [String: JSONValue] = ["type": [.string(kind.rawValue)]]
        if let groupID { filter["id"] = try filterValues([groupID], what: "group") }
        return try await objects("group_getObjects", where: filter)
    }

    func groupMembers(_ kind: Group.Kind, _ groupID: ObjectID?) async throws -> [GroupMember] {
        var filter: [String: JSONValue] = ["groupType": [.string(kind.rawValue)]]
        if let groupID { filter["groupId"] = try filterValues([groupID], what: "group") }
        return try await objects("objectToGroup_getObjects", where: filter)
    }
}
