import ArgumentParser
import OpusCore

struct FailedCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "failed",
        abstract: "Products whose last action failed, client by client, and why.",
        usage: "opus failed [<targets> ...] [<options>]",
        discussion: """
            WHY is the reason that the package gave, else what the client's log tells, as far as \
            it was read; a ? marks a guess. `opus why` puts together what is one fault.

            \(TargetArguments.help)
            """)

    @OptionGroup var targets: TargetArguments
    @Flag(help: "Read the logs of clients where a package gave no reason. Each is read once.")
    var logs = false
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let selection = try await targets.selection(context)
        let failed = try await context.opus.failures(on: selection)
        let (failures, problem) = try await diagnosed(failed, isAll: selection == nil, context)
        let columns =
            [
                Column("client", "CLIENT", fit: .flexible),
                Column("product", "PRODUCT", fit: .flexible),
                Column("lastAction", "ACTION"), Column("version", "VERSION"),
                Column("request", "REQUEST", fit: .optional), Column("changed", "SINCE"),
                Column("why", "WHY", fit: .flexible),
            ] + Failure.machineColumns
        let rows = failures.map { row($0, failed) }
        try context.console.show(.table(Table(columns, rows)))
        guard !rows.isEmpty else {
            context.console.note("no client has a failed product")
            return .nothingMatched
        }
        tell(failures, context)
        guard let problem else { return .done }
        let failure = CommandFailure(problem)
        Console.problem("logs could not be read: \(failure.message)")
        return failure.status
    }

    private func diagnosed(
        _ failed: FailedProducts, isAll: Bool, _ context: CommandContext
    ) async throws -> (failures: [Failure], problem: ServerError?) {
        let cache = FailureCache(context)
        var memory = cache.memory
        guard logs else {
            return (failed.failures(memory), nil)
        }
        let diagnosed = try await context.opus.diagnose(failed, memory: &memory)
        if isAll { memory.keep(only: failed.rows) }
        if diagnosed.logsRead > 0 { cache.store(memory) }
        context.console.detail("\(diagnosed.logsRead) logs read")
        return (diagnosed.failures, diagnosed.problem)
    }

    private func row(_ failure: Failure, _ failed: FailedProducts) -> [Cell] {
        let row = failure.row
        let changed = row.modificationTime?.unixTime(utcOffset: failed.utcOffset)
        let request = row.actionRequest.map { $0 == .none ? Value.none : .text($0.rawValue) }
        return [
            .text(row.clientID.text), .text(row.productID.text, style: .bad),
            Cell(.filled(row.lastAction == "none" ? "" : row.lastAction)),
            Cell(Value(row.version)), Cell(request ?? .text("other")),
            Cell(
                changed.map(Value.time) ?? .none,
                shown: changed.map { Timestamp.age(of: $0, now: failed.serverTime) }),
            failure.whyCell,
        ] + failure.machineCells
    }

    private func tell(_ failures: [Failure], _ context: CommandContext) {
        let clients = Set(failures.map(\.row.clientID)).count
        context.console.detail("\(failures.count) failed products on \(clients) clients")
        let unread = failures.count { $0.source == .notRead }
        if unread > 0, !logs {
            context.console.hint(
                "\(unread) \(unread == 1 ? "package" : "packages") gave no reason;"
                    + " --logs reads the clients' logs")
        }
        if failures.contains(where: { $0.diagnosis?.isMasked == true }) {
            context.console.tellOfMasks()
        }
    }
}
