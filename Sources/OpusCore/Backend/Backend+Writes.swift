package import OpusServer

extension Backend {
    /// Changes sent in one call: enough for few calls, and few enough for a quick answer.
    private static let changesPerCall = 500

    /// Sends changes in few calls, each client's in one of them, and tells for each client what
    /// became of them.
    ///
    /// A call under way is waited for even where the task is cancelled, so that nothing is left
    /// half-known; what is not sent by then is reported so.
    ///
    /// - Parameters:
    ///   - changes: what is to change.
    ///   - withDependencies: whether the server is to ask for what the products depend on as well.
    /// - Returns: what became of each change.
    /// - Throws: `ServerError` where the first call failed and so nothing is known to be written.
    package func write(
        _ changes: [ProductOnClientChange], withDependencies: Bool
    ) async throws -> WrittenChanges {
        var written = WrittenChanges()
        var stopped: ClientFailure?
        for batch in Self.batches(changes) {
            if stopped == nil, Task.isCancelled {
                stopped = ClientFailure(.notSent, "stopped before anything was sent to it")
            }
            if let stopped {
                written.fail(batch, stopped)
                continue
            }
            do {
                try await write(batch, withDependencies, into: &written)
            } catch let error as ServerError {
                guard !written.accepted.isEmpty || !written.failures.isEmpty else { throw error }
                written.fail(batch, ClientFailure(error))
                if error.code != .rpc {
                    stopped = ClientFailure(
                        .notSent, "nothing was sent, since a call before failed: \(error.message)")
                }
            }
        }
        return written
    }

    private func write(
        _ batch: [ProductOnClientChange], _ withDependencies: Bool,
        into written: inout WrittenChanges
    ) async throws {
        if withDependencies {
            let answer = try await finishing { [server] in
                try await server.updateProductsOnClientsWithDependencies(batch)
            }
            written.compare(batch, with: answer)
            return
        }
        do {
            try await finishing { [server] in try await server.updateProductsOnClients(batch) }
            written.accepted += batch
        } catch let error as ServerError where error.failure?.errorClass == "IntegrityError" {
            // One client that is gone fails the whole list: the others' are sent again.
            let ids = Set(batch.map(\.clientID))
            let existing = Set(try await server.clients(withIDs: ids.sorted()).map(\.id))
            let gone = ids.subtracting(existing)
            guard !gone.isEmpty else { throw error }
            written.fail(batch.filter { gone.contains($0.clientID) }, .unknownClient)
            let rest = batch.filter { !gone.contains($0.clientID) }
            guard !rest.isEmpty else { return }
            try await finishing { [server] in try await server.updateProductsOnClients(rest) }
            written.accepted += rest
        }
    }

    /// Runs something to its end, whether or not the task is cancelled meanwhile.
    func finishing<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await Task { try await body() }.value
    }

    /// The changes in batches, each client's in one of them.
    private static func batches(
        _ changes: [ProductOnClientChange]
    ) -> [[ProductOnClientChange]] {
        var byClient: [ObjectID: [ProductOnClientChange]] = [:]
        var clients: [ObjectID] = []
        for change in changes {
            if byClient[change.clientID] == nil { clients.append(change.clientID) }
            byClient[change.clientID, default: []].append(change)
        }
        var batches: [[ProductOnClientChange]] = []
        for client in clients {
            let own = byClient[client] ?? []
            if let last = batches.last, last.count + own.count <= changesPerCall {
                batches[batches.count - 1] += own
            } else {
                batches.append(own)
            }
        }
        return batches
    }
}

extension WrittenChanges {
    fileprivate mutating func fail(_ changes: [ProductOnClientChange], _ failure: ClientFailure) {
        for client in Set(changes.map(\.clientID)) { failures[client, default: []].append(failure) }
    }

    /// Compares what the server says that it wrote with what was asked for.
    fileprivate mutating func compare(
        _ asked: [ProductOnClientChange], with answer: [ProductOnClient]
    ) {
        struct Key: Hashable {
            var client: ObjectID
            var product: ObjectID
        }
        var answered: [Key: ActionRequest?] = [:]
        for row in answer {
            answered[Key(client: row.clientID, product: row.productID)] = row.actionRequest
        }
        for change in asked {
            let key = Key(client: change.clientID, product: change.productID)
            if let action = answered.removeValue(forKey: key) {
                if action == change.actionRequest {
                    accepted.append(change)
                } else {
                    failures[change.clientID, default: []].append(
                        .changed(change, to: action?.rawValue ?? "another action"))
                }
            } else {
                failures[change.clientID, default: []].append(.dropped(change))
            }
        }
        for row in answer {
            let key = Key(client: row.clientID, product: row.productID)
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
            "the server left out \(change.productID): the client or its depot's package is gone",
            products: [change.productID])
    }

    fileprivate static func changed(_ change: ProductOnClientChange, to action: String) -> Self {
        ClientFailure(
            .dropped,
            "the server asked for \(action) of \(change.productID) instead of "
                + "\(change.actionRequest?.rawValue ?? "nothing"), for another product's sake",
            products: [change.productID])
    }
}
