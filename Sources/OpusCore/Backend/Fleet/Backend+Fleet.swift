package import OpusServer

extension Backend {
    /// Reads everything of a fleet but its rows of products, which it comes without.
    package func fleetWithoutRows() async throws -> Fleet {
        // The first call logs in; the others find the session there.
        let info = try await server.serverInfo()
        try await requireReader()
        // Before anything that may change: what is written later counts as later.
        let clock = try await clock()
        async let groups = groups()
        var records = ClientRecords(clock: clock)
        records.setClients(try await clientTimes())
        records.depots = try await depots()
        records.clientDepots = try await clientDepots()
        records.productsOnDepots = try await server.productsOnDepot()
        var fleet = Fleet(info: info, records: records, groups: try await groups)
        if let depots = reading.depots { try fleet.records.keepClients(ofDepots: depots) }
        return fleet
    }

    /// Groups, or why they can't be read where the server itself is well; only the memberships of
    /// some clients where they are given.
    func groups(of ids: [ObjectID]? = nil) async throws -> Result<Fleet.Groups, ServerError> {
        try await groups { try await groupsWithMembers(of: ids) }
    }

    /// The groups and their members as they are now, or why they can't be read; for administrators.
    package func groupsNow() async throws -> Result<Fleet.Groups, ServerError> {
        try await groups {
            Fleet.Groups(
                groups: try await clientGroupsNow(),
                members: try await server.clientGroupMembershipIdents())
        }
    }

    private func groups(
        _ read: () async throws -> Fleet.Groups
    ) async throws -> Result<Fleet.Groups, ServerError> {
        do {
            return .success(try await read())
        } catch let error as ServerError where error.code == .rpc {
            return .failure(error)
        }
    }
}

extension ClientRecords {
    /// The name of a depot for clients whose depot does not exist.
    package static let unknownDepot: ObjectID = "unknown"

    /// Leaves out clients of other depots than these, and the other depots.
    fileprivate mutating func keepClients(
        ofDepots names: Set<ObjectID>
    ) throws(ServerError) {
        let known = Set(depots.map(\.id))
        let keepsUnknown = names.contains(Self.unknownDepot)
        guard !names.isDisjoint(with: known) || keepsUnknown else {
            let missing = names.sorted().map(\.text).joined(separator: ", ")
            throw ServerError(
                .configuration,
                "the server has none of the depots \(missing): name depots as opsi lists them")
        }
        var isWanted: [ObjectID: Bool] = [:]
        for entry in clientDepots where known.contains(entry.depotID) {
            isWanted[entry.clientID] = names.contains(entry.depotID)
        }
        setClients(clients.filter { isWanted[$0.id] ?? keepsUnknown })
        depots = depots.filter { names.contains($0.id) }
        productsOnDepots = productsOnDepots.filter { names.contains($0.depotID) }
    }
}
