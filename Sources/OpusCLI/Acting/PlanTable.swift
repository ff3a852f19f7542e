import OpusCore

/// A plan as a table: a row for everything that will be done, and for everything that will not.
enum PlanTable {
    static let columns = [
        Column("client", "CLIENT", fit: .flexible), Column("product", "PRODUCT", fit: .flexible),
        Column("action", "ACTION"), Column("installed", "INSTALLED"), Column("version", "VERSION"),
        Column("reason", "REASON", fit: .flexible),
    ]

    /// All of it.
    static func whole(_ plan: ActionPlan) -> Table {
        Table(columns, plan.steps.map { row($0, plan) } + plan.skipped.map(row))
    }

    /// What fits before a question: the first steps, and one line for each reason to skip.
    static func brief(_ plan: ActionPlan, limit: Int = 30) -> (table: Table, hidden: Int) {
        let steps = plan.steps.prefix(limit).map { row($0, plan) }
        // A reboot has no product and no version: columns that say nothing are left out.
        let filled = columns.indices.filter { column in
            steps.contains { $0[column].value != .none }
        }
        let table = Table(filled.map { columns[$0] }, steps.map { row in filled.map { row[$0] } })
        return (table, plan.steps.count - steps.count)
    }

    /// The reasons why something is left out, each with how often, the refusals first.
    static func skips(_ plan: ActionPlan) -> [String] {
        struct Key: Hashable {
            let product: ObjectID?
            let reason: String
            let isRefusal: Bool
        }
        var clients: [Key: [ObjectID]] = [:]
        for skip in plan.skipped {
            let key = Key(
                product: skip.productID, reason: skip.reason.description,
                isRefusal: skip.isRefusal)
            clients[key, default: []].append(skip.clientID)
        }
        return clients.sorted {
            ($0.key.isRefusal ? 0 : 1, -$0.value.count, $0.key.product?.text ?? "", $0.key.reason)
                < (
                    $1.key.isRefusal ? 0 : 1, -$1.value.count, $1.key.product?.text ?? "",
                    $1.key.reason
                )
        }.map { key, ids in
            let verb = key.isRefusal ? "can't" : "skip"
            let what = key.product.map { "\($0.text.visible) " } ?? ""
            let who =
                ids.count > 3
                ? "\(ids.count) clients" : ids.map(\.text).joined(separator: ", ").visible
            return "  \(verb) \(what)on \(who): \(key.reason.visible)"
        }
    }

    private static func row(_ step: ActionPlan.Step, _ plan: ActionPlan) -> [Cell] {
        let replaces = step.replaces.map { "instead of \($0.rawValue)" }
        return [
            .text(step.clientID.text), Cell(Value(step.productID?.text)),
            .text(action(step, plan.operation), style: .good), Cell(Value(step.installedVersion)),
            Cell(Value(step.version)), Cell(Value(replaces), shown: replaces ?? ""),
        ]
    }

    private static func row(_ skip: ActionPlan.Skip) -> [Cell] {
        [
            .text(skip.clientID.text), Cell(Value(skip.productID?.text)),
            .text(skip.isRefusal ? "refuse" : "skip", style: skip.isRefusal ? .bad : .faint),
            Cell(.none), Cell(.none), .text(skip.reason.description),
        ]
    }

    private static func action(
        _ step: ActionPlan.Step, _ operation: ActionPlan.Operation
    ) -> String {
        switch operation {
        case .install, .uninstall, .update, .retry, .setSetup: step.request?.rawValue ?? "none"
        case .cancel: "cancel"
        case .setInstalled, .migrate: "set-installed"
        case .setUninstalled: "set-uninstalled"
        case .addToGroup(let group): "add to \(group)"
        case .removeFromGroup(let group): "remove from \(group)"
        case .call(.onDemand): "on-demand"
        case .call(.reboot): "reboot"
        case .call(.shutdown): "shutdown"
        case .call(.wake): "wake"
        case .call(.popup): "popup"
        }
    }
}
