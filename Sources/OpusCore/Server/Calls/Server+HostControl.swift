/// How a message is shown on a client's screen.
public enum PopupMode: String, Sendable, CaseIterable {
    /// Before what is shown already.
    case prepend
    /// After what is shown already.
    case append
    /// Instead of what is shown already.
    case replace
}

extension Server {
    /// Tells clients that something has happened (`hostControlSafe_fireEvent`).
    ///
    /// - Parameters:
    ///   - event: what has happened.
    ///   - clientIDs: exact ids; at least one.
    /// - Returns: what came of it for each of the clients; success means that the client took it.
    /// - Throws: `ServerError`.
    public func fireEvent(
        _ event: ClientEvent, on clientIDs: [ObjectID]
    ) async throws -> ClientResults {
        try await hostControl("hostControlSafe_fireEvent", clientIDs, before: [event.json])
    }

    /// Reboots clients (`hostControlSafe_reboot`).
    ///
    /// - Parameter clientIDs: exact ids; at least one.
    /// - Returns: what came of it for each of the clients; success means that the client took it.
    /// - Throws: `ServerError`.
    public func reboot(_ clientIDs: [ObjectID]) async throws -> ClientResults {
        try await hostControl("hostControlSafe_reboot", clientIDs)
    }

    /// Shuts clients down (`hostControlSafe_shutdown`).
    ///
    /// - Parameter clientIDs: exact ids; at least one.
    /// - Returns: what came of it for each of the clients; success means that the client took it.
    /// - Throws: `ServerError`.
    public func shutdown(_ clientIDs: [ObjectID]) async throws -> ClientResults {
        try await hostControl("hostControlSafe_shutdown", clientIDs)
    }

    /// Sends packets that wake clients up (`hostControlSafe_start`). The server answers `sent`
    /// even where it knows no hardware address.
    ///
    /// - Parameter clientIDs: exact ids; at least one.
    /// - Returns: what came of it for each of the clients; success means that packets were sent.
    /// - Throws: `ServerError`.
    public func wakeOnLan(_ clientIDs: [ObjectID]) async throws -> ClientResults {
        try await hostControl("hostControlSafe_start", clientIDs)
    }

    /// Shows a message on clients' screens (`hostControlSafe_showPopup`).
    ///
    /// - Parameters:
    ///   - message: the message.
    ///   - clientIDs: exact ids; at least one.
    ///   - mode: where it goes if there is one already.
    ///   - seconds: how long it stays; 0 until somebody closes it.
    /// - Returns: what came of it for each of the clients; success means that the client took it.
    /// - Throws: `ServerError`.
    public func showPopup(
        _ message: String, on clientIDs: [ObjectID], mode: PopupMode = .prepend, seconds: Int = 0
    ) async throws -> ClientResults {
        try await hostControl(
            "hostControlSafe_showPopup", clientIDs, before: [.string(message)],
            after: [.string(mode.rawValue), true, .int(max(0, seconds))])
    }

    /// Has clients run what is pending, without an event (`hostControl_processActionRequests`).
    ///
    /// The server has no safe form of this call: with an empty list it would reach every client,
    /// so an empty list, and any id that is no exact one, is refused here.
    ///
    /// - Parameter clientIDs: exact ids; at least one.
    /// - Returns: what came of it for each of the clients; success means that the client took it.
    /// - Throws: `ServerError`.
    public func processActionRequests(_ clientIDs: [ObjectID]) async throws -> ClientResults {
        try await hostControl("hostControl_processActionRequests", clientIDs)
    }

    /// Whether clients can be reached (`hostControlSafe_reachable`).
    ///
    /// - Parameter clientIDs: exact ids; at least one.
    /// - Returns: yes or no for each of the clients, or why there is no answer.
    /// - Throws: `ServerError`.
    public func reachable(
        _ clientIDs: [ObjectID]
    ) async throws -> [ObjectID: Result<Bool, ClientFailure>] {
        let answers = try await answers("hostControlSafe_reachable", clientIDs, safety: .reading)
        return Self.results(answers, of: clientIDs) { answer in
            switch answer {
            case .bool(let isReachable): .success(isReachable)
            case let other: .failure(.unreadable(other))
            }
        }
    }

    // MARK: The one way to clients

    private func hostControl(
        _ method: String, _ clientIDs: [ObjectID], before: [JSONValue] = [], after: [JSONValue] = []
    ) async throws -> ClientResults {
        let answers = try await answers(
            method, clientIDs, before: before, after: after, safety: .changing)
        return Self.results(answers, of: clientIDs) { answer in
            guard case .object(let members) = answer,
                members["result"] != nil || members["error"] != nil
            else { return .failure(.unreadable(answer)) }
            if let error = members["error"], error != .null {
                return .failure(ClientFailure(clientError: error))
            }
            // Null beside null is success.
            guard let result = members["result"], result != .null else {
                return .success(ClientAnswer())
            }
            return .success(ClientAnswer(text: result.plainText))
        }
    }

    /// The server's answers by client; none where it has none of the clients.
    private func answers(
        _ method: String, _ clientIDs: [ObjectID], before: [JSONValue] = [],
        after: [JSONValue] = [], safety: RPCClient.Safety
    ) async throws -> [ObjectID: JSONValue] {
        let ids = try filterValues(clientIDs, what: "client")
        do {
            return try await rpc.call(method, before + [ids] + after, safety: safety) {
                reader throws(JSONError) in
                var answers: [ObjectID: JSONValue] = [:]
                try reader.readObject { reader, key throws(JSONError) in
                    let id = ObjectID(key.string)
                    answers[id] = try reader.readValue()
                }
                return answers
            }.value
        } catch let error as ServerError
            where error.failure?.errorClass == "BackendMissingDataError"
        {
            // It has none of them.
            return [:]
        }
    }

    private static func results<Value>(
        _ answers: [ObjectID: JSONValue], of clientIDs: [ObjectID],
        _ read: (JSONValue) -> Result<Value, ClientFailure>
    ) -> [ObjectID: Result<Value, ClientFailure>] {
        let results = clientIDs.map { id -> (ObjectID, Result<Value, ClientFailure>) in
            (id, answers[id].map(read) ?? .failure(.unknownClient))
        }
        return Dictionary(first: results)
    }
}

extension ClientEvent {
    fileprivate var json: JSONValue { .string(rawValue) }
}

extension ClientFailure {
    fileprivate static func unreadable(_ answer: JSONValue) -> Self {
        ClientFailure(
            .noResult, "the server's answer does not tell what became of it",
            detail: answer.plainText)
    }
}
