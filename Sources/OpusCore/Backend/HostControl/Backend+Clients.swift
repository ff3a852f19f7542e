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
        try await call(clients, isReading: true) { server, ids in
            try await server.reachable(ids)
        }
    }

    /// Calls a method for some clients at a time, a few calls at once.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - isReading: whether the calls tell clients nothing. Those that do are waited for even
    ///     where the task is cancelled, so that nobody is called untried who was called.
    ///   - method: the method.
    /// - Returns: what came of it for each client.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    private func call<Value: Sendable>(
        _ clients: ClientSelection, isReading: Bool = false,
        _ method: @escaping @Sendable (Server, [ObjectID]) async throws -> CallResults<Value>
    ) async throws -> CallResults<Value> {
        let answers = try await batched(clients.ids, by: CallSize.calledClients) {
            server, ids -> (ids: [ObjectID], answer: Result<CallResults<Value>, ServerError>?) in
            guard isReading || !Task.isCancelled else { return (ids, nil) }
            do {
                let answer =
                    isReading
                    ? try await method(server, ids)
                    : try await self.finishing { try await method(server, ids) }
                return (ids, .success(answer))
            } catch let error as ServerError {
                return (ids, .failure(error))
            }
        }
        var called = CalledClients<Value>()
        for (ids, answer) in answers {
            if let answer { called.add(ids, answer) } else { called.stopped(ids) }
        }
        return try called.outcome
    }
}

/// What calls said of their clients.
private typealias CallResults<Value> = [ObjectID: Result<Value, ClientFailure>]

/// Gathers what came of several calls to clients.
private struct CalledClients<Value: Sendable> {
    private var results: CallResults<Value> = [:]
    private var refusal: ServerError?
    private var mayAnyHaveBeenDone = false

    /// Takes in what came of one call.
    mutating func add(_ ids: [ObjectID], _ answer: Result<CallResults<Value>, ServerError>) {
        switch answer {
        case .success(let part):
            mayAnyHaveBeenDone = true
            results.merge(part) { first, _ in first }
        case .failure(let error):
            refusal = refusal ?? error
            if error.mayHaveBeenDone { mayAnyHaveBeenDone = true }
            for id in ids { results[id] = .failure(ClientFailure(error)) }
        }
    }

    /// Takes in that clients were not called any more.
    mutating func stopped(_ ids: [ObjectID]) {
        for id in ids {
            results[id] = .failure(ClientFailure(.notSent, "stopped before it was called"))
        }
    }

    /// The results; an error where it is known that nobody was called.
    var outcome: CallResults<Value> {
        get throws {
            if let refusal, !mayAnyHaveBeenDone { throw refusal }
            return results
        }
    }
}
