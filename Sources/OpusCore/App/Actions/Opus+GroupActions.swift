import OpusBackend
public import OpusServer

extension Opus {
    /// Plans making clients direct members of a client group.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - groupID: the group.
    /// - Returns: the plan; nothing is written.
    /// - Throws: `ActionRefused` where there is no such group; `ServerError`, or
    ///   `CancellationError`.
    public func planAddClientsToGroup(
        _ clients: ClientSelection, group groupID: ObjectID
    ) async throws -> ActionPlan {
        let (group, members) = try await members(ofGroup: groupID)
        return try await planClients(.addToGroup(group), clients) {
            members.contains($0) ? .alreadyMember : nil
        }
    }

    /// Plans taking clients out of a client group.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - groupID: the group.
    /// - Returns: the plan; nothing is written.
    /// - Throws: `ActionRefused` where there is no such group; `ServerError`, or
    ///   `CancellationError`.
    public func planRemoveClientsFromGroup(
        _ clients: ClientSelection, group groupID: ObjectID
    ) async throws -> ActionPlan {
        let (group, members) = try await members(ofGroup: groupID)
        return try await planClients(.removeFromGroup(group), clients) {
            members.contains($0) ? nil : .notMember
        }
    }

    /// Makes clients direct members of a client group (`objectToGroup_createObjects`).
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - groupID: the group.
    /// - Returns: what came of it for each client.
    /// - Throws: `ActionRefused` where there is no such group; `ServerError`, or
    ///   `CancellationError`.
    public func addClientsToGroup(
        _ clients: ClientSelection, group groupID: ObjectID
    ) async throws -> ActionReport {
        try await execute(try await planAddClientsToGroup(clients, group: groupID))
    }

    /// Takes clients out of a client group (`objectToGroup_deleteObjects`).
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - groupID: the group.
    /// - Returns: what came of it for each client.
    /// - Throws: `ActionRefused` where there is no such group; `ServerError`, or
    ///   `CancellationError`.
    public func removeClientsFromGroup(
        _ clients: ClientSelection, group groupID: ObjectID
    ) async throws -> ActionReport {
        try await execute(try await planRemoveClientsFromGroup(clients, group: groupID))
    }

    /// Makes a client group (`group_createHostGroup`); one that exists is left as it is.
    ///
    /// - Parameters:
    ///   - groupID: the id; the server stores it in lower case.
    ///   - description: what it is, in a few words; at most 100 characters.
    ///   - parentID: the group above it; nil for a root.
    /// - Returns: the id as the server has stored it.
    /// - Throws: `ActionRefused` where the server could not keep it so, where there is such a
    ///   group, or no such parent; `ServerError`, or `CancellationError`.
    @discardableResult
    public func createClientGroup(
        _ groupID: ObjectID, description: String = "", parentID: ObjectID? = nil
    ) async throws -> ObjectID {
        try await backend.createClientGroup(
            groupID, description: description, parentID: parentID)
    }

    /// Deletes a client group with its memberships (`group_delete`); the clients stay.
    ///
    /// - Parameter groupID: the group's id.
    /// - Throws: `ActionRefused` where there is no such group, or more would be lost than it: a
    ///   product group of the same id, or the place of groups below it; `ServerError`, or
    ///   `CancellationError`.
    public func deleteClientGroup(_ groupID: ObjectID) async throws {
        try await backend.deleteClientGroup(groupID)
    }

    /// Makes a client group, and tells what came of it also where the server's answer is lost:
    /// then the groups are read again.
    ///
    /// - Parameters:
    ///   - groupID: the id; the server stores it in lower case.
    ///   - description: what it is, in a few words; at most 100 characters.
    ///   - parentID: the group above it; nil for a root.
    /// - Returns: what came of it.
    /// - Throws: what `createClientGroup` throws where it is known that nothing was written.
    public func creatingClientGroup(
        _ groupID: ObjectID, description: String = "", parentID: ObjectID? = nil
    ) async throws -> GroupEdit {
        try await edit(groupID, isThere: true) { backend in
            try await backend.createClientGroup(
                groupID, description: description, parentID: parentID)
        }
    }

