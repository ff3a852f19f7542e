import OpusCore

/// How far a rollout is, as a report.
struct RolloutReport {
    /// Where its plan is.
    let file: String
    let machine: RolloutMachine

    private var plan: RolloutPlan { machine.plan }
    private var state: RolloutState { machine.state }

    var record: Record {
        let all = machine.tallies.total
        var record = Record()
        record.add("plan", "PLAN", .text(file))
        record.add(
            "products", "PRODUCTS",
            Cell(
                .list(plan.products.map(\.text)),
                shown: plan.products.map(\.text).joined(separator: ", ")))
        record.add("state", "STATE", .text(state.phase.rawValue, style: state.phase.style))
        record.add("since", "SINCE", Cell(.time(state.since)))
        record.add("reason", "REASON", Cell(.filled(state.reason)))
        record.add("stage", "STAGE", Cell(.number(state.stage + 1)))
        record.add("ofStages", "OF STAGES", Cell(.number(plan.stages.count)))
        record.add("clients", "CLIENTS", Cell(.number(all.clients)))
        record.add("spared", "SPARED", Cell(.number(spared(all))))
        record.add("stages", "STAGES", Self.stages(machine))
        record.add("failures", "FAILURES", Self.failures(state))
        record.add("notes", "NOTES", notes)
        return record
    }

    /// Clients that nothing was done on, once it is over.
    private func spared(_ all: RolloutTally) -> Int {
        switch state.phase {
        case .halted, .aborted: all.unasked + all.cancelled
        case .ready, .running, .paused, .done: 0
        }
    }

    static func stages(_ machine: RolloutMachine) -> Table {
        Table(
            [
                Column("stage", "STAGE"), Column("name", "NAME", fit: .flexible),
                Column("state", "STATE"), Column("clients", "CLIENTS"),
                Column("succeeded", "SUCCEEDED"), Column("failed", "FAILED"),
                Column("waiting", "WAITING"), Column("lost", "LOST"),
                Column("cancelled", "CANCELLED"), Column("skipped", "SKIPPED"),
                Column("refused", "REFUSED"), Column("unasked", "NOT ASKED"),
            ],
            machine.tallies.enumerated().map { index, tally in
                [
                    Cell(.number(index + 1)), .text(machine.plan.stages[index].name),
                    .text(machine.word(of: index)), .count(tally.clients),
                    .count(tally.succeeded, .good), .count(tally.failed, .bad),
                    .count(tally.open, .warning), .count(tally.lost, .warning),
                    .count(tally.cancelled), .count(tally.skipped), .count(tally.refused, .warning),
                    .count(tally.unasked),
                ]
            })
    }

    static func failures(_ state: RolloutState) -> Table {
        Table(
            [
                Column("product", "PRODUCT", fit: .flexible), Column("clients", "CLIENTS"),
                Column("reason", "REASON", fit: .flexible),
                Column("example", "EXAMPLE", fit: .host), Column("ids", "IDS", fit: .machine),
            ],
            state.failures.map { failure in
                let reason =
                    failure.reason.isEmpty
                    ? "the client gave no reason; its log tells more" : failure.reason
                return [
                    .text(failure.product.text), .count(failure.clients.count, .bad),
                    Cell(.filled(failure.reason), shown: reason),
                    Cell(Value(failure.clients.first?.text)),
                    Cell(.list(failure.clients.map(\.text))),
                ]
            })
    }

    /// Clients of which something is to be said that is no failure.
    private var notes: Table {
        struct Key: Hashable {
            var outcome: String
            var reason: String
        }
        var clients: [Key: [String]] = [:]
        for client in state.clients {
            let outcome = client.outcome
            guard outcome != .failed, outcome != .succeeded else { continue }
            let reasons = client.rows.compactMap { row -> String? in
                switch row.step {
                case .left, .lost, .notAsked: row.reason
                case .doubtful:
                    "opus was ended while it asked, and does not know whether it was the one"
                case .asked where machine.isOver:
                    row.isAtWork
                        ? "the client was at work on it already"
                        : row.isToBeLeft ? "somebody else has asked for it since" : nil
                default: nil
                }
            }
            let reason = client.rows.isEmpty ? client.reason : reasons.first ?? ""
            guard !reason.isEmpty else { continue }
            clients[Key(outcome: outcome.rawValue, reason: reason), default: []].append(client.id)
        }
        let sorted = clients.sorted {
            (-$0.value.count, $0.key.outcome, $0.key.reason)
                < (-$1.value.count, $1.key.outcome, $1.key.reason)
        }
        return Table(
            [
                Column("outcome", "OUTCOME"), Column("clients", "CLIENTS"),
                Column("reason", "REASON", fit: .flexible),
                Column("example", "EXAMPLE", fit: .host), Column("ids", "IDS", fit: .machine),
            ],
            sorted.map { key, ids in
                [
                    .text(key.outcome), .count(ids.count), .text(key.reason), .text(ids[0]),
                    Cell(.list(ids)),
                ]
            })
    }
}

extension RolloutMachine {
    /// Whether it is over, be it well or not.
    var isOver: Bool { state.phase.isOver }

    func word(of stage: Int) -> String {
        if stage > state.stage { return isOver ? "" : "to come" }
        if stage < state.stage || state.phase == .done { return "passed" }
        return state.phase == .running && state.isSoaking ? "watched" : state.phase.rawValue
    }
}

extension RolloutState.Phase {
    var isOver: Bool {
        switch self {
        case .halted, .aborted, .done: true
        case .ready, .running, .paused: false
        }
    }

    var style: Style {
        switch self {
        case .done: .good
        case .halted, .aborted: .bad
        case .paused: .warning
        case .ready, .running: .plain
        }
    }
}

extension Sequence<RolloutTally> {
    /// All stages together.
    var total: RolloutTally { RolloutTally(sumOf: Array(self)) }
}
