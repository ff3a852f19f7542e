import LocalSystem
import OpusCore

/// A rollout's plan as a file for people: YAML with a word on everything.
struct RolloutPlanText {
    let plan: RolloutPlan
    /// A few words on each client, as remarks that nobody reads back.
    var notes: [ObjectID: String] = [:]
    /// The file's name, for the remark on top; nil for a text without remarks.
    var file: String?

    static let key = "opus-rollout"

    var text: String {
        var lines = head + asking + gates + items + stages + leftOut
        if file == nil { lines.removeAll { $0.isEmpty || $0.hasPrefix("#") } }
        return lines.joined(separator: "\n") + "\n"
    }

    private var head: [String] {
        let count = plan.clients.count.of("client")
        let shell = file.map { CommandText.words(["opus", "rollout", "run", $0]) } ?? ""
        return [
            "# A rollout to \(count), as opus \(OpusVersion.current) has planned it. Nothing has been sent.",
            "# Review it, keep it, and then:  \(shell) --yes",
            "\(Self.key): 1",
            "created: \(Self.quoted(Timestamp.iso(plan.created)))",
            "server: \(Self.quoted(plan.server))",
            "products: \(Self.list(plan.products.map(\.text)))",
            "targets: \(Self.quoted(plan.targets))",
        ]
    }

    private var asking: [String] {
        [
            "",
            "# How clients are asked: now tells them to act at once, else they act at their next event.",
            "now: \(plan.asking.now)", "wake: \(plan.asking.wake)",
        ] + (plan.asking.message.map { ["message: \(Self.quoted($0))"] } ?? [])
    }

    private var gates: [String] {
        let gates = plan.gates
        let window = gates.window.map {
            [
                "window: \(Self.quoted($0.text))\(remark("when clients may be asked"))",
                "time-zone: \(Self.quoted(gates.zone ?? ""))",
            ]
        }
        return [
            "",
            "# What has to be so before the next stage.",
            "max-failed: \(gates.maxFailed)\(remark("of the clients on which it ran; more stop the rollout"))",
            "least-failed: \(gates.leastFailed)\(remark("fewer failures stop nothing"))",
            "min-done: \(gates.minDone)\(remark("so many of a stage have to have reported"))",
            "soak: \(DurationText.text(.seconds(gates.soak)))\(remark("so long a stage is watched then"))",
        ] + (window ?? [])
    }

    private var items: [String] {
        ["", "# What is installed, what others need included.", "installs:"]
            + plan.items.flatMap { item -> [String] in
                let installed = item.installed.sorted { $0.key < $1.key }.map { version, count in
                    "\(version.isEmpty ? "none" : Self.quoted(version)): \(count)"
                }
                return [
                    "  - product: \(Self.quoted(item.product.text))",
                    "    depot: \(Self.quoted(item.depot.text))",
                    "    action: \(Self.quoted(item.action))",
                ] + (item.version.map { ["    version: \(Self.quoted($0))"] } ?? []) + [
                    "    installed: {\(installed.joined(separator: ", "))}"
                        + remark("clients by what they have now")
                ]
                    + (item.neededBy.isEmpty
                        ? [] : ["    needed-by: \(Self.list(item.neededBy.map(\.text)))"])
            }
    }

    private var stages: [String] {
        var before = 0
        return ["", "# Who is asked when, by exact ids.", "stages:"]
            + plan.stages.flatMap { stage -> [String] in
                before += stage.clients.count
                let sum = "\(stage.clients.count.of("client")), \(before) so far"
                return [
                    "  - name: \(Self.quoted(stage.name))\(remark(sum))", "    clients:",
                ]
                    + stage.clients.map {
                        "      - \(Self.quoted($0.text))\(remark(notes[$0] ?? ""))"
                    }
            }
    }

    private var leftOut: [String] {
        guard !plan.leftOut.isEmpty else { return [] }
        return ["", "# Who is left out, and why.", "left-out:"]
            + plan.leftOut.flatMap { group -> [String] in
                ["  - reason: \(Self.quoted(group.reason))"]
                    + (group.product.map { ["    product: \(Self.quoted($0.text))"] } ?? [])
                    + ["    clients:"]
                    + group.clients.map { "      - \(Self.quoted($0.text))" }
            }
    }

    private func remark(_ text: String) -> String {
        file == nil || text.isEmpty ? "" : "  # \(text.visible)"
    }

    private static func list(_ texts: [String]) -> String {
        "[\(texts.map(quoted).joined(separator: ", "))]"
    }

    /// A text as YAML has it, without quotes where nobody could take it for anything else.
    private static func quoted(_ text: String) -> String {
        let isPlain =
            text.first.map { $0.isASCII && $0.isLetter } == true
            && text.last != ":"
            && text.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || "._-/:".contains($0))
            }
        let words: Set = ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "none"]
        return isPlain && !words.contains(text.lowercased()) ? text : JSONString.quoted(text)
    }
}
