import OpusCore

/// A plan of the core as a deed: the tables and sentences for it.
struct PlannedDeed: Deed {
    let actionPlan: ActionPlan
    let context: CommandContext
    let waiting: WaitingOptions?

    init(plan: ActionPlan, context: CommandContext, waiting: WaitingOptions?) {
        actionPlan = plan
        self.context = context
        self.waiting = waiting
    }

    var warnings: [String] { actionPlan.warnings.map(\.description) }
    var plan: Table { PlanTable.whole(actionPlan) }
    var steps: Table { PlanTable.steps(actionPlan) }
    var brief: (table: Table, hidden: Int) { PlanTable.brief(actionPlan) }
    var remarks: [String] { PlanTable.remarks(actionPlan) }
    var isEmpty: Bool { actionPlan.isEmpty }
    var clients: Int? { actionPlan.affectedClients.count }
    var question: String { "" }
    var nothing: Table { OutcomeTable.whole(actionPlan.skipped.map { ActionOutcome($0) }) }

    var plannedStatus: ExitStatus {
        if !actionPlan.refusals.isEmpty { return .partial }
        return actionPlan.isEmpty ? .nothingMatched : .done
    }

    var summary: String {
        let skipped = actionPlan.skipped.count - actionPlan.refusals.count
        var parts: [String] = []
        if actionPlan.isEmpty {
            parts.append(
                actionPlan.refusals.isEmpty
                    ? "nothing to do on \(actionPlan.clients.count.of("client"))"
                    : "nothing can be done on \(actionPlan.clients.count.of("client"))")
        } else {
            let needed = actionPlan.steps.count(where: \.isDependency)
            let beside = needed > 0 ? ", \(needed) of them for what others need" : ""
            parts.append(
                "\(actionPlan.steps.count) to do on"
                    + " \(actionPlan.affectedClients.count.of("client"))\(beside)")
        }
        if skipped > 0 { parts.append("\(skipped) skipped") }
        if !actionPlan.refusals.isEmpty { parts.append("\(actionPlan.refusals.count) refused") }
        return parts.joined(separator: ", ") + now
    }

    /// What being told to act now means beside.
    private var now: String {
        guard !actionPlan.isEmpty, actionPlan.firesOnDemand else { return "" }
        return "; they are told to act now"
    }

    func carryOut(_ console: Console) async throws -> DeedResult {
        let report = try await context.opus.execute(actionPlan)
        guard let waiting, waiting.wait else {
            return OutcomeTable.result(
                report.outcomes, notes: Self.notes(report), status: ExitStatus(report.outcomes))
        }
        return await Waiter(opus: context.opus, console: console, options: waiting)
            .run(FollowedActions(report))
    }

    /// What is said of a report that nobody waits on.
    private static func notes(_ report: ActionReport) -> [String] {
        var parts: [String] = []
        let requested = report.outcomes.filter { $0.state == .requested }
        let clients = Set(requested.map(\.clientID)).count.of("client")
        if !requested.isEmpty {
            if case .call = report.plan.operation {
                parts.append("\(clients) took it")
            } else if report.plan.firesOnDemand {
                let told = report.onDemand.values.count { (try? $0.get()) != nil }
                parts.append(
                    "requested on \(clients), of which \(told)"
                        + " \(told == 1 ? "was" : "were") told to act now")
            } else {
                parts.append(
                    "requested on \(clients); they act when they next ask (--now tells them)")
            }
        }
        let done = report.outcomes.filter { $0.state == .succeeded }
        if !done.isEmpty {
            parts.append("done on \(Set(done.map(\.clientID)).count.of("client"))")
        }
        return [(parts + report.outcomes.badCounts).joined(separator: ", ")].filter { !$0.isEmpty }
    }
}

extension Int {
    /// The number with a noun, as `1 client`, `2 clients`.
    func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension Sequence<ActionOutcome> {
    /// How many went wrong in which way, as `2 failed`.
    var badCounts: [String] {
        var counts: [(name: String, count: Int)] = []
        for outcome in failuresFirst where outcome.state.isBad {
            if counts.last?.name == outcome.state.name {
                counts[counts.count - 1].count += 1
            } else {
                counts.append((outcome.state.name, 1))
            }
        }
        return counts.map { "\($0.count) \($0.name)" }
    }
}

extension ExitStatus {
    /// How a process ends whose outcomes these are.
    init(_ outcomes: [ActionOutcome]) {
        if outcomes.contains(where: { $0.state.isBad || !$0.isPlanned }) {
            self = .partial
        } else if outcomes.allSatisfy({ $0.state.name == "skipped" }) {
            self = .nothingMatched
        } else {
            self = .done
        }
    }
}
