package import OpusServer

extension Backend {
    /// Makes one small call, so that there is a session that others can use.
    package func logIn() async throws { _ = try await server.serverInfo() }

    /// Listens to the server's events, until the connection ends; logs in where nobody has yet.
    ///
    /// - Parameters:
    ///   - kinds: the kinds of events.
    ///   - subscribed: called when nothing of those kinds is missed any more.
    ///   - receive: given what comes, in order; must be quick.
    /// - Throws: `ServerError` that says why it ended; `CancellationError`.
    package func listen(
        to kinds: [BusEvent.Kind], subscribed: () -> Void, receive: (BusMessage) -> Void
    ) async throws {
        // Whoever has no rights is let in and told nothing, so it would take a while to find out.
        guard try await server.loginRights() != .user else {
            throw ServerError(.permission, BusListening.permissionNeeded)
        }
        try await server.listen(to: kinds, subscribed: subscribed, receive: receive)
    }

    /// The times of those of some clients that the server has, as they are now.
    package func timesNow(of ids: [ObjectID]) async throws -> [ClientTimes] {
        try await batched(ids, by: CallSize.ids) { server, ids in
            try await server.clientTimes(withIDs: ids)
        }.flatMap(\.self)
    }

    /// What the depots have, as it is now, and the server's clock in Unix seconds; nil where the
    /// answer does not tell.
    package func productsOnDepotsNow() async throws -> (
        products: [ProductOnDepot], serverTime: Int?
    ) { try await server.productsOnDepotsWithTime() }

    /// Whether only the clients of some depots are watched.
    package var watchesSomeDepots: Bool { reading.depots != nil }

    /// Some rows of any type, as they are now; others can be among them, which are no older.
    ///
    /// Rows with little in common are asked for by their clients and the time of their writing, which
    /// brings hardly any others along. What does not come so, as it was deleted or has an old time,
    /// is asked for by its name.
    ///
    /// - Parameters:
    ///   - names: which rows, each of exact ids.
    ///   - time: when the first of them may have been written, by the server's local clock. Where
    ///     that is wrong, nothing is missed.
    /// - Returns: those that are there, and the server's clock where every answer tells it.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func states(
        named names: Set<RowName>, writtenAfter time: LocalTimestamp
    ) async throws -> (rows: ProductStateTable, serverTime: Int?) {
        guard !names.isEmpty else { return (ProductStateTable(), nil) }
        if let call = RowCalls.one(names) { return try await states([call]) }
        let clients = Set(names.map(\.client)).sorted()
        let written = try await server.table(
            ProductOnClientQuery(clients: clients).with { $0.changedAfter = time })
        var table = written.rows
        let missing = table.missing(names)
        guard !missing.isEmpty else { return (table, written.serverTime) }
        let others = try await states(RowCalls.of(missing))
        Self.append(others.rows, to: &table)
        return (table, others.serverTime)
    }

    private func states(
        _ calls: [RowCalls.Call]
    ) async throws -> (rows: ProductStateTable, serverTime: Int?) {
        var table = ProductStateTable()
        var times: [Int?] = []
        let queries = calls.map { call in
            ProductOnClientQuery(clients: call.clients.sorted(), products: call.products.sorted())
        }
        for start in stride(from: 0, to: queries.count, by: RowCalls.most) {
            let answer = try await server.tables(Array(queries[start...].prefix(RowCalls.most)))
            for rows in answer.tables { Self.append(rows, to: &table) }
            times.append(answer.serverTime)
        }
        return (table, times.contains(nil) ? nil : times.compactMap(\.self).max())
    }

    /// Some rows of any type with all that they hold, as they are now, ordered by client and
    /// product.
    ///
    /// - Parameter names: which rows, each of exact ids; at least one.
    /// - Returns: those that are there.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func rows(named names: Set<RowName>) async throws -> [ProductOnClient] {
        let clients = names.map(\.client).distinctIDs
        let products = names.map(\.product).distinctIDs
        let rows = try await batched(clients, by: CallSize.audits) { server, clients in
            try await server.rows(ProductOnClientQuery(clients: clients, products: products))
        }
        return rows.flatMap(\.self)
            .filter { names.contains($0.name) }
            .sorted { ($0.clientID, $0.productID) < ($1.clientID, $1.productID) }
    }

    /// The rows of any product that were written after a time, with all that they hold.
    ///
    /// - Parameters:
    ///   - time: a time by the server's local clock.
    ///   - clients: the clients that are of interest; nil for all.
    /// - Returns: the rows, ordered by client and product.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func rows(
        changedAfter time: LocalTimestamp, ofClients clients: Set<ObjectID>?
    ) async throws -> [ProductOnClient] {
        // Few are written at a time, so nobody need be named.
        let rows = try await server.rows(ProductOnClientQuery().with { $0.changedAfter = time })
        return rows.filter { clients?.contains($0.clientID) ?? true }
            .sorted { ($0.clientID, $0.productID) < ($1.clientID, $1.productID) }
    }
}

extension ProductStateTable {
    /// Those of some names of which there is no row of a localboot product.
    fileprivate func missing(_ names: Set<RowName>) -> Set<RowName> {
        func key(_ client: UInt32, _ product: UInt32) -> UInt64 {
            UInt64(client) << 32 | UInt64(product)
        }
        let keys = Set(
            rows.lazy.filter { $0.flags.contains(.localboot) }.map { key($0.client, $0.product) })
        return names.filter { name in
            guard let client = clients.existingNumber(of: name.client),
                let product = products.existingNumber(of: name.product)
            else { return true }
            return !keys.contains(key(client, product))
        }
    }
}

extension [ObjectID] {
    /// Each once, in order.
    fileprivate var distinctIDs: Self { Set(self).sorted() }
}
