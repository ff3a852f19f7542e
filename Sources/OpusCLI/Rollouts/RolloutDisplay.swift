import OpusCore

/// Shows how far a rollout is: on a terminal some lines that are written over, elsewhere a line
/// whenever a stage or a number of failures has changed.
struct RolloutDisplay {
    let isQuiet: Bool
    private let isTerminal = StandardStream.error.isTerminal
    private var estimate = RolloutEstimate()
    private var last = ""
    private var told: Set<String> = []
    /// The widths of the lines on the screen.
    private var shown: [Int] = []

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    mutating func show(_ machine: RolloutMachine, _ pause: RolloutPause?) {
        guard !isQuiet else { return }
        estimate.see(machine)
        guard isTerminal else { return showLines(machine) }
        let width = Terminal.width(of: .error)
        var lines = RolloutProgressText(machine)
            .lines(width: width - 1, estimate: pause == .clients ? estimate.words(machine) : nil)
        if let pause {
            lines.append(DisplayWidth.cut(RolloutPauseText.words(pause, machine), to: width - 1))
        }
        let rows = shown.reduce(0) { $0 + max(1, ($1 + width - 1) / width) }
        let up = rows > 0 ? "\u{1B}[\(rows)A\r\u{1B}[J" : ""
        StandardStream.error.write(up + lines.map { $0 + "\n" }.joined())
        shown = lines.map { DisplayWidth.of($0) }
    }

    private mutating func showLines(_ machine: RolloutMachine) {
        let line = RolloutProgressText(machine).line
        if line != last { StandardStream.error.write(line + "\n") }
        last = line
        for failure in machine.state.failures {
            let key = "\(failure.product) \(failure.reason)"
            guard told.insert(key).inserted else { continue }
            StandardStream.error.write(RolloutProgressText.words(failure) + "\n")
        }
    }
}

/// How long it may take until a stage can be judged, where that can be told.
struct RolloutEstimate {
    private var stage = -1
    private var first: (time: ContinuousClock.Instant, ended: Int)?
    private var latest: (time: ContinuousClock.Instant, ended: Int)?

    mutating func see(_ machine: RolloutMachine) {
        let now = ContinuousClock.now
        let ended = machine.tally(machine.state.stage).ended
        if stage != machine.state.stage {
            stage = machine.state.stage
            first = (now, ended)
            latest = nil
        } else if let first, ended > latest?.ended ?? first.ended {
            latest = (now, ended)
        }
    }

    /// The time until enough clients will have reported, as fast as it went; nil where too few have,
    /// or none for long.
    func words(_ machine: RolloutMachine) -> String? {
        guard let first, let latest, latest.ended - first.ended >= 5 else { return nil }
        let length = (latest.time - first.time) / .seconds(1)
        let tally = machine.tally(machine.state.stage)
        let needed = machine.plan.gates.minDone.rounded(up: tally.asked) - tally.ended
        let quiet = (ContinuousClock.now - latest.time) / .seconds(1)
        guard length >= 10, needed > 0, tally.unasked == 0, quiet < max(60, length) else {
            return nil
        }
        let minutes = Double(needed) * length / Double(latest.ended - first.ended) / 60
        switch minutes {
        case ..<1.5: return "about 1 min"
        case ..<90: return "about \(Int(minutes.rounded())) min"
        case ..<2_880: return "about \(Int((minutes / 60).rounded())) h"
        default: return nil
        }
    }
}
