import ArgumentParser
import OpusCore

struct SoftwareCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        commandName: "software",
        abstract: "The software that audits found on a client.",
        usage: "opus software <client> [<options>]",
        discussion: """
            Examples:
              opus software pc-02
              opus software pc-02 -o csv
            """)

    @Argument(
        help: ArgumentHelp("Its id, or its short name.", valueName: "client"),
        completion: .custom(NameCompletion.clients))
    var client: String
    @OptionGroup var arguments: ReadingArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let selection = try await context.opus.select(.client(named: client))
        guard let id = selection.ids.first else { return .nothingMatched }
        let software = try await context.opus.softwareOnClient(id)
        let columns = [
            Column("name", "NAME", fit: .flexible), Column("version", "VERSION"),
            Column("architecture", "ARCH", fit: .optional),
            Column("language", "LANGUAGE", fit: .optional),
        ]
        let rows = software.map {
            [
                .text($0.name), Cell(.filled($0.version)), Cell(.filled($0.architecture)),
                Cell(.filled($0.language)),
            ]
        }
        try context.console.show(.table(Table(columns, rows)))
        guard rows.isEmpty else { return .done }
        context.console.note(
            "nothing is known of \(id): swaudit has never run there, or is running now"
        )
        return .nothingMatched
    }
}
