import OpusCore

/// Why the server may have no log of a client.
struct LogAbsence {
    let type: LogType
    let client: ClientDetails

    /// That it has none, and the reason as far as one can know.
    var text: String {
        "the server has no \(type.rawValue) of \(client.client.id): \(reason)".visible
    }

    private var reason: String {
        if client.summary.states.contains(.neverSeen) || client.summary.lastSeen == nil {
            return "the client was never seen"
        }
        guard type == .installation else { return "the client has never sent one" }
        let hasRun = client.products.contains { $0.state.actionResult != .none }
        if client.products.contains(where: \.isPending), !hasRun {
            return "no action has run on it yet. Where it has been on since, its agent may have"
                + " failed before: see --type clientconnect"
        }
        return hasRun
            ? "actions have run, so the client could not send it, or it was removed on the server"
            : "no action has run on it"
    }
}

extension ExitStatus {
    /// How a command ends that has read logs; what kept it from some is told.
    init(logs problem: ServerError?) {
        guard let problem else {
            self = .done
            return
        }
        let failure = CommandFailure(problem)
        Console.problem("logs could not be read: \(failure.message)")
        self = failure.status
    }
}
