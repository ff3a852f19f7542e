package import OpusServer

extension Backend {
    /// Reads what the states of those clients rest on that have a failed product.
    package func recordsOfFailedClients() async throws -> ClientRecords {
        try await requireAdministrator()
        let failed = Set(try await server.table(.failed).rows.clients.ids)
        return try await records(of: try await clientTimes().filter { failed.contains($0.id) })
    }

    /// Everything that the states of some clients rest on.
    ///
    /// - Parameters:
    ///   - clients: the clients, each once.
    ///   - batch: what is known of them; nil reads it.
    ///   - allDepots: whether all depots are read, not only the clients' own.
    ///   - allRows: whether rows count, too, of what is neither installed nor failed, and waits for
    ///     nothing: they tell nothing of clients.
    /// - Returns: the clients with all their rows, and what the depots have.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func records(
        of clients: [ClientTimes], batch: ClientBatch? = nil, allDepots: Bool = false,
        allRows: Bool = false
    ) async throws -> ClientRecords {
        if batch == nil, !allDepots, !allRows,
            let part = frame?.known(.records, as: ClientRecords.self)?.part(clients)
        {
            return part
        }
        var batch = batch
        if batch == nil, !clients.isEmpty, clients.count <= CallSize.clientBatch {
            batch = try await self.batch(
                ofClients: clients.map(\.id), allDepots ? [.clock, .depots, .products] : .clock)
        }
        var records: ClientRecords
        if let clock = batch?.clock {
            records = ClientRecords(clock: clock)
        } else {
            records = ClientRecords(clock: try await clock())
        }
        records.setClients(clients)
        let ids = records.clients.map(\.id)
        if let batch {
            records.clientDepots = batch.clientDepots
        } else {
            records.clientDepots = try await clientDepots(of: ids)
        }
        if !allDepots {
            // A depot that does not exist is in no answer.
            let depots = records.clientDepots.map(\.depotID).distinct()
            records.depots = depots.map(Depot.init(id:))
            records.productsOnDepots =
                depots.isEmpty ? [] : try await server.productsOnDepots(depots)
        } else if let batch {
            (records.depots, records.productsOnDepots) = (batch.depots, batch.products)
        } else {
            records.depots = try await depots()
            records.productsOnDepots = try await server.productsOnDepot()
        }
        if let batch {
            let numbers = records.states.clients
            for row in batch.rows { records.states.append(row) { numbers.existingNumber(of: $0) } }
        } else {
            try await readStates(of: ids, allRows: allRows, into: &records)
        }
        if !allDepots { frame?.keep(.records, records) }
        return records
    }

    /// Reads the rows by which many clients are judged, and of those no more than it rests on: of
    /// what is installed the versions, and all of what failed or waits.
    private func readStates(
        of ids: [ObjectID], allRows: Bool, into records: inout ClientRecords
    ) async throws {
        let numbers = records.states.clients
        try await forEachBatch(
            of: ids, allRows ? .localboot : .installed, versionsOnly: !allRows
        ) { batch in
            records.states.append(batch.states) { id in
                numbers.existingNumber(of: id).flatMap {
                    batch.asked.contains(Int($0)) ? $0 : nil
                }
            }
        }
        guard !allRows else { return }
        // These come after the others, of which they know more.
        for batch in ids.chunks(of: CallSize.ids) {
            async let failed = server.table(.failed.on(batch)).rows
            let pending = try await server.table(.pending.on(batch)).rows
            for rows in [try await failed, pending] {
                records.states.append(rows) { numbers.existingNumber(of: $0) }
            }
        }
        let unnamed = try await unnamedRequests(records.states)
        records.states.append(unnamed) { numbers.existingNumber(of: $0) }
        records.states.keepLastOfRepeated()
    }

    /// The rows that ask for an action that opus does not know: no filter can name it.
    private func unnamedRequests(_ states: ProductStateTable) async throws -> ProductStateTable {
        let rows = states.rows.filter { $0.request == .other && $0.modified == 0 }
        guard !rows.isEmpty else { return ProductStateTable() }
        return try await server.table(
            ProductOnClientQuery(
                clients: Set(rows.map { states.clients.ids[Int($0.client)] }).sorted(),
                products: Set(rows.map { states.products.ids[Int($0.product)] }).sorted())
        ).rows
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
            let answer = try await server.table(
                ProductOnClientQuery(clients: batch).with { $0.changedAfter = time })
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
            async let failed = server.table(.failed.on(batch)).rows
            let pending = try await server.table(.pending.on(batch)).rows
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

    static func append(_ rows: ProductStateTable, to table: inout ProductStateTable) {
        guard !table.rows.isEmpty else { return table = rows }
        var clients = table.clients
        table.append(rows) { clients.number(of: $0) }
        table.clients = clients
    }

    /// The rows of some clients, as they are now.
    package func states(of clientIDs: [ObjectID]) async throws -> ProductStateTable {
        var rows = ProductStateTable()
        try await forEachBatch(of: clientIDs) { Self.append($0.states, to: &rows) }
        return rows
    }
}

extension ClientRecords {
    /// What is known of some of the clients; nil where one is not among them.
    fileprivate func part(_ wanted: [ClientTimes]) -> ClientRecords? {
        guard wanted.allSatisfy({ states.clients.existingNumber(of: $0.id) != nil }) else {
            return nil
        }
        var part = ClientRecords(clock: clock)
        part.setClients(wanted)
        let own = part.states.clients
        part.clientDepots = clientDepots.filter { own.existingNumber(of: $0.clientID) != nil }
        part.depots = depots
        part.productsOnDepots = productsOnDepots
        part.states.append(states) { own.existingNumber(of: $0) }
        return part
    }
}
