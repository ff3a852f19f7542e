import ArgumentParser
import OpusCore

struct FailedCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "failed", "Products whose last action failed, client by client, and why.",
        usage: "opus failed [<targets> ...] [<options>]",
        discussion: """
            WHY is the reason that the package gave, else what the client's log tells, as far as \
            it was read; a ? marks a guess. `opus why` puts together what is one fault. SINCE is \
            the time of the failure; with a > before it, when it was asked for again, which moved \
            the time.
            """,
        examples: """
            opus failed 'pc-*' --since 2d
            opus failed --by reason
            opus failed --product firefox --sort since
            """)

    @OptionGroup var products: ProductFilter
    @Option(
        help: ArgumentHelp(
            "Only what failed, or was asked for again, within this time, such as 6h or 2d.",
            valueName: "time"))
    var since: PastTime?
    @Option(
        help: ArgumentHelp(
            "Order by client, product, version, since (latest first) or why.", valueName: "column")
    )
    var sort: FailureOrder?
    @Option(
        help: ArgumentHelp(
            "Count by product, version, reason, group or depot instead.", valueName: "what"))
    var by: FailureAspect?
    @Flag(help: "Read the logs of clients where a package gave no reason. Each is read once.")
    var logs = false
    @OptionGroup var arguments: TargetedArguments

    func validate() throws {
        guard sort == nil || by == nil else {
            throw ValidationError("--sort and --by contradict each other: counts are sorted")
        }
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let selection = try await targets.selection(context)
        let all = try await context.opus.failures(on: selection)
        var failed = all.of(products: try await products.ids(context.opus))
        if let since { failed = failed.within(seconds: since.seconds) }
        let (failures, problem) = try await diagnosed(
            failed, isAll: selection == nil && failed == all, context)
        let table =
            if let by {
                FailureTables.counts(try await context.opus.count(failures, by: by), by: by)
            } else {
                FailureTables.failures(
                    sort.map { $0.sorted(failures, failed) } ?? failures, failed)
            }
        try context.console.show(.table(table))
        guard !failures.isEmpty else {
            context.console.note("no client has a failed product")
            return .nothingMatched
        }
        tell(failures, failed, context)
        return ExitStatus(logs: problem)
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

    private func tell(
        _ failures: [Failure], _ failed: FailedProducts, _ context: CommandContext
    ) {
        let clients = Set(failures.map(\.row.clientID)).count
        context.console.detail("\(failures.count) failed products on \(clients) clients")
        if by == nil, failures.contains(where: { failed.time(of: $0.row).isBefore }) {
            context.console.hint("> before a time: it was asked for again then, and failed before")
        }
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
