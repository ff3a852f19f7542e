import OpusCore

/// Faults as lines, and the commands that look closer and mend.
struct WhyReport {
    /// So many clients are named one by one.
    private static let fewClients = 3

    /// The faults that are shown.
    let groups: [FailureGroup]
    /// Those that there are.
    let all: [FailureGroup]
    /// The targets that were given, empty where none were; nil where they can't be given again.
    let expression: String?
    /// The options that lead to the same server.
    let connection: [String]

    var table: Table {
        let columns = [
            Column("clients", "CLIENTS"), Column("tried", "OF"),
            Column("share", "SHARE", fit: .optional),
            Column("product", "PRODUCT", fit: .flexible), Column("version", "VERSION"),
            Column("cause", "CAUSE"), Column("exitCode", "CODE"),
            Column("reason", "WHY", fit: .prose), Column("where", "WHERE", fit: .prose),
            Column("example", "FOR EXAMPLE", fit: .optional),
            Column("guessed", "GUESSED", fit: .machine),
            Column("evidence", "EVIDENCE", fit: .machine), Column("mend", "MEND", fit: .machine),
        ]
        return Table(columns, groups.map(row))
    }

    private func row(_ group: FailureGroup) -> [Cell] {
        let share = group.tried > 0 ? group.clients.count * 100 / group.tried : 100
        let words = group.exitCode?.words
        return [
            .count(group.clients.count, .bad), .count(group.tried),
            Cell(.number(share), shown: "\(share) %"), .text(group.productID.text),
            Cell(Value(group.version)),
            Cell(.text(group.cause.name), shown: group.cause.name + (group.isGuessed ? "?" : "")),
            Cell(group.exitCode.map { .number($0.number) } ?? .none),
            Cell(
                Value(group.reason),
                shown: group.reason ?? words ?? group.absence ?? evidence(group)),
            Cell(.list(group.places.map(\.text)), shown: place(group)),
            Cell(.text(group.example.text)),
            Cell(.flag(group.isGuessed)), Cell(Value(group.evidence.first?.text)),
            .text(mend(group)),
        ]
    }

    private func evidence(_ group: FailureGroup) -> String? {
        group.cause == .unknown ? nil : group.cause.summary
    }

    private func place(_ group: FailureGroup) -> String? {
        group.places.isEmpty ? nil : group.places.map(\.text).joined(separator: "; ")
    }

    // MARK: Commands

    /// For each fault: an example to look at, what helps, and the command that asks again.
    var commands: String {
        groups.enumerated().map { index, group in
            let title =
                "\(index + 1). \(group.productID) \(group.version ?? ""): \(group.cause.summary)"
            var lines = [title.visible]
            if let line = group.evidence.first {
                lines.append("   shown by  \(line.text.visible)")
            }
            lines.append(
                "   look at   "
                    + opus(["log", group.example.text.shellWord, group.productID.text.shellWord]))
            lines.append("   helps     \(group.cause.remedy)")
            lines.append("   then      \(mend(group))")
            return lines.joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n"
    }

    /// The command that asks again for what failed so, and for nothing else.
    func mend(_ group: FailureGroup) -> String {
        let product = ["--product", group.productID.text.shellWord]
        if group.clients.count <= Self.fewClients {
            let clients = group.clients.map { "\(TargetExpression.client(named: $0.text))" }
            return opus(["retry", clients.joined(separator: ",").shellWord] + product)
        }
        let same = all.filter { $0.productID == group.productID }
        if same.count == 1, let expression {
            let failed = "\(TargetExpression.failed(group.productID))"
            let targets = expression.isEmpty ? failed : "(\(expression)) and \(failed)"
            return opus(["retry", targets.shellWord] + product)
        }
        let from = expression.map { $0.isEmpty ? [] : [$0.shellWord] } ?? ["-"]
        return opus(["why"] + from + product + conditions(group, among: same) + ["--clients"])
            + " | " + opus(["retry", "-"] + product)
    }

    /// As many options as it takes to tell a fault from the others of its product.
    private func conditions(_ group: FailureGroup, among same: [FailureGroup]) -> [String] {
        var words = ["--cause", group.cause.name]
        let ofCause = same.filter { $0.cause == group.cause }
        if let code = group.exitCode, ofCause.contains(where: { $0.exitCode != code }) {
            words.append("--code=\(code.number)")
        }
        if let reason = group.reason, ofCause.contains(where: { $0.reason != reason }) {
            words += ["--reason", reason.shellWord]
        }
        return words
    }

    private func opus(_ words: [String]) -> String {
        (["opus"] + words + connection).joined(separator: " ")
    }
}

extension FailureGroup.Place {
    /// Such as `only depot server-2, elsewhere 80 tried`.
    var text: String {
        let name =
            switch kind {
            case .depot: "depot \(name)"
            case .group: "group \(name)"
            case .system: name
            }
        return "only \(name) (\(triedThere) tried there, \(triedElsewhere) elsewhere)"
    }
}
