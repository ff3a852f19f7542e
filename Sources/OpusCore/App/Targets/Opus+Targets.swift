import OpusBackend
public import OpusServer

extension Opus {
    /// The ids of the clients that an expression selects, such as `@accounting and state:failed`;
    /// see `TargetExpression` for what can be written.
    ///
    /// - Parameter text: the expression.
    /// - Returns: exact ids, in order, at least one.
    /// - Throws: `TargetError` where the text is no expression, names what does not exist, or
    ///   matches no client; `ServerError`, or `CancellationError`.
    public func evaluateTargets(_ text: String) async throws -> [ObjectID] {
        try await select(TargetExpression(text)).ids
    }

    /// The clients that an expression selects. Nothing is read that it does not depend on.
    ///
    /// - Parameter expression: the expression.
    /// - Returns: clients that exist now, at least one.
    /// - Throws: `TargetError` where the expression names what does not exist, or matches no
    ///   client; `ServerError`, or `CancellationError`.
    public func select(_ expression: TargetExpression) async throws -> ClientSelection {
        let facts = try await facts(naming: expression.exactClients)
        var reading = TargetReading(
            expression: expression, facts: facts, backend: backend, definitions: definitions)
        return try await reading.selection()
    }

    /// The clients that a list names, one a line.
    ///
    /// - Parameter list: the list, as read from standard input or from a file.
    /// - Returns: clients that exist now, at least one.
    /// - Throws: `TargetError` where a line stands for no client or for several, or there is none;
    ///   `ServerError`, or `CancellationError`.
    public func select(_ list: TargetList) async throws -> ClientSelection {
        try list.selection(from: try await facts(naming: list.exactIDs))
    }

    /// The clients that have exactly these ids, asked for directly; where one is missing, or a name
    /// may stand for any, all clients.
    private func facts(naming ids: [ObjectID]) async throws -> TargetFacts {
        let ids = ids.distinct()
        let areExact = ids.allSatisfy(\.isExact)
        try await backend.begin(clients: areExact ? ids : [])
        // What a list leaves out for want of rights would count as "not".
        try await backend.requireAdministrator()
        if !ids.isEmpty, areExact {
            let clients = try await backend.clients(ids)
            if clients.count == ids.count {
                return TargetFacts(clients: clients.map(\.times), areAll: false)
            }
        }
        return TargetFacts(clients: try await backend.clientTimes())
    }
}
