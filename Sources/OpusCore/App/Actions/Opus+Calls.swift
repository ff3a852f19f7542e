import OpusBackend
public import OpusServer

extension Opus {
    /// Plans calling clients.
    ///
    /// - Parameters:
    ///   - call: what they are told.
    ///   - clients: the clients.
    /// - Returns: the plan; no client is called.
    /// - Throws: `ActionRefused` for a message without a text; `ServerError`, or
    ///   `CancellationError`.
    public func planCall(
        _ call: ClientCall, on clients: ClientSelection
    ) async throws -> ActionPlan {
        if case .popup(let message, _) = call, message.allSatisfy(\.isWhitespace) {
            throw ActionRefused(.nothingNamed, "the message is empty: give a text to show")
        }
        return try await planClients(.call(call), clients) { _ in nil }
    }

    /// Has clients run pending actions now (`hostControlSafe_fireEvent`, `on_demand`).
    ///
    /// - Parameter clients: the clients.
    /// - Returns: what came of it for each client.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    public func ondemand(_ clients: ClientSelection) async throws -> ActionReport {
        try await execute(try await planCall(.onDemand, on: clients))
    }

    /// Reboots clients (`hostControlSafe_reboot`).
    ///
    /// - Parameter clients: the clients.
    /// - Returns: what came of it for each client.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    public func reboot(_ clients: ClientSelection) async throws -> ActionReport {
        try await execute(try await planCall(.reboot, on: clients))
    }

    /// Shuts clients down (`hostControlSafe_shutdown`).
    ///
    /// - Parameter clients: the clients.
    /// - Returns: what came of it for each client.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    public func shutdown(_ clients: ClientSelection) async throws -> ActionReport {
        try await execute(try await planCall(.shutdown, on: clients))
    }

    /// Wakes clients up by packets to their hardware addresses (`hostControlSafe_start`).
    ///
    /// - Parameter clients: the clients.
    /// - Returns: what came of it for each client; success means that packets were sent.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    public func wake(_ clients: ClientSelection) async throws -> ActionReport {
        try await execute(try await planCall(.wake, on: clients))
    }

    /// Shows a message on clients' screens (`hostControlSafe_showPopup`).
    ///
    /// - Parameters:
    ///   - message: the message.
    ///   - clients: the clients.
    ///   - seconds: how long it stays; 0 until somebody closes it.
    /// - Returns: what came of it for each client.
    /// - Throws: `ActionRefused` for a message without a text; `ServerError` where no call got
    ///   through; `CancellationError`.
    public func popup(
        _ message: String, on clients: ClientSelection, seconds: Int = 0
    ) async throws -> ActionReport {
        try await execute(
            try await planCall(.popup(message: message, seconds: seconds), on: clients))
    }

    /// Whether clients can be reached now (`hostControlSafe_reachable`).
    ///
    /// - Parameter clients: the clients.
    /// - Returns: yes or no for each client, or why there is no answer.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    public func reachable(
        _ clients: ClientSelection
    ) async throws -> [ObjectID: Result<Bool, ClientFailure>] {
        try await backend.reachable(clients)
    }

    /// A plan about clients themselves: those that the server still has, but for those for which
    /// there is a reason to leave them out.
    func planClients(
        _ operation: ActionPlan.Operation, _ clients: ClientSelection,
        _ reason: (ObjectID) -> SkipReason?
    ) async throws -> ActionPlan {
        try await backend.requireRightToAct()
        // A command that has just named them does not ask again.
        let existing = Dictionary(
            first: try await backend.clients(clients.ids).map { ($0.id, $0) })
        var planner = ActionPlanner(operation, clients, .none)
        for client in clients.ids {
            guard let found = existing[client] else {
                planner.skip(client, nil, .unknownClient, isRefusal: true)
                continue
            }
            if operation == .call(.wake), found.hardwareAddress?.isEmpty ?? true {
                // The server would say "sent" all the same.
                planner.skip(client, nil, .noHardwareAddress, isRefusal: true)
            } else if let reason = reason(client) {
                planner.skip(client, nil, reason)
            } else {
                planner.add(client)
            }
        }
        return try await whole(planner.plan(), .none)
    }
}
