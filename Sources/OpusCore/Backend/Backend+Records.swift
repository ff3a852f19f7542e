import OpusServer

extension Backend {
    /// Reads what the states of one client rest on; nil where the server has no such client.
    ///
    /// - Parameter clientID: the client's id, exactly as the server has it.
    /// - Returns: the records, or nil.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func records(ofClient clientID: String) async throws -> ClientRecords? {
        try await requireAdministrator()
        guard let client = try await server.client(clientID) else { return nil }
        return try await records(of: [client], clientDepots: server.clientDepots(clientID))
    }

    /// Reads what the states of those clients rest on that have a failed product.
    package func recordsOfFailedClients() async throws -> ClientRecords {
        try await requireAdministrator()
        // By bytes: to Swift two ids can be equal that are not the same.
        var failed = StringTable()
        for id in try await server.clientsWithFailedProducts() { _ = failed.number(of: id) }
        let clients = try await clients().filter { failed.existingNumber(of: $0.id) != nil }
        return try await records(of: clients, clientDepots: server.clientDepots())
    }

    /// Reads what else the states of clients rest on.
    func records(
        of clients: [Client], clientDepots: [ClientDepot]
    ) async throws -> ClientRecords {
        let clients = Self.distinct(clients)
        let clock = try await server.clock()
        let depots = try await server.depots()
        let productsOnDepots = try await server.productsOnDepot()
        return ClientRecords(
            clock: clock, clients: clients, depots: depots, clientDepots: clientDepots,
            productsOnDepots: productsOnDepots, states: try await states(of: clients.map(\.id)))
    }

    private static func distinct(_ clients: [Client]) -> [Client] {
        var seen = StringTable()
        return clients.filter { client in
            let known = seen.strings.count
            return seen.number(of: client.id) == known
        }
    }

    /// Reads the product states of clients.
    ///
    /// - Parameter clientIDs: ids in order, each once; a row names its client by the index here.
    /// - Returns: the rows of localboot products.
    /// - Throws: `ServerError`, or `CancellationError`.
    private func states(of clientIDs: [String]) async throws -> ProductStateTable {
        var table = ProductStateTable()
        for id in clientIDs { _ = table.clients.number(of: id) }
        let size = max(1, min(reading.batchSize, clientIDs.count))
        var starts = stride(from: 0, to: clientIDs.count, by: size).makeIterator()
        try await withThrowingTaskGroup(of: (asked: Range<Int>, table: ProductStateTable).self) {
            [server] group in
            func startNext() -> Bool {
                guard let start = starts.next() else { return false }
                let asked = start..<min(start + size, clientIDs.count)
                group.addTask {
                    (asked, try await server.productStates(ofClients: Array(clientIDs[asked])))
                }
                return true
            }
            var underWay = 0
            while underWay < max(1, reading.concurrentCalls), startNext() { underWay += 1 }
            while let batch = try await group.next() {
                _ = startNext()
                let clients = table.clients
                table.append(batch.table) { id in
                    clients.existingNumber(of: id).flatMap {
                        batch.asked.contains(Int($0)) ? $0 : nil
                    }
                }
            }
        }
        return table
    }
}
