#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program in which a person leafs through a long text.
enum Pager {
    /// Shows a text in the pager that `PAGER` names, else in `less`; where that can't be run, or
    /// `PAGER` is empty or `cat`, as it is.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - environment: says which pager.
    /// - Returns: whether all of it was taken; a person who has seen enough counts as all.
    static func show(_ text: String, _ environment: Environment) -> Bool {
        let words = (environment.variables["PAGER"] ?? "less").split(separator: " ").map(
            String.init)
        guard let program = words.first, program != "cat" else {
            return StandardStream.output.write(text)
        }
        // As other programs do: colours, and no pager for what fits.
        setenv("LESS", "FRX", 0)
        guard let pager = try? PipedChild(words, .input) else {
            return StandardStream.output.write(text)
        }
        // Ctrl-C is the pager's affair, and one that ends early is no error.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGINT, SIG_IGN)
        _ = StandardStream.write(text, to: pager.end)
        close(pager.end)
        _ = pager.wait()
        return true
    }
}
