import ArgumentParser
import OpusCore

/// Tables of groups.
enum GroupColumns {
    static func table(_ groups: [Group]) -> Table {
        Table(
            [
                Column("id", "GROUP", fit: .flexible), Column("parent", "BELOW", fit: .flexible),
                Column("description", "DESCRIPTION", fit: .flexible),
            ],
            groups.map {
                [
                    .text($0.id.text), Cell(Value($0.parentID?.text)),
                    Cell(.filled($0.description.oneLine)),
                ]
            })
    }
}

struct GroupsCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups",
        abstract: "Groups of clients.",
        usage: "opus groups [<options>]",
        discussion: """
            `opus status` counts the states of their clients.

            Examples:
              opus groups
              opus groups -o plain | cut -f1
            """)

    @OptionGroup var arguments: ReadingArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let groups = try await context.opus.clientGroups()
        try context.console.show(.table(GroupColumns.table(groups)))
        return groups.isEmpty ? .nothingMatched : .done
    }
}

struct DepotsCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        commandName: "depots",
        abstract: "Depots, with the states of their clients.",
        usage: "opus depots [<options>]",
        discussion: """
            Examples:
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
