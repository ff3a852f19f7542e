import ArgumentParser
import OpusCore

struct SoftwareCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "software", "The software that audits found on a client.",
        usage: "opus software <client> [<options>]",
        examples: """
            opus software pc-02
            opus software pc-02 -o csv
            """)

    @Argument(
        help: ArgumentHelp("Its id, or its short name.", valueName: "client"),
        completion: .clients)
    var client: String
    @OptionGroup var arguments: ReadingArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let id = try await context.client(named: client)
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
