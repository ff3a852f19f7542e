import LocalSystem
import OpusCore

/// Reads a rollout's plan, which a person may have changed.
struct RolloutPlanReading {
    private let path: String

    /// Whether a text says that it is a plan.
    static func isPlan(_ text: String) -> Bool {
        text.split(separator: "\n").contains { $0.hasPrefix(RolloutPlanText.key + ":") }
    }

    /// The plan in a file.
    ///
    /// - Throws: `CommandFailure` that names the file, the line, and what is expected there.
    static func plan(at path: String) throws(CommandFailure) -> RolloutPlan {
        let text: String
        do throws(FileText.Failure) {
            text = try FileText.contents(path, limit: 64 << 20)
        } catch {
            throw .usage("\(path) can't be read: \(error.reason)")
        }
        return try plan(text, path: path)
    }

    /// The plan that a text holds.
    static func plan(_ text: String, path: String) throws(CommandFailure) -> RolloutPlan {
        guard let root = try YAML(text, path: path).root else {
            throw .usage("\(path) is empty")
        }
        let plan = try RolloutPlanReading(path: path).plan(root)
        if let mistake = plan.mistake { throw .usage("\(path): \(mistake.visible)") }
        return plan
    }

    private func plan(_ root: YAML.Value) throws(CommandFailure) -> RolloutPlan {
        guard root[RolloutPlanText.key] != nil else {
            throw .usage("\(path) is no plan of a rollout: `opus rollout plan` writes one")
        }
        let gates = RolloutGates(maxFailed: .none, leastFailed: 1, minDone: .all, soak: 0)
        var plan = RolloutPlan(
            created: 0, server: "", products: [], targets: "", asking: .init(), gates: gates,
            items: [], stages: [], leftOut: [])
        var seen: Set<String> = []
        for (key, value) in try root.members("a plan") {
            seen.insert(key.text)
            try read(key, value, into: &plan)
        }
        for key in Self.required where !seen.contains(key) {
            throw .usage("\(path): \(key) is missing")
        }
        return plan
    }

    private static let required = [
        "created", "server", "products", "now", "max-failed", "least-failed", "min-done", "soak",
        "installs", "stages",
    ]

    private func read(
        _ key: YAML.Value, _ value: YAML.Value, into plan: inout RolloutPlan
    ) throws(CommandFailure) {
        switch key.text {
        case RolloutPlanText.key:
            guard value.text == "1" else {
                throw value.failure("a newer opus wrote this: here should be 1")
            }
        case "created":
            plan.created = try value.of("a time such as 2026-11-28T08:15:00Z", RolloutPlan.moment)
        case "server": plan.server = try value.string("the server's address")
        case "products": plan.products = try value.ids("products")
        case "targets": plan.targets = value.text
        case "now": plan.asking.now = try value.flag()
        case "wake": plan.asking.wake = try value.flag()
        case "message": plan.asking.message = try value.string("a message")
        case "max-failed":
            plan.gates.maxFailed = try value.of("a share such as 5%") { RolloutShare($0) }
        case "least-failed":
            plan.gates.leastFailed = try value.of("a number of 1 or more") {
                Int($0).flatMap { $0 > 0 ? $0 : nil }
            }
        case "min-done":
            plan.gates.minDone = try value.of("a share such as 90%, not 0%") {
                RolloutShare($0).flatMap { $0.hundredths > 0 ? $0 : nil }
            }
        case "soak":
            plan.gates.soak = try value.of("a time such as 2h") {
                DurationText.parse($0).map { Int($0.components.seconds) }
            }
        case "window":
            plan.gates.window = try value.of("hours such as \"Mo-Fr 22:00-05:00\"") {
                RolloutWindow($0)
            }
        case "time-zone": plan.gates.zone = try value.string("a time zone such as Europe/Berlin")
        case "installs":
            for item in try value.list("a list of what is installed") {
                plan.items.append(try self.item(item))
            }
        case "stages":
            for stage in try value.list("a list of stages") {
                plan.stages.append(try self.stage(stage))
            }
        case "left-out":
            for group in try value.list("a list of who is left out") {
                plan.leftOut.append(
                    RolloutPlan.LeftOut(
                        product: group["product"].map { ObjectID($0) },
                        reason: group["reason"] ?? "",
                        clients: try group.needed("clients").ids("clients")))
            }
        default: throw key.failure("'\(key.text.visible)' is nothing that a plan has")
        }
    }

    private func stage(_ value: YAML.Value) throws(CommandFailure) -> RolloutPlan.Stage {
        RolloutPlan.Stage(
            name: try value.needed("name").string("the stage's name"),
            clients: try value.needed("clients").ids("clients"))
    }

    private func item(_ value: YAML.Value) throws(CommandFailure) -> RolloutPlan.Item {
        var installed: [String: Int] = [:]
        for (version, count) in try value.member("installed")?.members("numbers by version") ?? [] {
            installed[version.text == "none" ? "" : version.text] =
                try count.of("a number") { Int($0) }
        }
        return RolloutPlan.Item(
            product: ObjectID(try value.needed("product").string("a product")),
            depot: ObjectID(try value.needed("depot").string("a depot")),
            action: try value.needed("action").string("an action"), version: value["version"],
            installed: installed,
            neededBy: try value.member("needed-by")?.ids("products") ?? [])
    }
}

extension YAML.Value {
    /// A member that has to be there.
    fileprivate func needed(_ name: String) throws(CommandFailure) -> YAML.Value {
        guard let member = member(name) else { throw failure("\(name) is missing here") }
        return member
    }

    /// A text that means something.
    fileprivate func of<Meaning>(
        _ what: String, _ read: (String) -> Meaning?
    ) throws(CommandFailure) -> Meaning {
        guard let meaning = read(text) else { throw failure("here should be \(what)") }
        return meaning
    }

    /// A list, which may be empty.
    fileprivate func list(_ what: String) throws(CommandFailure) -> [YAML.Value] {
        guard isList else { throw failure("here should be \(what)") }
        return items
    }

    /// A list of ids, each with a text.
    fileprivate func ids(_ what: String) throws(CommandFailure) -> [ObjectID] {
        var ids: [ObjectID] = []
        for item in try list("a list of \(what)") {
            ids.append(ObjectID(try item.string("the id of one of the \(what)")))
        }
        return ids
    }
}
