import OpusServer

extension Backend {
    /// Writes rows in few calls, each client's in one of them, and tells of each what became of
    /// it.
    ///
    /// Each row is read again right before it is written, and only one that is still as it was
    /// planned is. A call under way is waited for even where the task is cancelled, so that
    /// nothing is left half-known; where its answer is lost, the rows are read to see what there
    /// is, and after it nothing more is sent.
    ///
    /// - Parameters:
    ///   - rows: the rows.
    ///   - withDependencies: whether the server is to ask for what the products depend on as well.
    /// - Returns: what became of each row.
    /// - Throws: `ServerError` where it is known that nothing at all was written.
    package func write(
        _ rows: [PlannedRow], withDependencies: Bool
    ) async throws -> WrittenChanges {
        var written = WrittenChanges()
        var stopped: ClientFailure?
        var isAnyDone = false
        for batch in Self.batches(rows) {
            if stopped == nil, Task.isCancelled {
                stopped = ClientFailure(.notSent, "stopped before anything was sent to it")
            }
            if let stopped {
                written.set(batch, .notWritten(stopped))
                continue
            }
            do {
                try await write(batch, withDependencies, into: &written)
                isAnyDone = true
            } catch let error as ServerError {
                guard isAnyDone || error.mayHaveBeenDone else { throw error }
                isAnyDone = true
                let failure = ClientFailure(error)
                // What was found changed before the call stays so.
                let open = batch.filter { written.fates[$0.key] == nil }
                written.set(
                    open, error.mayHaveBeenDone ? .unknown(failure) : .notWritten(failure))
                if error.mayHaveBeenDone { await readBack(open, failure, into: &written) }
                if error.code != .rpc {
                    stopped = ClientFailure(
                        .notSent, "nothing was sent, since a call before failed: \(error.message)")
                }
            }
        }
        return written
    }

    private func write(
        _ batch: [PlannedRow], _ withDependencies: Bool, into written: inout WrittenChanges
    ) async throws {
        var rows = try await unchanged(batch, into: &written)
        if withDependencies { rows = try await whole(rows, of: batch, into: &written) }
        guard !rows.isEmpty else { return }
        let changes = rows.filter { $0.role == .asked }.map(\.change)
        guard !changes.isEmpty else { return }
        if withDependencies {
            let answer = try await finishing { [server] in
                try await server.updateProductsOnClientsWithDependencies(changes)
            }
            written.compare(rows, with: answer)
        } else {
            try await writeAsTheyAre(rows, into: &written)
        }
    }

    private func writeAsTheyAre(
        _ rows: [PlannedRow], into written: inout WrittenChanges
    ) async throws {
        let changes = rows.map(\.change)
        do {
            try await finishing { [server] in try await server.updateProductsOnClients(changes) }
            written.set(rows, .written())
        } catch let error as ServerError where error.failure?.errorClass == "IntegrityError" {
            // One client that is gone fails the whole list: the others' are sent again.
            let ids = Set(changes.map(\.clientID))
            let existing = Set(try await server.clients(withIDs: ids.sorted()).map(\.id))
            let gone = ids.subtracting(existing)
            guard !gone.isEmpty else { throw error }
            written.set(
                rows.filter { gone.contains($0.change.clientID) }, .notWritten(.unknownClient))
            let rest = rows.filter { !gone.contains($0.change.clientID) }
            let restOfChanges = rest.map(\.change)
            guard !rest.isEmpty else { return }
            try await finishing { [server] in
                try await server.updateProductsOnClients(restOfChanges)
            }
            written.set(rest, .written())
        }
    }

    // MARK: What changed between the plan and the write

    /// Those rows that are still as they were planned; the others are told.
    private func unchanged(
        _ batch: [PlannedRow], into written: inout WrittenChanges
    ) async throws -> [PlannedRow] {
        let states = try await rows(of: batch)
        return batch.filter { row in
            let now = states[row.change.clientID]?[row.change.productID].map { RowState($0) }
            guard let change = RowState.change(from: row.seen, to: now) else { return true }
            written.fates[row.key] = .changed(change)
            return false
        }
    }

    /// The rows as they are now, by client and product.
    private func rows(
        of planned: [PlannedRow]
    ) async throws -> [ObjectID: [ObjectID: ProductOnClient]] {
        let clients = Set(planned.map(\.change.clientID)).sorted()
        let products = Set(planned.map(\.change.productID)).sorted()
        var states: [ObjectID: [ObjectID: ProductOnClient]] = [:]
        for state in try await server.rows(
            ProductOnClientQuery(clients: clients, products: products))
        {
            states[state.clientID, default: [:]][state.productID] = state
        }
        return states
    }

