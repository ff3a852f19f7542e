import LocalSystem

/// A word as a shell takes it, for commands that people paste.
extension String {
    /// The word, in quotes where a shell would take something in it for itself.
    var shellWord: String { ShellQuoting.word(self) }
}

extension ConnectionOptions {
    /// The options that lead another call of opus to the same server, for commands that people
    /// paste; none where the environment or the configuration's default does.
    var shellWords: [String] {
        var words: [String] = []
        func add(_ name: String, _ value: String?) {
            if let value { words += [name, value.shellWord] }
        }
        add("--context", context)
        add("--server", server)
        add("--username", username)
        add("--password-file", passwordFile)
        add("--ca-file", caFile)
        if insecure { words.append("--insecure") }
        return words
    }
}
