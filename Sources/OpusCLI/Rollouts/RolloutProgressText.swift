import LocalSystem
import OpusCore

/// How far a rollout is, in words: a bar a stage, then failures by cause.
struct RolloutProgressText {
    private static let barLength = 15
    private static let mostFailures = 5

    private let machine: RolloutMachine

    init(_ machine: RolloutMachine) { self.machine = machine }

    /// All of it in one line.
    var line: String {
        let state = machine.state
        let tally = machine.tally(state.stage)
        var text =
            "\(state.phase.rawValue), stage \(state.stage + 1)/\(machine.plan.stages.count)"
            + " \(Self.bar(tally)) \(Self.numbers(tally))"
        if !state.reason.isEmpty { text += "; \(state.reason.visible)" }
        return text
    }

    /// The lines of a display.
    ///
    /// - Parameters:
    ///   - width: the columns of the terminal; no line is wider.
    ///   - estimate: when the stage can be judged, where that can be told.
    /// - Returns: a line a stage, and the most frequent causes.
    func lines(width: Int, estimate: String?) -> [String] {
        let state = machine.state
        let names = machine.plan.stages.map { $0.name.visible }
        let longest = min(24, names.map { DisplayWidth.of($0) }.max() ?? 0)
        let stages = machine.tallies.enumerated().map { index, tally in
            let name = DisplayWidth.cut(names[index], to: longest)
            let gap = String(repeating: " ", count: max(0, longest - DisplayWidth.of(name)))
            let word = machine.word(of: index)
            return "  \(index + 1) \(name)\(gap) \(Self.bar(tally)) \(Self.numbers(tally))"
                + (word.isEmpty ? "" : "  \(word)")
                + (index == state.stage ? estimate.map { ", \($0) until it is judged" } ?? "" : "")
        }
        let failures = state.failures
        let more = failures.count - Self.mostFailures
        let causes =
            failures.prefix(Self.mostFailures).map { "  " + Self.words($0) }
            + (more > 0 ? ["  … \(more) more causes"] : [])
        let products = machine.plan.products.map(\.text).joined(separator: ", ").visible
        let head =
            "\(products) on \(machine.plan.clients.count.of("client")): \(state.phase.rawValue)"
            + (state.reason.isEmpty ? "" : "; \(state.reason.visible)")
        return ([head] + stages + causes).map { DisplayWidth.cut($0, to: width) }
    }

    /// A cause in a line.
    static func words(_ failure: RolloutFailure) -> String {
        let reason =
            failure.reason.isEmpty
            ? "the client gave no reason; its log tells more" : failure.reason.visible
        let example = failure.clients.first?.text.visible ?? ""
        return "failed on \(failure.clients.count.of("client")): \(failure.product.text.visible):"
            + " \(reason) (\(example))"
    }

    private static func bar(_ tally: RolloutTally) -> String {
        let over = tally.clients - tally.unasked - tally.open
        let share = tally.clients == 0 ? barLength : over * barLength / tally.clients
        return "[" + String(repeating: "#", count: share)
            + String(repeating: ".", count: barLength - share) + "]"
    }

    private static func numbers(_ tally: RolloutTally) -> String {
        var parts = ["\(tally.succeeded)/\(tally.clients) succeeded"]
        let others = [
            (tally.failed, "failed"), (tally.open, "waiting"), (tally.lost, "lost"),
            (tally.cancelled, "cancelled"), (tally.skipped, "skipped"), (tally.refused, "refused"),
            (tally.unasked, "not asked"),
        ]
        parts += others.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return parts.joined(separator: ", ")
    }
}

/// What a rollout does or waits for, in words.
enum RolloutPauseText {
    static func words(_ pause: RolloutPause, _ machine: RolloutMachine) -> String {
        let tally = machine.tally(machine.state.stage)
        switch pause {
        case .clients:
            let needed = machine.plan.gates.minDone.rounded(up: tally.asked)
            return "stage \(machine.state.stage + 1) waits for clients: \(tally.ended) have"
                + " reported, \(needed) of \(tally.asked) have to"
        case .soak(let seconds):
            return "stage \(machine.state.stage + 1) is watched for"
                + " \(max(1, (seconds + 59) / 60)) min more"
        case .window(let opens):
            return opens.map { "the window opens at \(Timestamp.iso($0))" }
                ?? "the window does not open for weeks"
        case .person: return "a person has paused it: `opus rollout resume` goes on"
        case .settling(let seconds):
            return "the server may still be at work on a call whose answer is lost: \(seconds) s"
        }
    }

    static func words(_ decision: RolloutDecision, _ machine: RolloutMachine) -> String {
        switch decision {
        case .ask(let clients): "next it asks \(clients.count.of("client"))"
        case .settle(let clients):
            "next it finds out whether \(clients.count.of("client")) had been asked"
        case .hasten(let clients): "next it tells \(clients.count.of("client")) to act at once"
        case .takeBack(let clients):
            "next it takes back what waits on \(clients.count.of("client"))"
        case .wait(let pause): words(pause, machine)
        case .end: "it is over: \(machine.state.phase.rawValue)"
        }
    }
}
