package import OpusServer

extension Backend {
    /// Reads what the states of one client rest on; nil where the server has no such client.
    ///
    /// - Parameter clientID: the client's id, exactly as the server has it.
    /// - Returns: the client and the records, or nil.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func records(
        ofClient clientID: ObjectID
    ) async throws -> (client: Client, records: ClientRecords)? {
        try await requireAdministrator()
        guard let client = try await server.client(clientID) else { return nil }
        let depots = try await server.clientDepots(clientID)
        return (client, try await records(of: [client], clientDepots: depots))
    }

    /// Reads what the states of those clients rest on that have a failed product.
    package func recordsOfFailedClients() async throws -> ClientRecords {
        try await requireAdministrator()
        let failed = Set(try await server.clientsWithFailedProducts())
        let clients = try await clients().filter { failed.contains($0.id) }
        return try await records(of: clients, clientDepots: server.clientDepots())
    }

    /// Reads what else the states of clients rest on.
    func records(
        of clients: [Client], clientDepots: [ClientDepot]
    ) async throws -> ClientRecords {
        var records = ClientRecords(clock: try await server.clock())
        records.setClients(clients.map(ClientTimes.init))
        records.depots = try await server.depots()
        records.clientDepots = clientDepots
        records.productsOnDepots = try await server.productsOnDepot()
        let numbers = records.states.clients
        try await forEachBatch(of: Array(numbers.ids)) { batch in
            records.states.append(batch.states) { id in
                numbers.existingNumber(of: id).flatMap {
                    batch.asked.contains(Int($0)) ? $0 : nil
                }
            }
        }
        return records
    }

    /// The rows of some clients.
    package struct Batch: Sendable {
        /// Which of the ids were asked for.
        package var asked: Range<Int>
        /// What came: rows of other clients can be among them.
        package var states: ProductStateTable
    }

    /// Reads the product states of clients batch by batch, a few calls at once.
    ///
    /// - Parameters:
    ///   - clientIDs: ids, each once.
    ///   - body: given each batch, in no particular order.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func forEachBatch(
        of clientIDs: [ObjectID], _ body: (Batch) -> Void
    ) async throws {
        var sizer = BatchSizer(reading)
        var next = 0
        var read = 0
        try await withThrowingTaskGroup(of: Batch.self) { [server] group in
            func start() {
                guard next < clientIDs.count else { return }
                let asked = next..<min(next + sizer.nextSize, clientIDs.count)
                next = asked.upperBound
                group.addTask {
                    Batch(
                        asked: asked,
                        states: try await server.productStates(ofClients: Array(clientIDs[asked])))
                }
            }
            for _ in 0..<min(reading.concurrentCalls, clientIDs.count) { start() }
            while let batch = try await group.next() {
                sizer.saw(rows: batch.states.rows.count, ofClients: batch.asked.count)
                start()
                body(batch)
                read += batch.asked.count
                progress?(ReadingProgress(read: read, total: clientIDs.count))
            }
        }
    }

    // MARK: What changed

    /// The rows of any product that were written after a time.
    ///
    /// - Parameters:
    ///   - time: a time by the server's local clock.
    ///   - clientIDs: every client that is watched.
    /// - Returns: the rows, and the server's clock when the last of them came, in Unix seconds.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func states(
        changedAfter time: LocalTimestamp, ofClients clientIDs: [ObjectID]
    ) async throws -> (rows: ProductStateTable, serverTime: Int?) {
        var rows = ProductStateTable()
        var times: [Int?] = []
        for batch in filterBatches(of: clientIDs) {
            let answer = try await server.productStates(changedAfter: time, ofClients: batch)
            Self.append(answer.rows, to: &rows)
            times.append(answer.serverTime)
        }
        // One that is missing might be the last.
        let known = times.compactMap(\.self)
        return (rows, known.count == times.count ? known.max() : nil)
    }

    /// All failed rows, and all with an action pending.
    ///
    /// - Parameter clientIDs: every client that is watched.
    /// - Returns: the rows.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func failedAndPendingStates(
        ofClients clientIDs: [ObjectID]
    ) async throws -> (failed: ProductStateTable, pending: ProductStateTable) {
        var rows = (failed: ProductStateTable(), pending: ProductStateTable())
        for batch in filterBatches(of: clientIDs) {
            async let failed = server.failedProductStates(ofClients: batch)
            let pending = try await server.pendingProductStates(ofClients: batch)
            Self.append(try await failed, to: &rows.failed)
            Self.append(pending, to: &rows.pending)
        }
        return rows
    }

    /// The clients that calls for rows have to name: nobody where all are watched, as the server
    /// then need not look them up. Where only some depots are watched, the rows of the others may be
    /// nearly the whole fleet's; where that leaves no client there is no call, as opsi takes an
    /// empty list for everybody.
    private func filterBatches(of clientIDs: [ObjectID]) -> [[ObjectID]?] {
        guard reading.depots != nil else { return [nil] }
        return stride(from: 0, to: clientIDs.count, by: reading.batchSize).map { start in
            Array(clientIDs[start...].prefix(reading.batchSize))
        }
    }

    private static func append(_ rows: ProductStateTable, to table: inout ProductStateTable) {
        guard !table.rows.isEmpty else { return table = rows }
        var clients = table.clients
        table.append(rows) { clients.number(of: $0) }
        table.clients = clients
    }

    /// Which rows some clients have.
    package func identities(of clientIDs: [ObjectID]) async throws -> ProductStateTable {
        clientIDs.isEmpty
            ? ProductStateTable() : try await server.productIdentities(ofClients: clientIDs)
    }
}
