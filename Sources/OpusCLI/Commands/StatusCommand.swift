import ArgumentParser
import OpusCore

struct StatusCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "The states of the fleet at a glance: all clients, each depot, each group.",
        discussion: """
            A client can be in several states, and in several groups. failed: the last action of \
            at least one product failed. updatable: its depot has a newer version of an installed \
            product. fresh: a client agent is installed and nothing else. outdated: not seen for \
            30 days.
            """)

    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let fleet = try await context.opus.fleetSummary()
        let all = fleet.clients.reduce(into: StateTotals()) { $0.add($1.states) }
        var rows = [row("fleet", "all clients", all)]
        // The depot "unknown" is worth a line only where something is wrong.
        let depots = fleet.depots.filter { $0.details != nil || $0.counts.clients > 0 }
        rows += depots.map { row("depot", $0.id, StateTotals($0.counts)) }
        var status = ExitStatus.done
        switch fleet.groups {
        case .success(let groups):
            rows += groups.map { row("group", $0.id, StateTotals($0.counts)) }
        case .failure(let error):
            Console.problem("groups could not be read: \(CommandFailure(error).message)")
            status = .badData
        }
        let columns = [Column("kind", "KIND"), Column("id", "ID", fit: .flexible)]
        try context.console.show(.table(Table(columns + StateTotals.columns, rows)))
        return status
    }

    private func row(_ kind: String, _ id: String, _ totals: StateTotals) -> [Cell] {
        [.text(kind, style: .faint), .text(id)] + totals.cells
    }
}
