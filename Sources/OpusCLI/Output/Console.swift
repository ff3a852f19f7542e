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
        guard StandardStream.output.write(renderer.render(report)) else {
            throw CommandFailure(.badData, "standard output can't be written to the end")
        }
    }

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
