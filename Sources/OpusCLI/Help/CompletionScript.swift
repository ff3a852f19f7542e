import ArgumentParser

/// The scripts with which shells complete `opus`: those of the argument parser, which knows no words
/// that follow `opus help`.
enum CompletionScript {
    private static let option = "--generate-completion-script"

    /// The script that is asked for; nil where none is.
    static func requested(by words: [String]) -> String? {
        guard words.count == 2, words[0] == option, let shell = CompletionShell(rawValue: words[1])
        else { return nil }
        return text(for: shell)
    }

    static func text(for shell: CompletionShell) -> String {
        let script = OpusCommand.completionScript(for: shell)
        let names = helpWords.joined(separator: " ")
        switch shell {
        case .bash:
            return script.replacing(
                "_opus_help() {\n",
                with: "_opus_help() {\n    COMPREPLY+=($(compgen -W '\(names)' -- \"${cur}\"))\n"
                    + "    return\n")
        case .zsh: return script.replacing("'*:subcommands:'", with: "'*:subcommands:(\(names))'")
        default:
            return script + "\ncomplete -c 'opus'"
                + " -n '__opus_should_offer_completions_for_positional \"opus help\" -ge 1'"
                + " -fa '\(names)'\n"
        }
    }

    /// What can follow `opus help`.
    private static var helpWords: [String] {
        OpusCommand.configuration.subcommands.map { $0.configuration }
            .filter { $0.shouldDisplay }.compactMap { $0.commandName } + HelpTopics.names
    }
}
