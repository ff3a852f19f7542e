import ArgumentParser
import OpusCore

struct StatusCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "status", "The states of the fleet at a glance: all clients, each depot, each group.",
        usage: "opus status [<targets> ...] [<options>]",
        discussion: """
            A client can be in several states, and in several groups. failed: the last action of \
            at least one product failed. updatable: its depot has a newer version of an installed \
            product. fresh: a client agent is installed and nothing else. outdated: not seen for \
            30 days. `opus help targets` has all states.
            """,
        examples: """
            opus status
            opus status '@hall, pc-03'
            """)

    @OptionGroup var arguments: TargetedArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let selection = try await targets.selection(context)
        let fleet: FleetSummary
        if let selection {
            fleet = try await context.opus.fleetSummary(of: selection)
        } else {
            fleet = try await context.opus.fleetSummary()
        }
        // Of a part of the fleet, only what it touches is of interest.
        let isPart = selection != nil
        let all = StateCounts(of: fleet.clients)
        var rows = [row("fleet", isPart ? "selected clients" : "all clients", all)]
        // The depot "unknown" is worth a line only where something is wrong.
        let depots = fleet.depots.filter {
            $0.counts.clients > 0 || (!isPart && $0.details != nil)
        }
        rows += depots.map { row("depot", $0.id.text, $0.counts) }
        var status = ExitStatus.done
        switch fleet.groups {
        case .success(let groups):
            rows += groups.filter { !isPart || $0.counts.clients > 0 }
                .map { row("group", $0.id.text, $0.counts) }
        case .failure(let error):
            Console.problem("groups could not be read: \(CommandFailure(error).message)")
            status = .badData
        }
        let columns = [Column("kind", "KIND"), Column("id", "ID", fit: .flexible)]
        try context.console.show(.table(Table(columns + StateCounts.columns, rows)))
        return status
    }

    private func row(_ kind: String, _ id: String, _ totals: StateCounts) -> [Cell] {
        [.text(kind, style: .faint), .text(id)] + totals.cells
    }
}
