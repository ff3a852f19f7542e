import ArgumentParser
import OpusCore

enum FailureTables {
    /// A row a client and product.
    static func failures(_ failures: [Failure], _ failed: FailedProducts) -> Table {
        Table(
            [
                Column("client", "CLIENT", fit: .host),
                Column("product", "PRODUCT", fit: .flexible),
                Column("lastAction", "ACTION", fit: .optional), Column("version", "VERSION"),
                Column("request", "REQUEST", fit: .optional), Column("changed", "SINCE"),
                Column("why", "WHY", fit: .prose),
            ] + Failure.machineColumns + [Column("since", "FAILED SINCE", fit: .machine)],
            failures.map { row($0, failed) })
    }

    private static func row(_ failure: Failure, _ failed: FailedProducts) -> [Cell] {
        let row = failure.row
        let request = row.actionRequest.map { $0 == .none ? Value.none : .text($0.rawValue) }
        let time = failed.time(of: row)
        return [
            .text(row.clientID.text), .text(row.productID.text, style: .bad),
            Cell(.filled(row.lastAction == "none" ? "" : row.lastAction)),
            Cell(Value(row.version)), Cell(request ?? .text("other")),
            Cell(
                time.latest.map(Value.time) ?? .none,
                shown: time.latest.map {
                    (time.isBefore ? "> " : "") + Age.text(of: $0, now: failed.serverTime)
                }),
            failure.whyCell,
        ] + failure.machineCells + [
            Cell(time.isBefore ? .none : time.latest.map(Value.time) ?? .none)
        ]
    }

    /// A row for each thing that failures have in common.
    static func counts(_ counts: [FailureCount], by aspect: FailureAspect) -> Table {
        var columns = [
            Column(aspect.key, aspect.title, fit: aspect == .reason ? .prose : .flexible)
        ]
        if aspect == .version { columns.append(Column("version", "VERSION")) }
        columns += [Column("clients", "CLIENTS"), Column("failures", "FAILURES")]
        return Table(
            columns,
            counts.map { count in
                let version = aspect == .version ? [Cell(Value(count.version))] : []
                return [Cell(Value(count.name), shown: count.name ?? aspect.absence)] + version
                    + [.count(count.clients, .bad), .count(count.failures)]
            })
    }
}

extension FailureTime {
    /// Whether it is only known to be longer ago.
    var isBefore: Bool { if case .before = self { true } else { false } }
}

extension FailureAspect {
    /// The name of the column, to programs.
    fileprivate var key: String {
        switch self {
        case .product, .version: "product"
        case .reason: "why"
        case .group: "group"
        case .depot: "depot"
        }
    }

    /// The heading of the column.
    fileprivate var title: String { key.uppercased() }

    /// What stands where there is none.
    fileprivate var absence: String {
        switch self {
        case .reason: "no reason given"
        case .group: "in no group"
        case .product, .version, .depot: "–"
        }
    }
}

enum FailureOrder: String, CaseIterable, ExpressibleByArgument {
    case client, product, version, since, why

    /// The failures in order; those that are alike stay in the order of client and product.
    func sorted(_ failures: [Failure], _ failed: FailedProducts) -> [Failure] {
        switch self {
        case .client: failures
        case .product: sorted(failures) { $0.row.productID.text }
        case .version: sorted(failures) { "\($0.row.productID.text) \($0.row.version ?? "")" }
        case .since: sorted(failures) { -(failed.time(of: $0.row).latest ?? .min + 1) }
        case .why: sorted(failures) { $0.diagnosis?.whyText ?? "" }
        }
    }

    private func sorted(
        _ failures: [Failure], by key: (Failure) -> some Comparable
    ) -> [Failure] {
        failures.enumerated().map { (key: key($1), place: $0, failure: $1) }
            .sorted { ($0.key, $0.place) < ($1.key, $1.place) }.map(\.failure)
    }
}

/// A length of time before now, as targets have it: `6h`, `2d`.
struct PastTime: ExpressibleByArgument {
    let seconds: Int

    init?(argument: String) {
        guard let seconds = TargetExpression.AgeCondition.seconds(of: argument) else { return nil }
        self.seconds = seconds
    }
}
