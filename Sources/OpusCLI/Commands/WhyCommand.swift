import ArgumentParser
import OpusCore

struct WhyCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "why", "The faults behind what failed: is it the package, or the PCs?",
        usage: "opus why [<targets> ...] [<options>]",
        discussion: """
            A line a fault: failures of one product and version, with one cause and one reason. \
            OF is how many clients tried that version; WHERE is what the failed ones have in \
            common and others that tried have not, if that is no accident. Where a package gave \
            no reason, the client's log is read, once.

            Causes: \(FailureCause.allCases.map(\.name).joined(separator: ", ")).
            """,
        examples: """
            opus why
            opus why state:failed --product firefox
            opus why --product firefox --clients | opus retry - --dry-run
            """)

    @OptionGroup var products: ProductFilter
    @Option(
        help: ArgumentHelp(
            "Only faults of this cause. Repeated: of any of them.", valueName: "cause"))
    var cause: [FailureCause] = []
    @Option(
        help: ArgumentHelp(
            "Only faults with this exit code. Repeated: any of them.", valueName: "code"))
    var code: [Int] = []
    @Option(
        help: ArgumentHelp("Only faults with this reason, as WHY shows it.", valueName: "text"))
    var reason: String?
    @Flag(help: "Only the clients, one a line, as `opus retry -` reads them.")
    var clients = false
    @Flag(help: "Leave the logs alone: the packages' own reasons, and what was read before.")
    var noLogs = false
    @OptionGroup var arguments: TargetedArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let selection = try await targets.selection(context)
        var failed = try await context.opus.failures(on: selection)
        failed = failed.of(products: try await products.ids(context.opus))
        let cache = FailureCache(context)
        var memory = cache.memory
        let found = try await context.opus.why(
            failed, on: selection, readsLogs: !noLogs, memory: &memory)
        if found.logsRead > 0 { cache.store(memory) }
        let report = WhyReport(
            groups: found.groups.filter(isWanted), all: found.groups, expression: expression,
            connection: connection.shellWords)
        try show(report, context)
        guard !report.groups.isEmpty else {
            context.console.note("nothing has failed so")
            return .nothingMatched
        }
        return ExitStatus(logs: found.problem)
    }

    private func isWanted(_ group: FailureGroup) -> Bool {
        (cause.isEmpty || cause.contains(group.cause))
            && (code.isEmpty || group.exitCode.map { code.contains($0.number) } ?? false)
            && (reason == nil || group.reason == reason)
    }

    private func show(_ report: WhyReport, _ context: CommandContext) throws {
        let console = context.console
        if clients {
            let ids = Set(report.groups.flatMap(\.clients)).sorted()
            try console.showLines(Table([Column("client", "CLIENT")], ids.map { [.text($0.text)] }))
            return
        }
        try console.show(.table(report.table))
        guard console.renderer.format == .table, !report.groups.isEmpty else { return }
        try console.show(text: "\n" + report.commands)
        if report.groups.contains(where: \.isMasked) { console.tellOfMasks() }
    }

    /// The targets as they were given; nil where they are no expression that could be given again.
    private var expression: String? {
        if targets.targetsFile != nil { return nil }
        let text = targets.targets.joined(separator: " ")
        return text == "-" ? nil : text
    }
}

extension FailureGroup {
    /// Whether a secret was masked in what is shown.
    var isMasked: Bool {
        evidence.contains(where: \.isMasked)
            || failures.contains { $0.diagnosis?.isMasked == true }
    }
}
