public import OpusServer

extension Opus {
    /// Every client, ordered by id.
    ///
    /// - Throws: `ServerError`, or `CancellationError`.
    public func clients() async throws -> [Client] { try await backend.clients() }

    /// Every product in every version, ordered by id.
    ///
    /// - Throws: `ServerError`, or `CancellationError`.
    public func products() async throws -> [Product] { try await backend.products() }

    /// The ids of the depots, ordered.
    ///
    /// - Throws: `ServerError`, or `CancellationError`.
    public func depotIDs() async throws -> [ObjectID] {
        try await backend.depots().map(\.id).distinct().sorted()
    }

    /// The groups of clients; `clientdirectory`, the root of the tree that people see, first.
    ///
    /// - Throws: `ServerError`, or `CancellationError`.
    public func clientGroups() async throws -> [Group] { try await backend.clientGroups() }

    /// The ids of a client group's direct members, ordered; those that are clients no more too.
    ///
    /// - Parameter groupID: the group's id.
    /// - Returns: their ids.
    /// - Throws: `UnknownObject` where there is no such group; `ServerError`, or
    ///   `CancellationError`.
    public func clientGroupMembers(_ groupID: ObjectID) async throws -> [ObjectID] {
        try await Self.members(
            try await backend.clientGroupMembers(groupID), of: groupID, .clientGroup, clientGroups)
    }

    /// The groups of products.
    ///
    /// - Throws: `ServerError`, or `CancellationError`.
    public func productGroups() async throws -> [Group] { try await backend.productGroups() }

    /// The ids of a product group's direct members, ordered.
    ///
    /// - Parameter groupID: the group's id.
    /// - Returns: their ids.
    /// - Throws: `UnknownObject` where there is no such group; `ServerError`, or
    ///   `CancellationError`.
    public func productGroupMembers(_ groupID: ObjectID) async throws -> [ObjectID] {
        try await Self.members(
            try await backend.productGroupMembers(groupID), of: groupID, .productGroup,
            productGroups)
    }

    /// The software that audits found on a client, ordered by name; empty where no audit has run
    /// there, or while one is running.
    ///
    /// - Parameter clientID: the client's id.
    /// - Returns: the software.
    /// - Throws: `UnknownObject` where there is no such client; `ServerError`, or
    ///   `CancellationError`.
    public func softwareOnClient(_ clientID: ObjectID) async throws -> [Software] {
        let software = try await backend.softwareOnClient(clientID)
        if software.isEmpty { _ = try await client(clientID) }
        return software
    }

    /// The members of a group, which has to exist where there are none.
    private static func members(
        _ members: [ObjectID], of id: ObjectID, _ kind: UnknownObject.Kind,
        _ groups: () async throws -> [Group]
    ) async throws -> [ObjectID] {
        guard members.isEmpty else { return members }
        let known = try await groups().map(\.id)
        guard known.contains(id) else { throw UnknownObject(kind: kind, id: id, among: known) }
        return []
    }
}
