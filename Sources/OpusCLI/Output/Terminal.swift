#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The terminal that a person sits at, where there is one.
enum Terminal {
    /// The columns of the terminal behind standard output; nil where output goes elsewhere.
    static func width(_ environment: Environment) -> Int? {
        if let text = environment["COLUMNS"], let columns = Int(text), (20...10_000) ~= columns {
            return columns
        }
        return StandardStream.output.isTerminal ? width(of: .output) : nil
    }

    /// The columns that the terminal behind a stream has at this moment; 80 where it doesn't say.
    static func width(of stream: StandardStream) -> Int {
        var size = winsize()
        guard ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else {
            return 80
        }
        return Int(size.ws_col)
    }

    /// Whether standard output may have colours (no-color.org).
    static func hasColour(_ environment: Environment) -> Bool {
        StandardStream.output.isTerminal && environment["NO_COLOR"] == nil
            && environment["TERM"] != "dumb"
    }

    /// Whether a person can answer a question.
    static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && StandardStream.error.isTerminal }
}
