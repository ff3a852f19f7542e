package import OpusServer

// The one way to what a fleet's rows rest on. Where the backend serves one command, each part is
// read at most once (`FleetFrame`).
extension Backend {
    func read<Value: Sendable>(
        _ part: FleetFrame.Part, _ read: () async throws -> Value
    ) async throws -> Value {
        guard let frame else { return try await read() }
        return try await frame.value(part, read)
    }

    /// Asks at once for what a command begins with: whether its user may, and the clients that it
    /// names.
    ///
    /// - Parameter clientIDs: exact ids; empty where none are named so.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func begin(clients clientIDs: [ObjectID]) async throws {
        guard let frame, frame.known(.rights, as: LoginRights.self) == nil else { return }
        let few = clientIDs.count <= CallSize.together ? clientIDs : []
        let first = try await server.begin(clients: few, acting: acts)
        frame.keep(.rights, first.rights)
        if let isReadOnly = first.isReadOnly { frame.keep(.isReadOnly, isReadOnly) }
        if first.rights == .administrator, let clients = first.clients {
            frame.keep(.clients(few), Self.inOrder(clients, few))
        }
    }

    /// Clients by exactly their ids, in the order asked for.
    private static func inOrder(_ found: some Sequence<Client>, _ ids: [ObjectID]) -> [Client] {
        let byID = Dictionary(first: found.map { ($0.id, $0) })
        return ids.compactMap { byID[$0] }
    }

    /// Makes sure that the user is an administrator of the server (`accessControl_userIsAdmin`).
    ///
    /// To others some lists come back empty instead of refused: clients would count as zero, and
    /// what exists would look unknown.
    ///
    /// - Throws: `ServerError` with the code `permission` where the user is none; `ServerError`, or
    ///   `CancellationError`.
    package func requireAdministrator() async throws {
        guard try await loginRights() == .administrator else {
            throw ServerError(
                .permission, method: "accessControl_userIsAdmin", ServerError.administratorNeeded)
        }
    }

    /// Makes sure that what is read is the whole fleet, or else refused.
    ///
    /// A user who is no administrator may have been granted the reading methods one by one; the
    /// server refuses the others. To a client it shows its own part of the fleet as if that were
    /// all.
    ///
    /// - Throws: `ServerError` with the code `permission` where a client logged in; `ServerError`,
    ///   or `CancellationError`.
    func requireReader() async throws {
        guard try await loginRights() != .host else {
            throw ServerError(
                .permission, method: "accessControl_userIsAdmin",
                "the login is a client's, which sees no fleet but itself: log in as a user")
        }
    }

    private func loginRights() async throws -> LoginRights {
        try await read(.rights) { try await server.loginRights() }
    }

    /// The server's clock.
    package func clock() async throws -> ServerClock {
        try await read(.clock) { try await server.clock() }
    }

    /// The server's clock as it is now, for who watches a fleet for a while.
    package func clockNow() async throws -> ServerClock { try await server.clock() }

    /// The client groups as they are now.
    package func clientGroupsNow() async throws -> [Group] { try await server.clientGroups() }

    /// Every client with no more than its id and times, ordered by id.
    package func clientTimes() async throws -> [ClientTimes] {
        try await read(.allClients) { try await server.clientTimes().sorted { $0.id < $1.id } }
    }

    /// Those of some clients that the server has, each by exactly its id, in the order asked for.
    package func clients(_ ids: [ObjectID]) async throws -> [Client] {
        try await read(.clients(ids)) {
            let found = try await batched(ids, by: CallSize.ids) { server, ids in
                try await server.clients(withIDs: ids)
            }.joined()
            return Self.inOrder(found, ids)
        }
    }

    /// The times of those of some clients that the server has, in the order asked for; a list of
    /// all that was read already has them.
    package func times(of ids: [ObjectID]) async throws -> [ClientTimes] {
        guard let all = frame?.known(.allClients, as: [ClientTimes].self) else {
            return try await clients(ids).map(\.times)
        }
        let wanted = Set(ids)
        return all.filter { wanted.contains($0.id) }
    }

    /// Every depot.
    package func depots() async throws -> [Depot] {
        try await read(.depots) { try await server.depots() }
    }

    /// The depot of each client, of some clients or of all where they are nil.
    package func clientDepots(of ids: [ObjectID]? = nil) async throws -> [ClientDepot] {
        guard let ids else {
            return try await read(.clientDepots) { try await server.clientDepots() }
        }
        return try await batched(ids, by: CallSize.ids) { server, ids in
            try await server.clientDepots(ofClients: ids)
        }.flatMap(\.self)
    }

    /// Client groups.
    package func groupsWithoutMembers() async throws -> [Group] {
        try await read(.groups) { try await server.clientGroups() }
    }

    /// Who is a direct member of which client group, of some clients or of all where they are nil.
    package func memberships(of ids: [ObjectID]? = nil) async throws -> MembershipTable {
        guard let ids else {
            return try await read(.memberships) { try await server.clientGroupMemberships() }
        }
        return try await server.clientGroupMemberships(ofClients: ids)
    }

    /// The direct members of some client groups.
    package func memberships(inGroups ids: [ObjectID]) async throws -> MembershipTable {
        // Odd names, which no real server has, can't be asked for.
        guard !ids.isEmpty, ids.allSatisfy(\.isExact) else { return try await memberships() }
        return try await server.clientGroupMemberships(inGroups: ids)
    }

    /// Client groups and their direct members, only of some clients where they are given.
    package func groupsWithMembers(of ids: [ObjectID]? = nil) async throws -> Fleet.Groups {
        Fleet.Groups(
            groups: try await groupsWithoutMembers(), members: try await memberships(of: ids))
    }
}
