import OpusCore

/// A rollout's plan as a report.
struct RolloutPlanReport {
    private let plan: RolloutPlan

    init(_ plan: RolloutPlan) { self.plan = plan }

    var record: Record {
        var record = Record()
        record.add("server", "SERVER", .text(plan.server))
        record.add(
            "products", "PRODUCTS",
            Cell(
                .list(plan.products.map(\.text)),
                shown: plan.products.map(\.text).joined(separator: ", ")))
        record.add("targets", "TARGETS", .text(plan.targets))
        record.add("clients", "CLIENTS", Cell(.number(plan.clients.count)))
        record.add(
            "leftOut", "LEFT OUT", Cell(.number(plan.leftOut.reduce(0) { $0 + $1.clients.count })))
        record.add("installs", "INSTALLS", installs)
        record.add("stages", "STAGES", stages)
        record.add("leftOutBy", "LEFT OUT", leftOut)
        return record
    }

    private var installs: Table {
        Table(
            [
                Column("product", "PRODUCT", fit: .flexible), Column("depot", "DEPOT", fit: .host),
                Column("action", "ACTION"), Column("version", "VERSION"),
                Column("installed", "INSTALLED NOW", fit: .flexible),
                Column("neededBy", "NEEDED BY", fit: .flexible),
            ],
            plan.items.map { item in
                let installed = item.installed.sorted { $0.key < $1.key }.map { version, count in
                    "\(version.isEmpty ? "none" : version) (\(count))"
                }
                let users = item.neededBy.map(\.text)
                return [
                    .text(item.product.text), .text(item.depot.text), .text(item.action),
                    Cell(Value(item.version)),
                    Cell(.list(installed), shown: installed.joined(separator: ", ")),
                    Cell(.list(users), shown: users.joined(separator: ", ")),
                ]
            })
    }

    private var stages: Table {
        Table(
            [
                Column("stage", "STAGE"), Column("name", "NAME", fit: .flexible),
                Column("clients", "CLIENTS"), Column("ids", "IDS", fit: .machine),
            ],
            plan.stages.enumerated().map { index, stage in
                [
                    Cell(.number(index + 1)), .text(stage.name), .count(stage.clients.count),
                    Cell(.list(stage.clients.map(\.text))),
                ]
            })
    }

    private var leftOut: Table {
        Table(
            [
                Column("reason", "REASON", fit: .flexible),
                Column("product", "PRODUCT", fit: .flexible), Column("clients", "CLIENTS"),
                Column("ids", "IDS", fit: .machine),
            ],
            plan.leftOut.map { group in
                [
                    .text(group.reason), Cell(Value(group.product?.text)),
                    .count(group.clients.count), Cell(.list(group.clients.map(\.text))),
                ]
            })
    }
}
