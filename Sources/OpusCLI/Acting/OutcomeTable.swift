import OpusCore

/// What came of an action: a row for each client and product, what went wrong first.
enum OutcomeTable {
    /// Of so many rows a person sees all.
    private static let limit = 30

    /// All of it, for programs: these columns never change.
    static func whole(_ outcomes: [ActionOutcome]) -> Table {
        let columns = [
            Column("client", "CLIENT"), Column("product", "PRODUCT"), Column("action", "ACTION"),
            Column("result", "RESULT"), Column("reason", "REASON"), Column("note", "NOTE"),
            Column("neededBy", "NEEDED BY"), Column("lastSeen", "LAST SEEN"),
        ]
        return Table(
            columns,
            outcomes.failuresFirst.map { outcome in
                [
                    .text(outcome.clientID.text), Cell(Value(outcome.productID?.text)),
                    Cell(Value(outcome.request?.rawValue)), .text(outcome.state.name),
                    Cell(.filled(outcome.state.reason)),
                    Cell(.filled(outcome.notes.joined(separator: "; "))),
                    Cell(.list(outcome.neededBy.map(\.text))),
                    Cell(outcome.lastSeen.map { .time($0) } ?? .none),
                ]
            })
    }

    /// As people read it: columns that say nothing are left out, and what is to be said of a row
    /// stands in one place.
    static func forPeople(_ outcomes: [ActionOutcome], now: Int? = nil) -> Table {
        let columns = [
            Column("client", "CLIENT", fit: .host),
            Column("product", "PRODUCT", fit: .flexible), Column("action", "ACTION"),
            Column("result", "RESULT"), Column("reason", "REASON", fit: .prose),
        ]
        let rows = outcomes.failuresFirst.map { outcome -> [Cell] in
            let reason = reason(outcome, now: now)
            return [
                .text(outcome.clientID.text), Cell(Value(outcome.productID?.text)),
                Cell(Value(outcome.request?.rawValue)),
                .text(outcome.state.name, style: outcome.state.style),
                Cell(.filled(reason), shown: reason),
            ]
        }
        return Table(columns, rows).withoutEmptyColumns
    }

    /// What came of it, in every form.
    static func result(
        _ outcomes: [ActionOutcome], notes: [String], status: ExitStatus, now: Int? = nil
    ) -> DeedResult {
        let telling = outcomes.filter { outcome in
            switch outcome.state {
            case .succeeded, .requested: !outcome.notes.isEmpty || !outcome.isPlanned
            case .skipped: false
            default: true
            }
        }
        let shown = outcomes.count <= limit ? outcomes : telling
        return DeedResult(
            table: whole(outcomes), forPeople: forPeople(outcomes, now: now),
            brief: (forPeople(shown, now: now), outcomes.count - shown.count), notes: notes,
            status: status)
    }

    private static func reason(_ outcome: ActionOutcome, now: Int?) -> String {
        var parts = [outcome.state.reason].filter { !$0.isEmpty }
        if case .failed(let reason) = outcome.state, reason.isEmpty {
            parts.append("the client gave no reason; its log tells more")
        }
        if case .waiting = outcome.state {
            if outcome.presence == .unreachable { parts.append("can't be reached") }
            if let now {
                parts.append(
                    outcome.lastSeen.map { "last seen \(Age.text(of: $0, now: now))" }
                        ?? "never seen")
            }
        }
        parts += outcome.notes
        if !outcome.neededBy.isEmpty {
            parts.append("needed by \(outcome.neededBy.map(\.text).joined(separator: ", "))")
        }
        return parts.joined(separator: "; ")
    }
}

extension ActionOutcome.State {
    fileprivate var style: Style {
        switch self {
        case .succeeded: .good
        case .failed, .unknown, .refused, .changed: .bad
        case .waiting: .warning
        case .requested: .plain
        case .skipped: .faint
        }
    }
}

extension Table {
    /// The table without the columns that are empty in every row.
    var withoutEmptyColumns: Table {
        guard !rows.isEmpty else { return self }
        let filled = columns.indices.filter { column in
            rows.contains { $0[column].value != .none && $0[column].value != .list([]) }
        }
        return Table(filled.map { columns[$0] }, rows.map { row in filled.map { row[$0] } })
    }
}
