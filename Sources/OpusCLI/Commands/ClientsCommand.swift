import ArgumentParser
import OpusCore

struct ClientsCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "clients", "Clients with their states; all, unless TARGETS are given.",
        usage: "opus clients [<targets> ...] [<options>]",
        examples: """
            opus clients state:failed
            opus clients 'pc-[01-04] and not @hall'
            opus clients --state failed --state stuck -o csv
            """)

    @Option(
        help: ArgumentHelp(
            "Only clients in this state. Repeated: in any of them.", valueName: "state"))
    var state: [ClientState] = []
    @OptionGroup var arguments: TargetedArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let (all, now): ([ClientSummary], Int)
        if let selection = try await targets.selection(context) {
            (all, now) = try await context.opus.summaries(of: selection)
        } else {
            let fleet = try await context.opus.fleetSummary()
            (all, now) = (fleet.clients, fleet.serverTime)
        }
        let wanted = ClientStates(state.map { ClientStates($0) })
        let clients = all.filter { wanted.isEmpty || !$0.states.isDisjoint(with: wanted) }
        return try context.showClients(clients, now: now)
    }
}

extension CommandContext {
    /// Shows clients with their states; none is told apart by the exit status.
    func showClients(_ clients: [ClientSummary], now: Int) throws(CommandFailure) -> ExitStatus {
        let columns = [
            Column("id", "CLIENT", fit: .host), Column("states", "STATES", fit: .flexible),
            Column("failedProducts", "FAILED", fit: .optional),
            Column("updatableProducts", "UPDATES", fit: .optional),
            Column("lastSeen", "LAST SEEN"), Column("depot", "DEPOT", fit: .optional),
        ]
        let rows = clients.map { client in
            [
                .text(client.id.text),
                Cell(.list(client.states.names), style: client.states.style),
                .count(client.failedProducts, .bad), .count(client.updatableProducts, .warning),
                client.lastSeenCell(now: now), .text(client.depot.text),
            ]
        }
        try console.show(.table(Table(columns, rows)))
        if rows.isEmpty {
            console.note("no client matches")
            return .nothingMatched
        }
        return .done
    }
}

extension ClientSummary {
    /// When the client was last seen: a moment to programs, an age to people.
    func lastSeenCell(now: Int) -> Cell {
        guard let lastSeen else { return Cell(.none, shown: "never") }
        let shown = states.contains(.neverSeen) ? "never" : Age.text(of: lastSeen, now: now)
        return Cell(
            .time(lastSeen), shown: shown, style: states.contains(.outdated) ? .warning : .plain)
    }
}
