import OpusBackend
import OpusServer

/// How closely to look at a rollout.
public enum RolloutLook: Sendable {
    /// At the rows of those that have something open.
    case rows
    /// Also whether their clients can be reached, and when they were last seen.
    case clients
    /// At all rows, those that are done included.
    case last
}

extension Opus {
    /// Looks how far a rollout has come (`productOnClient_getObjects`, and for its clients
    /// `host_getObjects`, `hostControlSafe_reachable`).
    ///
    /// - Parameters:
    ///   - rollout: the rollout; takes in what is seen.
    ///   - closeness: how closely to look.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func look(at rollout: inout Rollout, _ closeness: RolloutLook) async throws {
        guard let clients = rollout.clients(openOnly: closeness != .last) else { return }
        let rows = try await backend.states(of: clients, .products(rollout.products))
        var look = Rollout.Look(rows: rows, clients: Set(clients.ids))
        if closeness != .rows, let open = rollout.clients(openOnly: true) {
            let clock = try await backend.clockNow()
            look.serverTime = clock.unixTime
            for (id, client) in try await backend.existing(open)
            where !ClientAge.wasNeverSeen(ClientTimes(client)) {
                look.lastSeen[id] = client.lastSeen?.unixTime(utcOffset: clock.utcOffset)
            }
            // A server that can't tell is no reason to stop watching.
            let answers = try? await backend.reachable(open)
            look.isReachable = (answers ?? [:]).compactMapValues { try? $0.get() }
        }
        rollout.take(look)
    }
}
