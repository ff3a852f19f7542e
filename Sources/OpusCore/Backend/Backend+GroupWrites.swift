public import OpusServer

extension Backend {
    /// Members added or removed in one call.
    private static let membersPerCall = 2_000

    /// Makes clients direct members of a client group (`objectToGroup_createObjects`), those that
    /// are members already included.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - groupID: the group, which must exist.
    /// - Throws: `ActionRefused` where there is no such group; `ServerError`; `CancellationError`.
    public func addClientsToGroup(_ clients: ClientSelection, group groupID: ObjectID) async throws
    {
        for ids in clients.ids.chunks(of: Self.membersPerCall) {
            try Task.checkCancellation()
            try await finishing { [server] in
                try await server.addClientsToGroup(ids, group: groupID)
            }
        }
    }

    /// Takes clients out of a client group (`objectToGroup_deleteObjects`), those that are no
    /// direct members included.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - groupID: the group.
    /// - Throws: `ServerError`; `CancellationError`.
    public func removeClientsFromGroup(
        _ clients: ClientSelection, group groupID: ObjectID
    ) async throws {
        for ids in clients.ids.chunks(of: Self.membersPerCall) {
            try Task.checkCancellation()
            try await finishing { [server] in
                try await server.removeClientsFromGroup(ids, group: groupID)
            }
        }
    }

    /// Makes a client group (`group_createHostGroup`); one that exists is left as it is.
    ///
    /// - Parameters:
    ///   - groupID: the id; the server stores it in lower case.
    ///   - description: what it is, in a few words; at most 100 characters.
    ///   - parentID: the group above it; nil for a root.
    /// - Returns: the id as the server has stored it.
    /// - Throws: `ActionRefused` where the server could not keep it so; `ServerError`.
    @discardableResult
    public func createClientGroup(
        _ groupID: ObjectID, description: String = "", parentID: ObjectID? = nil
    ) async throws -> ObjectID {
        try await finishing { [server] in
            try await server.createClientGroup(
                groupID, description: description, parentID: parentID)
        }
    }

    /// Finds out whether a client group could be made.
    package func checkCreatingClientGroup(
        _ groupID: ObjectID, description: String, parentID: ObjectID?
    ) async throws {
        _ = try await server.checkedNewGroup(
            groupID, description: description, parentID: parentID)
    }

    /// Finds out whether a client group could be deleted.
    package func checkDeletingClientGroup(_ groupID: ObjectID) async throws {
        _ = try await server.checkedGroupToDelete(groupID)
    }

    /// Deletes a client group with its memberships (`group_delete`); the clients stay.
    ///
    /// - Parameter groupID: the group's id.
    /// - Throws: `ActionRefused` where more would be lost than this group; `ServerError`.
    public func deleteClientGroup(_ groupID: ObjectID) async throws {
        try await finishing { [server] in try await server.deleteClientGroup(groupID) }
    }
}
