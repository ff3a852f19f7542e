public import OpusBackend
public import OpusServer

/// What came of an action on one client.
public struct ClientOutcome: Sendable, Equatable {
    /// What the client is asked for now, dependencies included; empty where nothing needed doing,
    /// and where the action asks for nothing.
    public let requests: [ProductRequest]
    /// What the client said, where it was called; nil where it was not.
    public let answer: ClientAnswer?
}

/// What came of a plan: an outcome for each of its steps, for whatever the server did beside them,
/// and for what was left out.
public struct ActionReport: Sendable, Equatable {
    /// The plan.
    public let plan: ActionPlan
    /// What came of each thing, in the order of the plan.
    public let outcomes: [ActionOutcome]
    /// What clients said when they were told to act at once. A client that can't be reached acts
    /// at its next event, so it is no failure of the action.
    public let onDemand: ClientResults
}

extension ActionReport {
    /// The steps that were carried out, those of clients on which others failed included.
    public var completed: [ActionPlan.Step] {
        let done = Set(
            outcomes.filter { $0.isPlanned && $0.isTaken }
                .map { RowKey(client: $0.clientID, product: $0.productID) })
        return plan.steps.filter {
            done.contains(RowKey(client: $0.clientID, product: $0.productID))
        }
    }

    /// What the server asked clients for beside the plan.
    public var added: [ProductRequest] {
        outcomes.filter { !$0.isPlanned }.compactMap { outcome in
            outcome.productID.map {
                ProductRequest(
                    clientID: outcome.clientID, productID: $0, action: outcome.request)
            }
        }
    }

    /// Why something was not done, by client.
    public var failures: [ObjectID: ClientFailure] {
        var failures: [ObjectID: [ClientFailure]] = [:]
        for outcome in outcomes {
            if let failure = outcome.failure {
                failures[outcome.clientID, default: []].append(failure)
            }
        }
        return failures.compactMapValues { ClientFailure.combined($0) }
    }

    /// What came of it for each client that was asked for. Success means that the server, or the
    /// client where it was called, has taken it; it is not yet done.
    public var results: [ObjectID: Result<ClientOutcome, ClientFailure>] {
        let failures = failures
        let own = Dictionary(grouping: outcomes, by: \.clientID)
        var results: [ObjectID: Result<ClientOutcome, ClientFailure>] = [:]
        for client in plan.clients {
            let taken = (own[client] ?? []).filter(\.isTaken)
            let requests = taken.compactMap { outcome -> ProductRequest? in
                guard let product = outcome.productID, let request = outcome.request else {
                    return nil
                }
                return ProductRequest(clientID: client, productID: product, action: request)
            }
            results[client] =
                failures[client].map { .failure($0) }
                ?? .success(
                    ClientOutcome(
                        requests: requests, answer: taken.lazy.compactMap(\.answer).first))
        }
        return results
    }
}

extension ActionOutcome {
    /// Whether the server, or the client, has taken it.
    var isTaken: Bool {
        switch state {
        case .requested, .succeeded, .waiting: true
        case .failed, .unknown, .skipped, .refused, .changed: false
        }
    }

    /// What came of a step.
    init(_ step: ActionPlan.Step, _ fate: RowFate, asksClients: Bool) {
        let (state, failure, notes) = Self.state(fate, asksClients: asksClients)
        self.init(
            clientID: step.clientID, productID: step.productID, request: step.request,
            state: state, failure: failure.map { $0.about(step.productID) })
        neededBy = step.neededBy
        self.notes = notes
    }

    private static func state(
        _ fate: RowFate, asksClients: Bool
    ) -> (State, ClientFailure?, notes: [String]) {
        switch fate {
        case .written(let note):
            (asksClients ? .requested : .succeeded, nil, note.map { [$0] } ?? [])
        case .notWritten(let failure):
            (
                failure.isRefusal
                    ? .refused(reason: failure.message) : .failed(reason: failure.message), failure,
                []
            )
        case .unknown(let failure): (.unknown(reason: failure.message), failure, [])
        case .changed(let how):
            (.changed(reason: how), ClientFailure(.changed, "changed meanwhile: \(how)"), [])
        }
    }

    /// What was left out, as an outcome.
    ///
    /// - Parameter skip: what was left out, and why.
    public init(_ skip: ActionPlan.Skip) {
        let reason = skip.reason
        self.init(
            clientID: skip.clientID, productID: skip.productID, request: nil,
            state: skip.isRefusal ? .refused(reason: "\(reason)") : .skipped(reason),
            failure: skip.isRefusal ? reason.failure(product: skip.productID) : nil)
    }

    /// What the server did beside the plan.
    init(added request: ProductRequest) {
        self.init(
            clientID: request.clientID, productID: request.productID, request: request.action,
            state: .requested)
        isPlanned = false
        notes = ["not in the plan: the server asked for it by itself"]
    }

    /// What came of a call to a client.
    init(_ step: ActionPlan.Step, _ answer: Result<ClientAnswer, ClientFailure>?) {
        let state: State
        switch answer {
        case .success: state = .requested
        case .failure(let failure): state = failure.callState
        case nil: state = .unknown(reason: "the server does not tell what became of it")
        }
        let isFailed = state.isBad
        self.init(
            clientID: step.clientID, productID: nil, request: nil, state: state,
            failure: isFailed
                ? answer?.failure ?? ClientFailure(.noResult, state.reason) : nil,
            answer: try? answer?.get())
        if let text = self.answer?.text, text != "true" { notes = [text] }
    }
}

extension Result where Failure == ClientFailure {
    fileprivate var failure: ClientFailure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}

extension ClientFailure {
    /// Whether somebody would not, rather than could not.
    fileprivate var isRefusal: Bool {
        switch code {
        case .serverRefused, .dropped, .unknownClient, .notPossible: true
        default: false
        }
    }

    /// Whether a client that was called may have taken the call all the same.
    var mayHaveBeenTold: Bool {
        switch code {
        case .unconfirmed, .noAnswer, .noResult: true
        default: false
        }
    }

    /// How a call to a client stands that ended so.
    fileprivate var callState: ActionOutcome.State {
        switch code {
        case _ where mayHaveBeenTold: .unknown(reason: message)
        case .serverRefused, .unknownClient, .notPossible: .refused(reason: message)
        default: .failed(reason: message)
        }
    }

    /// The same, told of a product.
    fileprivate func about(_ product: ObjectID?) -> ClientFailure {
        guard let product, products.isEmpty else { return self }
        return ClientFailure(code, message, products: [product], detail: detail)
    }
}
