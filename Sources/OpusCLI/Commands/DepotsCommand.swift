import ArgumentParser
import OpusCore

struct DepotsCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "depots", "Depots, with the states of their clients.",
        usage: "opus depots [<options>]",
        examples: """
            opus depots
            opus depots -o csv
            """)

    @OptionGroup var arguments: ReadingArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let fleet = try await context.opus.fleetSummary()
        let columns = [
            Column("id", "DEPOT", fit: .flexible), Column("master", "MASTER", fit: .optional),
            Column("products", "PRODUCTS"),
        ]
        let rows = fleet.depots.filter { $0.details != nil || $0.counts.clients > 0 }.map { depot in
            [
                .text(depot.id.text), Cell(.filled(depot.details?.master.text ?? "")),
                Cell(depot.details.map { .number($0.products) } ?? .none),
            ] + depot.counts.cells
        }
        try context.console.show(.table(Table(columns + StateCounts.columns, rows)))
        return .done
    }
}
