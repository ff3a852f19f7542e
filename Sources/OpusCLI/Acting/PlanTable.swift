import OpusCore

/// A plan as a table: a row for everything that will be done, and for everything that will not.
enum PlanTable {
    static let columns = [
        Column("client", "CLIENT", fit: .host), Column("product", "PRODUCT", fit: .flexible),
        Column("action", "ACTION"), Column("installed", "INSTALLED"), Column("version", "VERSION"),
        Column("neededBy", "NEEDED BY", fit: .flexible),
        Column("reason", "REASON", fit: .prose),
    ]

    /// All of it, what runs along on clients that are told to act now included.
    static func whole(_ plan: ActionPlan) -> Table {
        Table(
            columns,
            plan.steps.map { row($0, plan) } + plan.alsoRuns.map(row) + plan.skipped.map(row))
    }

    /// What will be done, in columns that say something.
    static func steps(_ plan: ActionPlan) -> Table {
        Table(columns, plan.steps.map { row($0, plan) }).withoutEmptyColumns
    }

    /// What fits before a question: the first steps.
    static func brief(_ plan: ActionPlan, limit: Int = 30) -> (table: Table, hidden: Int) {
        // A reboot has no product and no version: columns that say nothing are left out.
        let table = Table(columns, plan.steps.prefix(limit).map { row($0, plan) })
        return (table.withoutEmptyColumns, max(0, plan.steps.count - limit))
    }

    /// A line for each reason why something is left out, with how often, the refusals first; and
    /// one for what runs along.
    static func remarks(_ plan: ActionPlan) -> [String] { alsoRuns(plan) + skips(plan) }

    private static func alsoRuns(_ plan: ActionPlan) -> [String] {
        guard !plan.alsoRuns.isEmpty else { return [] }
        let shown = plan.alsoRuns.prefix(5).map { request in
            "\(request.productID) \(request.action.words)"
                + " on \(request.clientID)"
        }
        let more = plan.alsoRuns.count - shown.count
        let count = plan.alsoRuns.count
        let clients = Set(plan.alsoRuns.map(\.clientID)).count
        return [
            "  also runs: \(count.of("request")) that \(count == 1 ? "waits" : "wait") on"
                + " \(clients.of("client")): \(shown.joined(separator: ", ").visible)"
                + (more > 0 ? " and \(more) more" : "")
        ]
    }

    private static func skips(_ plan: ActionPlan) -> [String] {
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
            let word = key.isRefusal ? "refused" : "skipped"
            let what = key.product.map { "\($0.text.visible) " } ?? ""
            let who =
                ids.count > 3
                ? "\(ids.count) clients" : ids.map(\.text).joined(separator: ", ").visible
            return "  \(word): \(what)on \(who): \(key.reason.visible)"
        }
    }

    // MARK: Rows

    private static func row(_ step: ActionPlan.Step, _ plan: ActionPlan) -> [Cell] {
        let replaces = step.replaces.map { "instead of \($0.rawValue)" }
        return [
            .text(step.clientID.text), Cell(Value(step.productID?.text)),
            .text(action(step, plan.operation), style: .good), Cell(Value(step.installedVersion)),
            Cell(Value(step.version)),
            Cell(
                .list(step.neededBy.map(\.text)),
                shown: step.neededBy.map(\.text).joined(separator: ", ")),
            Cell(Value(replaces), shown: replaces ?? ""),
        ]
    }

    private static func row(_ request: ProductRequest) -> [Cell] {
        let action = request.action.words
        return [
            .text(request.clientID.text), .text(request.productID.text),
            .text("also-runs", style: .warning), Cell(.none), Cell(.none), Cell(.list([])),
            .text("\(action) waits there"),
        ]
    }

    private static func row(_ skip: ActionPlan.Skip) -> [Cell] {
        [
            .text(skip.clientID.text), Cell(Value(skip.productID?.text)),
            .text(skip.isRefusal ? "refuse" : "skip", style: skip.isRefusal ? .bad : .faint),
            Cell(.none), Cell(.none), Cell(.list([])), .text(skip.reason.description),
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
