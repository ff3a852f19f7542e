public import OpusBackend
public import OpusServer

/// What came of an action on one client.
public struct ClientOutcome: Sendable, Equatable {
    /// What the client is asked for now, with what the server added for dependencies; empty where
    /// nothing needed doing, and where the action asks for nothing.
    public let requests: [ProductRequest]
    /// What the client said, where it was called; nil where it was not.
    public let answer: ClientAnswer?

    init(requests: [ProductRequest] = [], answer: ClientAnswer? = nil) {
        self.requests = requests
        self.answer = answer
    }
}

/// What came of a plan.
public struct ActionReport: Sendable, Equatable {
    /// The plan.
    public let plan: ActionPlan
    /// What came of it for each client that was asked for. Success means that the server, or the
    /// client where it was called, has taken it; it is not yet done.
    public let results: [ObjectID: Result<ClientOutcome, ClientFailure>]
    /// The steps that were carried out, those of clients on which others failed included.
    public let completed: [ActionPlan.Step]
    /// What the server asked clients for beside, for dependencies.
    public let added: [ProductRequest]
    /// What clients said when they were told to act at once. A client that can't be reached acts
    /// at its next event, so it is no failure of the action.
    public let onDemand: ClientResults

    /// Why something was not done, by client.
    public var failures: [ObjectID: ClientFailure] {
        results.compactMapValues { result in
            if case .failure(let failure) = result { failure } else { nil }
        }
    }
}
