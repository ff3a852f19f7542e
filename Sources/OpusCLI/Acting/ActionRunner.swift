import OpusCore

/// Shows a plan, asks, does it, and tells what came of it.
struct ActionRunner {
    let context: CommandContext
    let acting: ActingOptions
    let waiting: RolloutOptions?

    private var console: Console { context.console }

    func run(_ plan: ActionPlan) async throws -> ExitStatus {
        for warning in plan.warnings { Console.problem("warning: \(warning.description.visible)") }
        if acting.dryRun {
            try console.show(.table(PlanTable.whole(plan)))
            console.note(summary(plan) + "; nothing was changed")
            return status(of: plan)
        }
        guard !plan.isEmpty else {
            for line in PlanTable.skips(plan) { console.note(line) }
            console.note("nothing to do on \(clients(plan.clients.count))")
            return status(of: plan)
        }
        showBrief(plan)
        if !acting.yes {
            guard Question.confirm(clients: plan.affectedClients.count, at: context.server)
            else {
                console.note("nothing was changed")
                return .nothingMatched
            }
        }
        let runner = self
        let outcome = try await Interruption.watch { () async throws -> ExitStatus in
            let report = try await runner.context.opus.execute(plan)
            let isRead = runner.console.renderer.isForPerson
            let (table, hidden) =
                isRead ? ResultTable.brief(report) : (ResultTable.of(report), 0)
            try runner.console.show(.table(table))
            runner.tell(report)
            if hidden > 0 {
                runner.console.note(
                    "\(runner.clients(hidden)) of which nothing is to be said are not listed;"
                        + " -o plain lists all")
            }
            let status = ExitStatus(report)
            guard let waiting = runner.waiting, waiting.wait else { return status }
            let end = try await Waiter(
                context: runner.context, report: report, options: waiting
            ).run()
            return status == .done || end == .interrupted ? end : status
        }
        return outcome
    }

    private func showBrief(_ plan: ActionPlan) {
        let brief = PlanTable.brief(plan)
        let text = TableText(
            width: console.renderer.width ?? 100,
            hasColour: console.renderer.hasColour && StandardStream.error.isTerminal
        ).of(brief.table)
        console.note(String(text.dropLast()))
        if brief.hidden > 0 { console.note("… and \(brief.hidden) more; --dry-run lists them all") }
        for line in PlanTable.skips(plan) { console.note(line) }
        console.note(summary(plan))
    }

    private func summary(_ plan: ActionPlan) -> String {
        let affected = plan.affectedClients.count
        var text = "\(plan.steps.count) to do on \(clients(affected))"
        if !plan.skipped.isEmpty {
            let refused = plan.refusals.count
            text += ", \(plan.skipped.count - refused) skipped"
            if refused > 0 { text += ", \(refused) not possible" }
        }
        if plan.firesOnDemand { text += "; they are told to act now" }
        return text
    }

    private func clients(_ count: Int) -> String { count == 1 ? "1 client" : "\(count) clients" }

    private func status(of plan: ActionPlan) -> ExitStatus {
        if !plan.refusals.isEmpty { return .partial }
        return plan.isEmpty ? .nothingMatched : .done
    }

    private func tell(_ report: ActionReport) {
        let failed = report.failures.count
        let good = report.plan.affectedClients.count { report.failures[$0] == nil }
        console.note(
            "done on \(clients(good))" + (failed > 0 ? ", failed on \(clients(failed))" : ""))
        let late = report.onDemand.values.count { if case .failure = $0 { true } else { false } }
        if late > 0 {
            console.note(
                "\(clients(late)) can't be reached now and will act when next in contact")
        }
    }
}

extension ExitStatus {
    /// How a process ends that did a plan.
    init(_ report: ActionReport) {
        self = report.failures.isEmpty ? .done : .partial
    }
}
