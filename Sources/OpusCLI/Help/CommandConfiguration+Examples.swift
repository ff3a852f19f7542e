import ArgumentParser

extension CommandConfiguration {
    /// A command's configuration, with examples at the end of its help.
    ///
    /// - Parameters:
    ///   - name: the command's name.
    ///   - abstract: what it does, in a line.
    ///   - usage: how it is called, from `opus` on.
    ///   - discussion: what else is to be known.
    ///   - examples: calls that work, one a line.
    init(
        _ name: String, _ abstract: String, usage: String, discussion: String? = nil,
        examples: String
    ) {
        let calls = examples.split(separator: "\n").map { "\n  \($0)" }.joined()
        self.init(
            commandName: name, abstract: abstract, usage: usage,
            discussion: (discussion.map { "\($0)\n\n" } ?? "") + "Examples:" + calls)
    }
}
