import ArgumentParser
import OpusCore

struct GroupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "group",
        abstract: "One group of clients: its members; add, remove, create, delete.",
        usage: "opus group <name> [<options>]",
        subcommands: [
            GroupShowCommand.self, GroupAddCommand.self, GroupRemoveCommand.self,
            GroupCreateCommand.self, GroupDeleteCommand.self,
        ],
        defaultSubcommand: GroupShowCommand.self)
}

struct GroupShowCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "show", "The members of a group and of the groups below it, with their states.",
        usage: "opus group show <name> [<options>]",
        examples: """
            opus group show hall
            opus group hall -o csv
            """)

    @Argument(help: ArgumentHelp("The group's id.", valueName: "name"), completion: .groups)
    var name: String
    @OptionGroup var arguments: ReadingArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let selection = try await context.opus.select(.group(named: name))
        let (clients, now) = try await context.opus.summaries(of: selection)
        return try context.showClients(clients, now: now)
    }
}
