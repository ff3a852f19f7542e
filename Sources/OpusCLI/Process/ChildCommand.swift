import LocalSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs a program that the settings name, without a shell.
enum ChildCommand {
    /// What a program prints on standard output. It may ask on the terminal, and its errors are
    /// seen.
    ///
    /// - Parameters:
    ///   - words: the program and its arguments.
    ///   - origin: the setting that names it.
    ///   - limit: the most bytes accepted.
    /// - Returns: the text.
    /// - Throws: `CommandFailure` where it can't be run, or fails.
    static func output(
        _ words: [String], origin: String, limit: Int
    ) throws(CommandFailure) -> String {
        let child: PipedChild
        do {
            child = try PipedChild(words, .output)
        } catch {
            throw .usage(
                "\(origin): '\(words[0])' can't be run:"
                    + " \(String(cString: strerror(error.number)).lowercased())")
        }
        defer { close(child.end) }
        let bytes = Result { () throws(FileText.Failure) in
            try FileText.contents(of: child.end, limit: limit)
        }
        guard child.wait() == 0 else {
            throw .usage("\(origin): '\(words[0])' failed, so there is no password")
        }
        guard let bytes = try? bytes.get(), let text = String(validating: bytes, as: UTF8.self)
        else { throw .usage("\(origin): '\(words[0])' printed no text of a password's size") }
        return text
    }
}
