package import OpusServer

// What selecting clients reads: as little as an expression needs.
extension Backend {
    /// Every client, after making sure that the user sees them all: what a list leaves out for
    /// want of rights would count as "not".
    package func clientsForTargets() async throws -> [Client] {
        try await requireAdministrator()
        return try await clients()
    }

    /// Groups and their direct members.
    package func groupsForTargets() async throws -> Fleet.Groups {
        let groups = try await server.clientGroups()
        return Fleet.Groups(groups: groups, members: try await server.clientGroupMemberships())
    }

    /// The ids of the depots, and the depot of each client.
    package func depotsForTargets() async throws -> (ids: [ObjectID], clients: [ClientDepot]) {
        let depots = try await server.depots().map(\.id)
        return (depots, try await server.clientDepots())
    }

    /// The server's clock.
    package func clock() async throws -> ServerClock { try await server.clock() }

    /// The rows of products on clients that are so; none without products.
    package func rows(
        _ selection: Server.RowSelection, ofProducts productIDs: [ObjectID]
    ) async throws -> [ProductOnClient] {
        productIDs.isEmpty ? [] : try await server.rows(selection, ofProducts: productIDs)
    }

    /// The ids of all products that depots have.
    package func productIDsOnDepots() async throws -> [ObjectID] {
        try await server.productsOnDepot().map(\.productID)
    }

    /// What the states of clients rest on that show in a few rows: failed, pending and stuck, and
    /// those that show in the clients themselves.
    ///
    /// - Parameters:
    ///   - clients: every client, each once.
    ///   - failed: whether failed rows are read.
    ///   - pending: whether rows with a pending action are read.
    ///   - clock: the server's clock, or a stopped one where no time matters.
    /// - Returns: the clients with those rows; nothing of depots.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func records(
        of clients: [Client], failed: Bool, pending: Bool, clock: ServerClock
    ) async throws -> ClientRecords {
        var records = ClientRecords(clock: clock)
        records.setClients(clients.map(ClientTimes.init))
        let numbers = records.states.clients
        if failed {
            records.states.append(try await server.failedProductStates()) {
                numbers.existingNumber(of: $0)
            }
        }
        if pending {
            records.states.append(try await server.pendingProductStates()) {
                numbers.existingNumber(of: $0)
            }
        }
        return records
    }

    /// Everything that the states of some clients rest on.
    ///
    /// - Parameter clients: the clients, each once.
    /// - Returns: the clients with all their rows, and what depots have.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func records(of clients: [Client]) async throws -> ClientRecords {
        try await records(of: clients, clientDepots: server.clientDepots())
    }
}
