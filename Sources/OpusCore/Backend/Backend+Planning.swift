package import OpusServer

extension Backend {
    /// The most rows that one call for products' states should come to.
    private static let rowsPerRead = 20_000
    /// The most clients that one call asks about.
    private static let clientsPerRead = 5_000

    /// Selects clients by their exact ids.
    ///
    /// - Throws: `ClientSelection.Refusal`, `ServerError`, `CancellationError`.
    package func selection(_ clientIDs: [ObjectID]) async throws -> ClientSelection {
        try ClientSelection(clientIDs, among: try await server.clients().map(\.id))
    }

    /// Those of some clients that the server still has, by id.
    package func existing(_ clients: ClientSelection) async throws -> [ObjectID: Client] {
        var existing: [ObjectID: Client] = [:]
        for ids in clients.ids.chunks(of: Self.clientsPerRead) {
            for client in try await server.clients(withIDs: ids) { existing[client.id] = client }
        }
        return existing
    }

    /// Reads what has to be known before products are asked for on clients.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - productIDs: the products; nil for all, an empty list for none.
    /// - Returns: what was read.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func planningRecords(
        of clients: ClientSelection, products productIDs: [ObjectID]?
    ) async throws -> PlanningRecords {
        var clientDepots: [ClientDepot] = []
        for ids in clients.ids.chunks(of: Self.clientsPerRead) {
            clientDepots += try await server.clientDepots(ofClients: ids)
        }
        let served = Set(clientDepots.map(\.clientID))
        let missing = clients.ids.filter { !served.contains($0) }
        var unknown = Set(missing)
        for ids in missing.chunks(of: Self.clientsPerRead) {
            unknown.subtract(try await server.clients(withIDs: ids).map(\.id))
        }
        let onDepots: [ProductOnDepot]
        let products: [Product]
        if let productIDs, productIDs.isEmpty {
            (onDepots, products) = ([], [])
        } else if let productIDs {
            onDepots = try await server.productsOnDepots(ofProducts: productIDs)
            products = try await server.products(withIDs: productIDs)
        } else {
            onDepots = try await server.productsOnDepot()
            products = try await server.products()
        }
        return PlanningRecords(
            clientDepots: clientDepots, unknownClients: unknown, productsOnDepots: onDepots,
            products: products)
    }

    /// Reads products' states on clients, by client and product.
    package func states(
        of clients: ClientSelection, _ wanted: Server.StateFilter
    ) async throws -> [ObjectID: [ObjectID: ProductOnClient]] {
        let size: Int
        switch wanted {
        case .products(let ids): size = max(1, Self.rowsPerRead / max(1, ids.count))
        case .failed, .requested: size = Self.clientsPerRead
        }
        let asked = Set(clients.ids)
        var states: [ObjectID: [ObjectID: ProductOnClient]] = [:]
        for ids in clients.ids.chunks(of: min(size, Self.clientsPerRead)) {
            // The server compares ids less strictly than this.
            for state in try await server.productsOnClients(ids, wanted)
            where asked.contains(state.clientID) {
                states[state.clientID, default: [:]][state.productID] = state
            }
        }
        return states
    }

    /// Reads what is installed on clients, batch by batch, without keeping it.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - body: given the rows of some clients, in the selection's order of clients.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func forEachBatchOfInstalled(
        of clients: ClientSelection, _ body: (ProductStateTable) -> Void
    ) async throws {
        let batches = clients.ids.chunks(of: reading.batchSize)
        try await withThrowingTaskGroup(of: (Int, ProductStateTable).self) { [server] group in
            var waiting: [Int: ProductStateTable] = [:]
            var next = 0
            var started = 0
            var read = 0
            func start() {
                guard started < batches.count else { return }
                let number = started
                started += 1
                group.addTask {
                    (number, try await server.installedProducts(onClients: batches[number]))
                }
            }
            for _ in 0..<reading.concurrentCalls { start() }
            while let (number, table) = try await group.next() {
                start()
                read += batches[number].count
                progress?(ReadingProgress(read: read, total: clients.ids.count))
                waiting[number] = table
                while let table = waiting.removeValue(forKey: next) {
                    body(table)
                    next += 1
                }
            }
        }
    }
}

extension Array {
    /// The elements in slices of at most some length, in order.
    package func chunks(of size: Int) -> [[Element]] {
        let size = Swift.max(1, size)
        return stride(from: 0, to: count, by: size).map {
            Array(self[$0..<Swift.min($0 + size, count)])
        }
    }
}
