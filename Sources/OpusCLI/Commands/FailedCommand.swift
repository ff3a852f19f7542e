import ArgumentParser
import OpusCore

struct FailedCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "failed",
        abstract: "Products whose last action failed, client by client.",
        usage: "opus failed [<targets> ...] [<options>]",
        discussion: TargetArguments.help)

    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let selection = try await targets.selection(context)
        let failures = try await context.opus.failures(on: selection)
        let columns = [
            Column("client", "CLIENT", fit: .flexible),
            Column("product", "PRODUCT", fit: .flexible),
            Column("lastAction", "ACTION"), Column("version", "VERSION"),
            Column("request", "REQUEST", fit: .optional), Column("changed", "SINCE"),
        ]
        let rows = failures.rows.map { row in
            let changed = row.modificationTime?.unixTime(utcOffset: failures.utcOffset)
            let request = row.actionRequest.map { $0 == .none ? Value.none : .text($0.rawValue) }
            return [
                .text(row.clientID.text), .text(row.productID.text, style: .bad),
                Cell(.filled(row.lastAction == "none" ? "" : row.lastAction)),
                Cell(Value(row.version)), Cell(request ?? .text("other")),
                Cell(
                    changed.map(Value.time) ?? .none,
                    shown: changed.map { Timestamp.age(of: $0, now: failures.serverTime) }),
            ]
        }
        try context.console.show(.table(Table(columns, rows)))
        guard !rows.isEmpty else {
            context.console.note("no client has a failed product")
            return .nothingMatched
        }
        let clients = Set(failures.rows.map(\.clientID)).count
        context.console.detail("\(rows.count) failed products on \(clients) clients")
        return .done
    }
}
