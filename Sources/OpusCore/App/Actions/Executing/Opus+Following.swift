import OpusBackend
import OpusServer

extension FollowedActions {
    /// How closely to look at them.
    public enum Closeness: Sendable {
        /// At the rows of those that have something open.
        case rows
        /// Also whether their clients can be reached, and when they were last seen.
        case clients
        /// At all rows, those that are done included.
        case last
    }
}

extension Opus {
    /// Looks how far actions have come that are followed (`productOnClient_getObjects`, and for
    /// their clients `host_getObjects`, `hostControlSafe_reachable`).
    ///
    /// - Parameters:
    ///   - followed: the actions; takes in what is seen.
    ///   - closeness: how closely to look.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func look(
        at followed: inout FollowedActions, _ closeness: FollowedActions.Closeness
    ) async throws {
        guard let clients = followed.clients(openOnly: closeness != .last) else { return }
        let rows = try await backend.states(of: clients, .products(followed.products))
        var look = FollowedActions.Look(rows: rows, clients: Set(clients.ids))
        if closeness != .rows, let open = followed.clients(openOnly: true) {
            let clock = try await backend.clockNow()
            look.serverTime = clock.unixTime
            for (id, client) in try await backend.existing(open)
            where !ClientAge.wasNeverSeen(client.times) {
                look.lastSeen[id] = client.lastSeen?.unixTime(utcOffset: clock.utcOffset)
            }
            // A server that can't tell is no reason to stop watching.
            let answers = try? await backend.reachable(open)
            look.isReachable = (answers ?? [:]).compactMapValues { try? $0.get() }
        }
        followed.take(look)
    }
}
