import OpusCore

/// How far a rollout has come, in words: an action a line while they are few, and where they are
/// many the numbers, the pace, and those that failed or are at work.
struct ProgressText {
    /// So many actions have a line each.
    static let mostLines = 10
    private static let barLength = 15
    private static let mostNamed = 50

    let progress: [ActionProgress]
    let time: Duration

    private var over: Int { progress.count { $0.isOver } }
    private var failed: [ActionProgress] {
        progress.filter { $0.isOver && $0.state != .succeeded }
    }
    private var running: [ActionProgress] {
        progress.filter { if case .running = $0.state { true } else { false } }
    }

    /// All of it in one line.
    var line: String {
        let share =
            progress.isEmpty ? Self.barLength : over * Self.barLength / progress.count
        let bar =
            String(repeating: "#", count: share)
            + String(repeating: ".", count: Self.barLength - share)
        var text = "[\(bar)] \(over)/\(progress.count) done"
        if !failed.isEmpty { text += ", \(failed.count) failed" }
        if !running.isEmpty { text += ", \(running.count) running" }
        let waiting = progress.count - over - running.count
        if waiting > 0 { text += ", \(waiting) waiting" }
        return text
    }

    /// The lines of a display that is written over.
    ///
    /// - Parameter width: the columns of the terminal.
    /// - Returns: no line is wider, and there are at most `mostLines + 1` of them.
    func lines(width: Int) -> [String] {
        let first = Self.clock(time) + " " + line
        let rest = progress.count <= Self.mostLines ? single(width) : summary(width)
        return ([first] + rest).map { DisplayWidth.cut($0, to: width) }
    }

    /// A line an action.
    private func single(_ width: Int) -> [String] {
        let clients = progress.map { Self.short($0.clientID) }
        let products = progress.map { $0.productID.text.visible }
        func column(_ texts: [String]) -> Int {
            min(texts.map { DisplayWidth.of($0) }.max() ?? 0, width / 3)
        }
        let widths = (column(clients), column(products))
        return progress.indices.map { index in
            "  " + Self.padded(clients[index], widths.0) + "  "
                + Self.padded(products[index], widths.1) + "  "
                + Self.words(progress[index].state)
        }
    }

    /// The pace, then the products where there are several, then who failed and who is at work.
    private func summary(_ width: Int) -> [String] {
        var lines: [String] = []
        if let pace { lines.append("  " + pace) }
        let products = Dictionary(grouping: progress, by: \.productID)
        if products.count > 1 {
            let named = products.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
                .map { id, entries in
                    "\(id.text.visible) \(entries.count { $0.isOver })/\(entries.count)"
                }
            lines.append(Self.list("  products  ", named, width))
        }
        if !failed.isEmpty {
            let named = failed.suffix(Self.mostNamed).reversed().map(Self.name)
            lines.append(Self.list("  failed    ", named, width, of: failed.count))
        }
        if !running.isEmpty {
            let named = running.prefix(Self.mostNamed).map { entry in
                Self.name(entry) + ": " + Self.words(entry.state)
            }
            lines.append(Self.list("  running   ", named, width, of: running.count))
        }
        return lines
    }

    /// How fast it goes, once that can be told.
    private var pace: String? {
        let seconds = Double(time.components.seconds)
        guard over >= 5, seconds >= 10, over < progress.count else { return nil }
        let left = Double(progress.count - over) * seconds / Double(over)
        let perMinute = (Double(over) * 60 / seconds).rounded()
        let pace = perMinute >= 1 ? "\(Int(perMinute)) a minute" : "less than 1 a minute"
        return "\(pace), about \(Self.length(left)) left"
    }

    private static func length(_ seconds: Double) -> String {
        switch seconds {
        case ..<90: "1 min"
        case ..<5_400: "\(Int((seconds / 60).rounded())) min"
        case ..<172_800: "\(Int((seconds / 3_600).rounded())) h"
        default: "\(Int(min(seconds / 86_400, 9_999).rounded())) days"
        }
    }

    /// As many of the texts as fit, and how many more there are.
    private static func list(
        _ title: String, _ texts: [String], _ width: Int, of count: Int? = nil
    ) -> String {
        let count = count ?? texts.count
        var line = title
        for (index, text) in texts.enumerated() {
            let next = (index == 0 ? "" : "; ") + text
            let rest = count - index - 1
            let more = rest > 0 ? "; … \(rest) more" : ""
            guard index == 0 || DisplayWidth.of(line + next + more) <= width else {
                return line + "; … \(count - index) more"
            }
            line += next
        }
        return count > texts.count ? line + "; … \(count - texts.count) more" : line
    }

    private static func words(_ state: ActionProgress.State) -> String {
        switch state {
        case .waiting: "waiting"
        case .running(let words): words.isEmpty ? "running" : words.visible
        case .succeeded: "done"
        case .failed: "failed"
        case .gone: "gone: taken back, or never reported"
        }
    }

    private static func name(_ entry: ActionProgress) -> String {
        "\(short(entry.clientID)) \(entry.productID.text.visible)"
    }

    private static func short(_ client: ObjectID) -> String {
        String(client.text.prefix { $0 != "." }).visible
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        let cut = DisplayWidth.cut(text, to: width)
        return cut + String(repeating: " ", count: max(0, width - DisplayWidth.of(cut)))
    }

    static func clock(_ time: Duration) -> String {
        let seconds = time.components.seconds
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return seconds < 3600
            ? "\(two(seconds / 60)):\(two(seconds % 60))"
            : "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }
}
