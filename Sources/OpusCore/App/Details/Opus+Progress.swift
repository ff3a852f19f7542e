import OpusBackend
public import OpusServer

/// How far one request has come on one client.
public struct ActionProgress: Sendable, Equatable {
    /// The ways in which it can stand.
    public enum State: Sendable, Equatable {
        /// The client has not begun.
        case waiting
        /// The client is at it; in its own words.
        case running(String)
        /// It is done.
        case succeeded
        /// It failed.
        case failed
        /// Nobody knows: somebody took the request back, or the client is gone.
        case gone
    }

    /// The client.
    public let clientID: ObjectID
    /// The product.
    public let productID: ObjectID
    /// How it stands.
    public let state: State

    /// Whether nothing more will come.
    public var isOver: Bool {
        switch state {
        case .waiting, .running: false
        case .succeeded, .failed, .gone: true
        }
    }
}

extension Opus {
    /// How far the requests of a report have come: those of its plan, and those that the server
    /// added for dependencies.
    ///
    /// - Parameter report: what was executed.
    /// - Returns: a state for each client and product, ordered by both; empty where the action
    ///   asked for nothing that takes time.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func progress(of report: ActionReport) async throws -> [ActionProgress] {
        let requests = Self.requests(of: report)
        let asked = Set(requests.map(\.clientID))
        guard let clients = report.plan.selection.filtered(asked.contains) else { return [] }
        let products = Set(requests.map(\.productID)).sorted()
        let states = try await backend.states(of: clients, .products(products))
        return requests.map { request in
            ActionProgress(
                clientID: request.clientID, productID: request.productID,
                state: Self.state(
                    states[request.clientID]?[request.productID], asked: request.action))
        }
    }

    fileprivate static func requests(of report: ActionReport) -> [ProductRequest] {
        let completed = report.completed.compactMap { step -> ProductRequest? in
            guard let product = step.productID, let action = step.request, action != .none else {
                return nil
            }
            return ProductRequest(clientID: step.clientID, productID: product, action: action)
        }
        var known = Set(completed.map { [$0.clientID, $0.productID] })
        let added = report.added.filter { known.insert([$0.clientID, $0.productID]).inserted }
        return (completed + added)
            .sorted { ($0.clientID, $0.productID) < ($1.clientID, $1.productID) }
    }

    private static func state(
        _ row: ProductOnClient?, asked: ActionRequest?
    ) -> ActionProgress.State {
        guard let row else { return .gone }
        guard row.actionRequest == ActionRequest.none else {
            return row.actionProgress.isEmpty ? .waiting : .running(row.actionProgress)
        }
        // The result of an earlier action stays until the client reports: where the last action is
        // another one than was asked for, the request was taken back.
        guard asked == nil || row.lastAction == asked?.rawValue else { return .gone }
        switch row.actionResult {
        case .failed: return .failed
        case .successful: return .succeeded
        case .none: return .gone
        }
    }
}

extension ActionReport {
    /// How far the requests have come before the server was asked: each of them waits.
    public var startingProgress: [ActionProgress] {
        Opus.requests(of: self).map {
            ActionProgress(clientID: $0.clientID, productID: $0.productID, state: .waiting)
        }
    }
}
