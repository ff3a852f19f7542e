/// What `--experimental-dump-help` says of a command, as far as a manual page needs it.
struct HelpDump: Decodable {
    let command: Command

    struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let discussion: String?
        let shouldDisplay: Bool?
        let subcommands: [Command]?
        let arguments: [Argument]?
    }

    struct Argument: Decodable, Hashable {
        enum Kind: String, Decodable {
            case positional, option, flag
        }

        struct Name: Decodable, Hashable {
            let kind: String
            let name: String
        }

        let kind: Kind
        let shouldDisplay: Bool
        let sectionTitle: String?
        let isOptional: Bool
        let isRepeating: Bool
        let names: [Name]?
        let valueName: String?
        let defaultValue: String?
        let abstract: String?
    }
}

extension HelpDump.Command {
    /// The arguments that a person is told of, but for `--help`, which every command has.
    var shownArguments: [HelpDump.Argument] {
        (arguments ?? []).filter { argument in
            argument.shouldDisplay && argument.names?.contains { $0.name == "help" } != true
        }
    }

    /// The commands that do something, each with all the words that call it.
    func leaves(after words: [String] = []) -> [(words: [String], command: Self)] {
        let path = words + [commandName]
        let shown = (subcommands ?? []).filter {
            $0.shouldDisplay != false && $0.commandName != "help"
        }
        return shown.isEmpty ? [(path, self)] : shown.flatMap { $0.leaves(after: path) }
    }
}
