public import OpusServer

extension Backend {
    /// Tells clients that something has happened (`hostControlSafe_fireEvent`).
    ///
    /// - Parameters:
    ///   - event: what has happened.
    ///   - clients: the clients.
    /// - Returns: what came of it for each of them; success means that the client took it.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    public func fireEvent(
        _ event: ClientEvent, on clients: ClientSelection
    ) async throws -> ClientResults {
        try await call(clients) { server, ids in try await server.fireEvent(event, on: ids) }
    }

    /// Has clients run pending actions now (`hostControlSafe_fireEvent`, `on_demand`).
    ///
    /// - Parameter clients: the clients.
    /// - Returns: what came of it for each of them; success means that the client took it.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    public func ondemand(_ clients: ClientSelection) async throws -> ClientResults {
        try await fireEvent(.onDemand, on: clients)
    }

    /// Reboots clients (`hostControlSafe_reboot`).
    ///
    /// - Parameter clients: the clients.
    /// - Returns: what came of it for each of them; success means that the client took it.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    public func reboot(_ clients: ClientSelection) async throws -> ClientResults {
        try await call(clients) { server, ids in try await server.reboot(ids) }
    }

    /// Shuts clients down (`hostControlSafe_shutdown`).
    ///
    /// - Parameter clients: the clients.
    /// - Returns: what came of it for each of them; success means that the client took it.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    public func shutdown(_ clients: ClientSelection) async throws -> ClientResults {
        try await call(clients) { server, ids in try await server.shutdown(ids) }
    }

    /// Sends packets that wake clients up (`hostControlSafe_start`).
    ///
    /// - Parameter clients: the clients.
    /// - Returns: what came of it for each of them; success means that packets were sent.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    public func wake(_ clients: ClientSelection) async throws -> ClientResults {
        try await call(clients) { server, ids in try await server.wakeOnLan(ids) }
    }

    /// Shows a message on clients' screens (`hostControlSafe_showPopup`).
    ///
    /// - Parameters:
    ///   - message: the message.
    ///   - clients: the clients.
    ///   - mode: where it goes if there is one already.
    ///   - seconds: how long it stays; 0 until somebody closes it.
    /// - Returns: what came of it for each of them; success means that the client took it.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    public func showPopup(
        _ message: String, on clients: ClientSelection, mode: PopupMode = .prepend,
        seconds: Int = 0
    ) async throws -> ClientResults {
        try await call(clients) { server, ids in
            try await server.showPopup(message, on: ids, mode: mode, seconds: seconds)
        }
    }

    /// Whether clients can be reached (`hostControlSafe_reachable`).
    ///
    /// - Parameter clients: the clients.
    /// - Returns: yes or no for each of them, or why there is no answer.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    public func reachable(
        _ clients: ClientSelection
    ) async throws -> [ObjectID: Result<Bool, ClientFailure>] {
        try await call(clients) { server, ids in try await server.reachable(ids) }
    }

    /// Calls a method for some clients at a time, a few calls at once.
    private func call<Value: Sendable>(
        _ clients: ClientSelection,
        _ method:
            @escaping @Sendable (Server, [ObjectID]) async throws -> [ObjectID: Result<
                Value, ClientFailure
            >]
    ) async throws -> [ObjectID: Result<Value, ClientFailure>] {
        typealias Results = [ObjectID: Result<Value, ClientFailure>]
        let answers = try await batched(clients.ids, by: CallSize.calledClients) {
            server, ids -> (ids: [ObjectID], answer: Result<Results, ServerError>) in
            do {
                return (ids, .success(try await method(server, ids)))
            } catch let error as ServerError {
                return (ids, .failure(error))
            }
        }
        var results: Results = [:]
        var firstError: ServerError?
        var anySucceeded = false
        for (ids, answer) in answers {
            switch answer {
            case .success(let part):
                anySucceeded = true
                results.merge(part) { first, _ in first }
            case .failure(let error):
                firstError = firstError ?? error
                for id in ids { results[id] = .failure(ClientFailure(error)) }
            }
        }
        if let firstError, !anySucceeded { throw firstError }
        return results
    }
}