    /// Of rows that depend on each other, those that can be written without any that has changed.
    ///
    /// Where one of a client's rows has changed, the server is asked again what it would write for
    /// the rest; where that is anything that was not planned, nothing is written for the client.
    private func whole(
        _ rows: [PlannedRow], of batch: [PlannedRow], into written: inout WrittenChanges
    ) async throws -> [PlannedRow] {
        let touched = Set(
            batch.filter { written.fates[$0.key] != nil }.map(\.change.clientID))
        guard !touched.isEmpty else { return rows }
        let doubtful = rows.filter { touched.contains($0.change.clientID) }
        let asked = doubtful.filter { $0.role == .asked }
        let answer =
            asked.isEmpty ? [] : try await server.withDependencies(asked.map(\.change))
        let wanted = Dictionary(
            first: answer.map {
                (RowKey(client: $0.clientID, product: $0.productID), $0.actionRequest)
            })
        let planned = Dictionary(first: doubtful.map { ($0.key, $0.change.actionRequest) })
        var spoilt: Set<ObjectID> = []
        for (key, request) in wanted where request != ActionRequest.none {
            if planned[key] != request { spoilt.insert(key.client) }
        }
        let kept = doubtful.filter {
            !spoilt.contains($0.change.clientID) && wanted[$0.key] == $0.change.actionRequest
        }
        let keptKeys = Set(kept.map(\.key))
        written.set(
            doubtful.filter { !keptKeys.contains($0.key) },
            .changed("something that it hangs on with has changed"))
        return rows.filter { !touched.contains($0.change.clientID) } + kept
    }

    // MARK: What became of a call whose answer was lost

    /// How often, and how long apart, rows are looked at: a server may still be at work.
    private static let looks = 2
    private static let betweenLooks = Duration.seconds(1)

    private func readBack(
        _ rows: [PlannedRow], _ failure: ClientFailure, into written: inout WrittenChanges
    ) async {
        var open = rows
        var isRead = false
        for look in 0..<Self.looks where !open.isEmpty {
            if look > 0 { try? await Task.sleep(for: Self.betweenLooks) }
            guard let states = try? await finishing({ [open] in try await self.rows(of: open) })
            else { continue }
            isRead = true
            open.removeAll { row in
                guard let state = states[row.change.clientID]?[row.change.productID],
                    row.change.isIn(state)
                else { return false }
                written.fates[row.key] = .doneAfterAll
                return true
            }
        }
        guard isRead else { return }
        written.set(open, .notDoneYet(failure))
    }

    /// Runs something to its end, whether or not the task is cancelled meanwhile.
    func finishing<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await Task { try await body() }.value
    }

    /// The rows in batches, each client's in one of them.
    private static func batches(_ rows: [PlannedRow]) -> [[PlannedRow]] {
        rows.batches(of: CallSize.changes, by: \.change.clientID)
    }
}

extension Array where Element: Sendable {
    /// The elements in batches of about some size, all those of one key in one of them.
    func batches(of size: Int, by key: (Element) -> ObjectID) -> [[Element]] {
        var byKey: [ObjectID: [Element]] = [:]
        var keys: [ObjectID] = []
        for element in self {
            let key = key(element)
            if byKey[key] == nil { keys.append(key) }
            byKey[key, default: []].append(element)
        }
        var batches: [[Element]] = []
        for key in keys {
            let own = byKey[key] ?? []
            if let last = batches.last, last.count + own.count <= size {
                batches[batches.count - 1] += own
            } else {
                batches.append(own)
            }
        }
        return batches
    }
}

extension ProductOnClientChange {
    /// Whether a row is as this change leaves it.
    fileprivate func isIn(_ row: ProductOnClient) -> Bool {
        (installationStatus.map { $0 == row.installationStatus } ?? true)
            && (actionRequest.map { $0 == row.actionRequest } ?? true)
            && (actionResult.map { $0 == row.actionResult } ?? true)
            && (productVersion.map { $0 == row.productVersion } ?? true)
            && (packageVersion.map { $0 == row.packageVersion } ?? true)
    }
}

extension WrittenChanges {
    /// Compares what the server says that it wrote with what was planned.
    fileprivate mutating func compare(
        _ planned: [PlannedRow], with answer: [ProductOnClient]
    ) {
        var answered: [RowKey: ActionRequest?] = [:]
        for row in answer {
            answered[RowKey(client: row.clientID, product: row.productID)] = row.actionRequest
        }
        for row in planned {
            guard let action = answered.removeValue(forKey: row.key) else {
                fates[row.key] = .notWritten(.dropped(row.change))
                continue
            }
            fates[row.key] =
                action == row.change.actionRequest
                ? .written()
                : .notWritten(.changed(row.change, to: action.words))
        }
        for row in answer {
            let key = RowKey(client: row.clientID, product: row.productID)
            guard answered[key] != nil, row.actionRequest != ActionRequest.none else { continue }
            added.append(
                ProductRequest(
                    clientID: row.clientID, productID: row.productID, action: row.actionRequest))
        }
    }
}

extension ClientFailure {
    fileprivate static func dropped(_ change: ProductOnClientChange) -> Self {
        ClientFailure(
            .dropped,
            "the server left it out of what it wrote: the client or its depot's package is gone",
            products: [change.productID])
    }

    fileprivate static func changed(_ change: ProductOnClientChange, to action: String) -> Self {
        ClientFailure(
            .dropped,
            "the server asked for \(action) instead of "
                + "\(change.actionRequest?.rawValue ?? "nothing"), for another product's sake",
            products: [change.productID])
    }
}
