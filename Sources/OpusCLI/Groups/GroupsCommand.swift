import ArgumentParser
import OpusCore

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
        "groups", "Groups of clients.",
        usage: "opus groups [<options>]",
        discussion: """
            `opus status` counts the states of their clients.
            """,
        examples: """
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
