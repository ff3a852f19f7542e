import OpusCore

/// Shows how far the actions have come that are followed: on a terminal some lines that are written
/// over, elsewhere a line whenever something has changed.
struct ProgressDisplay {
    let isQuiet: Bool
    private let isTerminal = StandardStream.error.isTerminal
    private var last = ""
    /// The widths of the lines on the screen.
    private var shown: [Int] = []

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    mutating func show(_ followed: FollowedActions, after time: Duration) {
        guard !isQuiet else { return }
        let text = ProgressText(followed, after: time)
        guard isTerminal else {
            if text.line != last { StandardStream.error.write(text.line + "\n") }
            last = text.line
            return
        }
        // The terminal may have another size by now, and what was shown other line breaks.
        let width = Terminal.width(of: .error)
        let lines = text.lines(width: width - 1)
        let rows = shown.reduce(0) { $0 + max(1, ($1 + width - 1) / width) }
        let up = rows > 0 ? "\u{1B}[\(rows)A\r\u{1B}[J" : ""
        StandardStream.error.write(up + lines.map { $0 + "\n" }.joined())
        shown = lines.map { DisplayWidth.of($0) }
    }
}
