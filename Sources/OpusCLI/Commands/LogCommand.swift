import ArgumentParser
import OpusCore

struct LogCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "log", "A client's log: the last run of a product, or all of it.",
        usage: "opus log <client> [<product>] [<options>]",
        discussion: """
            The log is what the client sent last, and has the client's times. What looks like a \
            secret is masked with ***. At a terminal it is shown in $PAGER, else in less.
            """,
        examples: """
            opus log pc-03 firefox
            opus log pc-03 --errors
            """)

    @Argument(
        help: ArgumentHelp("Its id, or its short name.", valueName: "client"),
        completion: .clients)
    var client: String
    @Argument(
        help: ArgumentHelp("The product whose run is shown.", valueName: "product"),
        completion: .products)
    var product: String?
    @Flag(help: "Only errors, and the lines that show why a run failed.")
    var errors = false
    @Flag(help: "Every run of the product in the log, not only the last.")
    var all = false
    @Option(
        help: ArgumentHelp(
            "Which log: instlog, clientconnect, bootimage, userlogin or winpe.", valueName: "log"))
    var type = LogName.installation
    @OptionGroup var arguments: ReadingArguments

    func validate() throws {
        guard product == nil || type.type == .installation else {
            throw ValidationError("only the installation log tells products apart")
        }
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let selection = try await context.opus.select(.client(named: client))
        let id = selection.ids[0]
        let log = try await context.opus.log(type.type, ofClient: id)
        let row = try await failedRow(selection, context)
        guard !log.lines.isEmpty else {
            let absence = LogAbsence(
                type: type.type, client: try await context.opus.details(ofClient: id))
            Console.problem(absence.text)
            return .nothingMatched
        }
        guard let lines = lines(log, row) else {
            Console.problem(noRun(of: product ?? "", in: log, id))
            return .nothingMatched
        }
        try show(lines, context)
        tell(log, row, lines, context)
        return lines.isEmpty ? .nothingMatched : .done
    }

    /// The product's row, where its last action failed.
    private func failedRow(
        _ selection: ClientSelection, _ context: CommandContext
    ) async throws -> Failure? {
        guard let product else { return nil }
        return try await context.opus.failures(on: selection)
            .filtered { $0.productID.text == product }.failures(FailureMemory()).first
    }

    // MARK: What is shown

    private func lines(_ log: ClientLog, _ row: Failure?) -> [ClientLog.Line]? {
        guard let product else { return errors ? log.lines.filter(isError) : log.lines }
        var runs = log.runs.filter { $0.product == product }
        if !all, let last = log.run(of: ObjectID(product), for: row) { runs = [last] }
        guard !runs.isEmpty else { return nil }
        guard errors else { return runs.flatMap(log.lines(of:)) }
        return runs.flatMap { run in
            let evidence = Set(run.diagnosis?.evidence.map(\.line) ?? [])
            return log.lines(of: run).filter { isError($0) || evidence.contains($0.number) }
        }
    }

    private func isError(_ line: ClientLog.Line) -> Bool {
        line.level.map { (2...3).contains($0) } ?? false
    }

    private func show(_ lines: [ClientLog.Line], _ context: CommandContext) throws {
        let renderer = context.console.renderer
        guard renderer.format == .table else {
            return try context.console.show(.table(LogLines.table(lines)))
        }
        let text = LogLines.coloured(lines, hasColour: renderer.hasColour)
        guard StandardStream.output.isTerminal, context.console.mayAsk else {
            return try context.console.show(text: text)
        }
        guard Pager.show(text, context.environment) else {
            throw CommandFailure(.badData, "standard output can't be written to the end")
        }
    }

    // MARK: What is told

    private func tell(
        _ log: ClientLog, _ row: Failure?, _ lines: [ClientLog.Line], _ context: CommandContext
    ) {
        let console = context.console
        if lines.contains(where: \.isMasked) { console.tellOfMasks() }
        if lines.isEmpty { console.note("there is no error in it; without --errors all is shown") }
        guard let product else { return }
        if let row, log.failure(of: row.row).source == .otherRun {
            console.note(
                "this is an earlier run of \(product): since its failure the client has sent no log"
            )
        } else if !all, let run = log.run(of: ObjectID(product), for: row),
            let diagnosis = run.diagnosis
        {
            console.note("\(product): \(diagnosis.text): \(diagnosis.cause.summary)".visible)
        }
    }

    private func noRun(of product: String, in log: ClientLog, _ client: ObjectID) -> String {
        let others = Set(log.runs.map(\.product)).sorted()
        let text = "the log of \(client) has no run of \(product)"
        guard !others.isEmpty else { return text + "; it has no run of any product" }
        return (text + "; it has runs of " + others.joined(separator: ", ")).visible
    }
}

/// A log, as `--type` names it.
struct LogName: ExpressibleByArgument {
    static let installation = LogName(type: .installation)
    static let allValueStrings = LogType.allCases.map(\.rawValue)

    let type: LogType

    var defaultValueDescription: String { type.rawValue }

    init?(argument: String) {
        guard let type = LogType(rawValue: argument) else { return nil }
        self.type = type
    }

    private init(type: LogType) { self.type = type }
}