    /// Deletes a client group, and tells what came of it also where the server's answer is lost.
    ///
    /// - Parameter groupID: the group's id.
    /// - Returns: what came of it.
    /// - Throws: what `deleteClientGroup` throws where it is known that nothing was written.
    public func deletingClientGroup(_ groupID: ObjectID) async throws -> GroupEdit {
        try await edit(groupID, isThere: false) { backend in
            try await backend.deleteClientGroup(groupID)
            return groupID
        }
    }

    private func edit(
        _ groupID: ObjectID, isThere: Bool, _ body: (Backend) async throws -> ObjectID
    ) async throws -> GroupEdit {
        do {
            return GroupEdit(group: try await body(backend), state: .succeeded)
        } catch let error as ServerError where error.mayHaveBeenDone {
            let lost = "the answer was lost: \(error.message)"
            guard let groups = try? await backend.clientGroupsNow() else {
                return GroupEdit(group: groupID, state: .unknown(reason: lost))
            }
            let wanted = groupID.lowercased
            guard groups.contains(where: { $0.id.lowercased == wanted }) == isThere else {
                return GroupEdit(
                    group: groupID,
                    state: .unknown(reason: lost + LostAnswer.isNotDone))
            }
            return GroupEdit(
                group: groupID, state: .succeeded,
                notes: [LostAnswer.isDone])
        }
    }

    /// Finds out whether a client group could be made; nothing is written.
    ///
    /// - Parameters:
    ///   - groupID: the id; the server stores it in lower case.
    ///   - description: what it is, in a few words; at most 100 characters.
    ///   - parentID: the group above it; nil for a root.
    /// - Throws: what `createClientGroup` throws.
    public func checkCreatingClientGroup(
        _ groupID: ObjectID, description: String = "", parentID: ObjectID? = nil
    ) async throws {
        try await hinting(at: parentID ?? groupID) { backend in
            try await backend.checkCreatingClientGroup(
                groupID, description: description, parentID: parentID)
        }
    }

    /// Finds out whether a client group could be deleted; nothing is written.
    ///
    /// - Parameter groupID: the group's id.
    /// - Throws: what `deleteClientGroup` throws.
    public func checkDeletingClientGroup(_ groupID: ObjectID) async throws {
        try await hinting(at: groupID) { backend in
            try await backend.checkDeletingClientGroup(groupID)
        }
    }

    /// Adds to a refusal the groups that were probably meant.
    private func hinting(
        at name: ObjectID, _ body: (Backend) async throws -> Void
    ) async throws {
        try await backend.requireRightToAct()
        do {
            try await body(backend)
        } catch let refusal as ActionRefused where refusal.code == .unknownGroup {
            let known = try await clientGroups().map(\.id)
            throw refusal.hinting(at: [name], among: known)
        }
    }

    /// The direct members of a group that must exist, and its id as the server has it.
    private func members(ofGroup groupID: ObjectID) async throws -> (ObjectID, Set<ObjectID>) {
        let wanted = groupID.lowercased
        let groups = try await backend.clientGroups()
        guard
            let group = groups.first(where: { $0.id == groupID })
                ?? groups.first(where: { $0.id.lowercased == wanted })
        else {
            throw ActionRefused(
                .unknownGroup,
                "there is no client group \"\(groupID)\": create it first, "
                    + "or give the id as the server lists it"
            ).hinting(at: [groupID], among: groups.map(\.id))
        }
        return (group.id, Set(try await backend.clientGroupMembers(group.id)))
    }
}

/// What came of making or deleting a group.
public struct GroupEdit: Sendable, Equatable {
    /// The group, as the server has stored it where that is known.
    public let group: ObjectID
    /// How it ended: `succeeded`, or `unknown`.
    public let state: ActionOutcome.State
    /// What else there is to say.
    public var notes: [String] = []
}
