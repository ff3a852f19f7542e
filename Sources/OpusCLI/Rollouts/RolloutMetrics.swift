import LocalSystem
import OpusCore

/// A rollout's state for node_exporter's textfile collector.
struct RolloutMetrics {
    private let machine: RolloutMachine
    private let name: String
    private let now: Int

    /// - Parameters:
    ///   - machine: the rollout.
    ///   - plan: where its plan is; the file's name without its ending is the rollout's.
    ///   - now: when it is written, in Unix seconds.
    init(_ machine: RolloutMachine, plan: String, now: Int = RolloutClock.now().unixTime) {
        self.machine = machine
        self.now = now
        let file = plan.split(separator: "/").last.map(String.init) ?? plan
        name =
            [".yaml", ".yml"].first { file.hasSuffix($0) }
            .map { String(file.dropLast($0.count)) } ?? file
    }

    /// The text, in Prometheus' format.
    var text: String {
        let state = machine.state
        var lines: [String] = []
        func family(_ name: String, _ help: String, _ samples: [(labels: String, value: Int)]) {
            lines.append("# HELP \(name) \(help)")
            lines.append("# TYPE \(name) gauge")
            lines += samples.map { "\(name){\(rollout)\($0.labels)} \($0.value)" }
        }
        family(
            "opsi_rollout_state", "Whether a rollout is in a state, 1 for the one that it is in.",
            RolloutState.Phase.allCases.map {
                (",product=\(product),state=\"\($0.rawValue)\"", $0 == state.phase ? 1 : 0)
            })
        family(
            "opsi_rollout_state_since_timestamp_seconds",
            "Since when a rollout is in its state.", [("", state.since)])
        family(
            "opsi_rollout_stage", "The stage that a rollout is at, from 1.",
            [("", state.stage + 1)])
        family(
            "opsi_rollout_stages", "Stages of a rollout.", [("", machine.plan.stages.count)])
        family(
            "opsi_rollout_clients", "Clients of a rollout's stage by what came of it.",
            machine.tallies.enumerated().flatMap { index, tally in
                [
                    ("succeeded", tally.succeeded), ("failed", tally.failed),
                    ("waiting", tally.open), ("lost", tally.lost),
                    ("cancelled", tally.cancelled), ("skipped", tally.skipped),
                    ("refused", tally.refused), ("unasked", tally.unasked),
                ].map { outcome, count in
                    (",stage=\"\(index + 1)\",outcome=\"\(outcome)\"", count)
                }
            })
        family(
            "opsi_rollout_written_timestamp_seconds", "When these numbers were written.",
            [("", now)])
        return lines.joined(separator: "\n") + "\n"
    }

    private var rollout: String {
        let server = ServerKey(machine.plan.server).host
        return "server=\(Self.quoted(server)),rollout=\(Self.quoted(name))"
    }

    private var product: String {
        Self.quoted(machine.plan.products.map(\.text).joined(separator: ","))
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
        return "\"\(escaped)\""
    }

    /// Writes it; a rollout does not end because nobody can watch it.
    func write(to path: String) {
        do throws(AtomicFile.Failure) {
            try AtomicFile.write(text.utf8, to: path)
        } catch {
            Console.problem("the metrics can't be written: \(error.description)")
        }
    }
}
