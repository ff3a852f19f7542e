import OpusCore

/// How far followed actions have come, in words: an action a line while they are few, and where
/// they are many the numbers, the pace, and those that failed or are at work.
struct ProgressText {
    /// So many actions have a line each.
    static let mostLines = 10
    private static let barLength = 15
    private static let mostNamed = 50

    private let progress: [ActionOutcome]
    private let hasSeveralProducts: Bool
    private let time: Duration
    private let pace: (perMinute: Double, secondsLeft: Double)?

    init(_ followed: FollowedActions, after time: Duration) {
        progress = followed.entries
        hasSeveralProducts = Set(progress.map(\.productID)).count > 1
        self.time = time
        pace = followed.pace(after: time)
    }

    private var over: Int { progress.count(where: \.isOver) }
    private var failed: [ActionOutcome] { progress.filter { $0.isOver && $0.state != .succeeded } }
    private var running: [ActionOutcome] { progress.filter { $0.isRunning } }
    private var absent: [ActionOutcome] { progress.filter { !$0.isOver && $0.presence.isAbsent } }

    /// All of it in one line.
    var line: String {
        let share =
            progress.isEmpty ? Self.barLength : over * Self.barLength / progress.count
        let bar =
            String(repeating: "#", count: share)
            + String(repeating: ".", count: Self.barLength - share)
        return "[\(bar)] \(counts)"
    }

    private var counts: String {
        var text = "\(over)/\(progress.count) done"
        if !failed.isEmpty { text += ", \(failed.count) failed" }
        if !running.isEmpty { text += ", \(running.count) running" }
        let waiting = progress.count - over - running.count
        if waiting > 0 { text += ", \(waiting) waiting" }
        if !absent.isEmpty { text += " (\(absent.count) absent)" }
        return text
    }

    /// The lines of a display that is written over.
    ///
    /// - Parameter width: the columns of the terminal.
    /// - Returns: no line is wider, and there are at most `mostLines + 1` of them.
    func lines(width: Int) -> [String] {
        let whole = Self.clock(time) + " " + line
        // Where there is room for one of both, numbers say more than a bar.
        let first = DisplayWidth.of(whole) <= width ? whole : Self.clock(time) + " " + counts
        let rest = progress.count <= Self.mostLines ? single(width) : summary(width)
        return ([first] + rest).map { DisplayWidth.cut($0, to: width) }
    }

    /// A line an action.
    private func single(_ width: Int) -> [String] {
        let clients = progress.map { Self.short($0.clientID) }
        let products = progress.map { ($0.productID?.text ?? "").visible }
        func column(_ texts: [String]) -> Int {
            min(texts.map { DisplayWidth.of($0) }.max() ?? 0, width / 3)
        }
        let widths = (column(clients), column(products))
        return progress.indices.map { index in
            "  " + Self.padded(clients[index], widths.0) + "  "
                + Self.padded(products[index], widths.1) + "  "
                + Self.words(progress[index])
        }
    }

    /// The pace, then the products where there are several, then who failed and who is at work.
    private func summary(_ width: Int) -> [String] {
        var lines: [String] = []
        if let pace = paceText { lines.append("  " + pace) }
        let products = Dictionary(grouping: progress) { $0.productID?.text ?? "" }
        if products.count > 1 {
            let named = products.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
                .map { id, entries in
                    "\(id.visible) \(entries.count(where: \.isOver))/\(entries.count)"
                }
            lines.append(Self.list("  products  ", named, width))
        }
        if !failed.isEmpty {
            let named = failed.suffix(Self.mostNamed).reversed().map(name)
            lines.append(Self.list("  failed    ", named, width, of: failed.count))
        }
        if !running.isEmpty {
            let named = running.prefix(Self.mostNamed).map { entry in
                name(entry) + ": " + Self.words(entry)
            }
            lines.append(Self.list("  running   ", named, width, of: running.count))
        }
        if !absent.isEmpty {
            let named = absent.prefix(Self.mostNamed).map(name)
            lines.append(Self.list("  absent    ", named, width, of: absent.count))
        }
        return lines
    }

    /// How fast it goes, once that can be told, by the clients that move.
    private var paceText: String? {
        guard let pace else { return nil }
        let perMinute = pace.perMinute.rounded()
        let speed = perMinute >= 1 ? "\(Int(perMinute)) a minute" : "less than 1 a minute"
        let rest = absent.isEmpty ? "" : " for those that are there"
        return "\(speed), about \(Self.length(pace.secondsLeft)) left\(rest)"
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

    private static func words(_ outcome: ActionOutcome) -> String {
        switch outcome.state {
        case .waiting(let progress):
            progress.isEmpty ? "waiting" + absence(outcome.presence) : progress.visible
        case .failed(let reason): reason.isEmpty ? "failed" : "failed: \(reason.visible)"
        case .unknown: "unknown: taken back, or never reported"
        default: outcome.state.name
        }
    }

    private static func absence(_ presence: ActionOutcome.Presence) -> String {
        switch presence {
        case .unknown, .present: ""
        case .silent: "; not seen for a day"
        case .unreachable: "; can't be reached"
        }
    }

    /// An action by its client, and by its product where there are several.
    private func name(_ entry: ActionOutcome) -> String {
        let client = Self.short(entry.clientID)
        guard hasSeveralProducts, let product = entry.productID else {
            return client
        }
        return "\(client) \(product.text.visible)"
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

extension ActionOutcome {
    fileprivate var isOver: Bool { if case .waiting = state { false } else { true } }

    fileprivate var isRunning: Bool {
        if case .waiting(let progress) = state { !progress.isEmpty } else { false }
    }
}
