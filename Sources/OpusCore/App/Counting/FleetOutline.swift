public import OpusServer

/// What a reading of a fleet has brought, before anything of it is counted.
public struct FleetOutline: Sendable {
    /// Clients in the fleet.
    public let clients: Int
    /// Every depot, ordered by id, then the depot `unknown`.
    public let depots: [ObjectID]
    /// Why groups could not be read; nil where they were.
    public let groupsError: ServerError?

    /// What a fleet's counts say.
    ///
    /// - Parameter summary: the counts.
    public init(_ summary: FleetSummary) {
        clients = summary.clients.count
        depots = summary.depots.map(\.id)
        groupsError = summary.groups.error
    }

    init(_ state: FleetState) {
        clients = state.order.count
        depots = state.depotTallies.indices.map(state.depots.id)
        groupsError = state.groups.error
    }
}

extension Result where Failure == ServerError {
    fileprivate var error: ServerError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
