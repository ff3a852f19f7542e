import ArgumentParser
import OpusCore

/// The words with which a program was called, as far as they name a command or a page of help.
struct CommandWords {
    private let root: any ParsableCommand.Type

    init(_ root: any ParsableCommand.Type) { self.root = root }

    /// The words for the parser, which knows nothing of `opus help targets`.
    ///
    /// - Throws: `CommandFailure` where a word is no command's name, with the nearest one.
    func resolved(_ words: [String]) throws(CommandFailure) -> [String] {
        guard words.first == "help" else {
            try check(words, among: [], advice: "`opus help` lists the commands")
            return words
        }
        let rest = words.dropFirst()
        if let topic = rest.first, HelpTopics.names.contains(topic) {
            return [HelpTopics.prefix + topic] + rest.dropFirst()
        }
        try check(
            Array(rest), among: HelpTopics.names,
            advice: "`opus help` lists the commands; topics are "
                + HelpTopics.names.joined(separator: " and "))
        return words
    }

    /// Follows the words down the tree of commands.
    private func check(
        _ words: [String], among topics: [String], advice: String
    ) throws(CommandFailure) {
        var command = root
        for word in words {
            let below = command.configuration.subcommands
            // What is no command's name may be a value, where there is a command for that.
            guard !word.hasPrefix("-"), !below.isEmpty else { return }
            if let next = below.first(where: { $0.name == word }) {
                command = next
                continue
            }
            guard command.configuration.defaultSubcommand == nil || !topics.isEmpty else { return }
            let known = below.filter { $0.configuration.shouldDisplay }.map { $0.name } + topics
            let hint = SimilarNames.hint(word, among: known) ?? ""
            throw .usage("there is no command \"\(word.visible)\"\(hint)\n\(advice)")
        }
    }
}

extension ParsableCommand {
    fileprivate static var name: String { configuration.commandName ?? "" }
}

/// What the argument parser says of words that it does not understand.
enum ParserMessage {
    /// The message, without a suggestion that is nothing like what was written.
    static func improved(_ message: String) -> String {
        let marks = (start: "Unknown option '", middle: "'. Did you mean '", end: "'?")
        guard let start = message.firstRange(of: marks.start),
            let middle = message[start.upperBound...].firstRange(of: marks.middle),
            let end = message[middle.upperBound...].firstRange(of: marks.end)
        else { return message }
        let written = message[start.upperBound..<middle.lowerBound]
        let suggested = message[middle.upperBound..<end.lowerBound]
        let isNear = SimilarNames.isNear(
            String(written.drop { $0 == "-" }), String(suggested.drop { $0 == "-" }))
        guard !isNear else { return message }
        return message[..<middle.lowerBound] + "'" + message[end.upperBound...]
    }
}
