import OpusCore

/// Shows how far a rollout has come: on a terminal one line that is written over, elsewhere a line
/// whenever something has changed. It names those who are at work while they are few.
struct ProgressDisplay {
    private static let mostNamed = 3
    private static let barLength = 20

    let isQuiet: Bool
    private let isTerminal = StandardStream.error.isTerminal
    private let width: Int
    private var last = ""

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
        width = Terminal.width(.current()) ?? 80
    }

    mutating func show(_ progress: [ActionProgress], after time: Duration) {
        guard !isQuiet else { return }
        let text = Self.text(progress)
        if isTerminal {
            let line = DisplayWidth.cut("\(text)  \(Self.clock(time))", to: width - 1)
            StandardStream.error.write("\r\(line)\u{1B}[K")
        } else if text != last {
            StandardStream.error.write(text + "\n")
        }
        last = text
    }

    /// Leaves the last state on the screen.
    func end() {
        if isTerminal, !isQuiet, !last.isEmpty { StandardStream.error.write("\n") }
    }

    static func text(_ progress: [ActionProgress]) -> String {
        let over = progress.count { $0.isOver }
        let failed = progress.count { $0.isOver && $0.state != .succeeded }
        let running = progress.filter {
            if case .running = $0.state { true } else { false }
        }
        let share = progress.isEmpty ? barLength : over * barLength / progress.count
        let bar =
            String(repeating: "#", count: share)
            + String(repeating: ".", count: barLength - share)
        var text = "[\(bar)] \(over)/\(progress.count) done"
        if failed > 0 { text += ", \(failed) failed" }
        let waiting = progress.count - over - running.count
        if waiting > 0 { text += ", \(waiting) waiting" }
        if !running.isEmpty {
            text += ", \(running.count) running"
            let named = running.prefix(mostNamed).map { entry in
                let client = entry.clientID.prefix { $0 != "." }
                guard case .running(let words) = entry.state else { return "\(client)" }
                return "\(client) \(entry.productID) \(words)".visible
            }
            text +=
                " (" + named.joined(separator: "; ")
                + (running.count > mostNamed ? "; …)" : ")")
        }
        return text
    }

    private static func clock(_ time: Duration) -> String {
        let seconds = time.components.seconds
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return seconds < 3600
            ? "\(two(seconds / 60)):\(two(seconds % 60))"
            : "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }
}
