public import OpusServer

extension Backend {
    /// Makes clients direct members of a client group (`objectToGroup_createObjects`), those that
    /// are members already included.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - groupID: the group, which must exist.
    /// - Returns: what came of it for each client.
    /// - Throws: `ActionRefused` where there is no such group; `ServerError` where nobody was
    ///   added; `CancellationError`.
    @discardableResult
    public func addClientsToGroup(
        _ clients: ClientSelection, group groupID: ObjectID
    ) async throws -> ClientResults {
        try await writeMembers(clients.ids, group: groupID, adding: true)
            .mapValues(\.result)
    }

    /// Takes clients out of a client group (`objectToGroup_deleteObjects`), those that are no
    /// direct members included.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - groupID: the group.
    /// - Returns: what came of it for each client.
    /// - Throws: `ServerError` where nobody was taken out; `CancellationError`.
    @discardableResult
    public func removeClientsFromGroup(
        _ clients: ClientSelection, group groupID: ObjectID
    ) async throws -> ClientResults {
        try await writeMembers(clients.ids, group: groupID, adding: false)
            .mapValues(\.result)
    }

    /// Adds or removes members in few calls; what earlier calls did is never thrown away.
    ///
    /// - Parameters:
    ///   - ids: exact ids of clients.
    ///   - groupID: the group.
    ///   - adding: whether they are to be members.
    /// - Returns: what became of each.
    /// - Throws: `ServerError`, or `ActionRefused`, where it is known that nothing was written;
    ///   `CancellationError`.
    package func writeMembers(
        _ ids: [ObjectID], group groupID: ObjectID, adding: Bool
    ) async throws -> [ObjectID: RowFate] {
        try Task.checkCancellation()
        var fates: [ObjectID: RowFate] = [:]
        var stopped: ClientFailure?
        for batch in ids.chunks(of: CallSize.members) {
            if stopped == nil, Task.isCancelled {
                stopped = ClientFailure(.notSent, "stopped before anything was sent of it")
            }
            if let stopped {
                for id in batch { fates[id] = .notWritten(stopped) }
                continue
            }
            do {
                try await finishing { [server] in
                    try await adding
                        ? server.addClientsToGroup(batch, group: groupID)
                        : server.removeClientsFromGroup(batch, group: groupID)
                }
                for id in batch { fates[id] = .written() }
            } catch let error as ServerError {
                guard !fates.isEmpty || error.mayHaveBeenDone else { throw error }
                let failure = ClientFailure(error)
                for id in batch {
                    fates[id] = error.mayHaveBeenDone ? .unknown(failure) : .notWritten(failure)
                }
                stopped = ClientFailure(
                    .notSent, "nothing was sent, since a call before failed: \(error.message)")
                if error.mayHaveBeenDone {
                    await readMembersBack(batch, groupID, adding, failure, into: &fates)
                }
            }
        }
        return fates
    }

    private func readMembersBack(
        _ ids: [ObjectID], _ groupID: ObjectID, _ adding: Bool, _ failure: ClientFailure,
        into fates: inout [ObjectID: RowFate]
    ) async {
        let read = try? await finishing { try await self.clientGroupMembers(groupID) }
        guard let members = read.map(Set.init) else { return }
        for id in ids {
            fates[id] = members.contains(id) == adding ? .doneAfterAll : .notDoneYet(failure)
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

/// What is said of a write whose answer was lost, once it was looked for.
package enum LostAnswer {
    package static let isDone = "the answer was lost; read again, it is done"
    package static let isNotDone = "; read again, it is not done yet"
}

extension RowFate {
    /// The answer was lost, and what was written is there.
    static let doneAfterAll = RowFate.written(note: LostAnswer.isDone)

    /// The answer was lost, and nothing of it can be seen.
    static func notDoneYet(_ failure: ClientFailure) -> RowFate {
        .unknown(
            ClientFailure(
                failure.code, failure.message + LostAnswer.isNotDone, detail: failure.detail))
    }

    var result: Result<ClientAnswer, ClientFailure> {
        switch self {
        case .written(let note): .success(ClientAnswer(text: note))
        case .notWritten(let failure), .unknown(let failure): .failure(failure)
        case .changed(let how): .failure(ClientFailure(.changed, how))
        }
    }
}
