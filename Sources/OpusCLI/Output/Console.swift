import OpusCore

/// Where a command speaks: data on standard output, all else on standard error.
struct Console: Sendable {
    let renderer: ReportRenderer
    let isQuiet: Bool
    let isVerbose: Bool
    /// Whether a person is there and may be asked.
    let mayAsk: Bool

    init(_ options: OutputOptions, _ environment: Environment) {
        renderer = ReportRenderer(
            format: options.output, width: Terminal.width(environment),
            hasColour: Terminal.hasColour(environment))
        isQuiet = options.quiet
        isVerbose = options.verbose
        mayAsk = !options.noInput && Terminal.isInteractive
    }

    /// Prints data.
    ///
    /// - Throws: `CommandFailure` where it can't be written, as on a full disk: a script must not
    ///   take half a list for the whole.
    func show(_ report: Report) throws(CommandFailure) {
        try show(text: renderer.render(report))
    }

    /// Prints data that are lines to people as well as to programs: without a heading.
    func showLines(_ table: Table) throws(CommandFailure) {
        guard renderer.format == .table else { return try show(.table(table)) }
        try show(text: PlainText.of(table))
    }

    /// Prints data that have their form already.
    func show(text: String) throws(CommandFailure) {
        guard StandardStream.output.write(text) else {
            throw CommandFailure(.badData, "standard output can't be written to the end")
        }
    }

    /// Tells a person at a terminal what else could be done.
    func hint(_ text: String) {
        if renderer.isForPerson { note(text) }
    }

    /// Tells that something was masked in what was shown.
    func tellOfMasks() { note("*** stands for what looks like a secret") }

    /// Tells a person something that is no data.
    func note(_ text: String) {
        if !isQuiet { StandardStream.error.write(text + "\n") }
    }

    /// Tells what only the curious want to know.
    func detail(_ text: String) {
        if isVerbose { StandardStream.error.write("opus: " + text + "\n") }
    }

    /// Tells what went wrong.
    static func problem(_ text: String) {
        StandardStream.error.write("opus: " + text + "\n")
    }
}
