/// The manual page of a program, from what its help knows.
struct ManualPage {
    private let program: HelpDump.Command
    private let version: String
    private let leaves: [(words: [String], command: HelpDump.Command)]
    /// Pages of help that are no command's.
    private let topics: [HelpDump.Command]
    /// Options that several commands share, by their section.
    private let shared: [(title: String, arguments: [HelpDump.Argument])]
    /// Options outside of any section that many commands share.
    private let common: [HelpDump.Argument]
    /// Paragraphs that several commands share.
    private let repeated: [String]

    init(_ program: HelpDump.Command, version: String) {
        self.program = program
        self.version = version
        leaves = program.leaves()
        topics = (program.subcommands ?? []).filter { $0.commandName.hasPrefix("help-") }
        var shared: [(title: String, arguments: [HelpDump.Argument])] = []
        var paragraphs: [(text: String, count: Int)] = []
        for (_, command) in leaves {
            for argument in command.shownArguments {
                guard let title = argument.sectionTitle else { continue }
                if let index = shared.firstIndex(where: { $0.title == title }) {
                    if !shared[index].arguments.contains(argument) {
                        shared[index].arguments.append(argument)
                    }
                } else {
                    shared.append((title, [argument]))
                }
            }
            for text in Discussion(command.discussion).prose {
                if let index = paragraphs.firstIndex(where: { $0.text == text }) {
                    paragraphs[index].count += 1
                } else {
                    paragraphs.append((text, 1))
                }
            }
        }
        self.shared = shared
        let loose = leaves.flatMap { $0.command.shownArguments }
            .filter { $0.sectionTitle == nil && $0.kind != .positional }
        common = loose.enumerated().filter { index, argument in
            loose[..<index].contains(argument) == false && loose.count { $0 == argument } > 4
        }.map(\.element)
        repeated = paragraphs.filter { $0.count > 2 }.map(\.text)
    }

    var text: String {
        let name = program.commandName
        var page = ".TH \(name.uppercased()) 1 \"\" \"opus \(version)\" \"User Commands\"\n"
        page += ".SH NAME\n\(Roff.text(name)) \\- \(Roff.text(Self.phrase(program.abstract)))\n"
        page += ".SH SYNOPSIS\n"
        if leaves.count == 1 {
            page += synopsis([name], program) + "\n"
        } else {
            page += "\(Roff.bold(name)) \(Roff.italic("command")) [\(Roff.italic("options"))]\n"
        }
        let parts = Discussion(program.discussion).parts
        page += ".SH DESCRIPTION\n" + parts.filter { !$0.isList }.map(\.roff).joined()
        if leaves.count > 1 { page += commands }
        for text in repeated { page += Self.section(of: text) }
        page += options
        for topic in topics { page += Self.section(of: topic) }
        for case .list(let title, let items) in parts {
            page += ".SH \(title.uppercased())\n" + Discussion.Part.roff(of: items)
        }
        return page
    }

    private var commands: String {
        var text = ".SH COMMANDS\n"
        for (words, command) in leaves {
            text += ".SS \"\(synopsis(words, command))\"\n"
            text += Roff.text(command.abstract ?? "") + "\n"
            for part in Discussion(command.discussion).parts {
                if case .prose(let text) = part, repeated.contains(text) { continue }
                text += part.roff
            }
            text += command.shownArguments.filter { argument in
                argument.sectionTitle == nil && !Self.isTargets(argument)
                    && !common.contains(argument)
            }.map(Self.item).joined()
        }
        return text
    }

    private var options: String {
        var text = ".SH OPTIONS\n"
        let own = leaves.count == 1 ? program.shownArguments.filter { $0.sectionTitle == nil } : []
        text += (own + common).map(Self.item).joined()
        for (title, arguments) in shared {
            let isEverywhere = leaves.allSatisfy { leaf in
                leaf.command.shownArguments.contains { $0.sectionTitle == title }
            }
            text += ".SS \(Roff.text(title))\n"
            if leaves.count > 1, !isEverywhere {
                text += Roff.text("For the commands that have them in their --help.") + "\n"
            }
            text += arguments.map(Self.item).joined()
        }
        text += Roff.item(
            "\(Roff.bold("-h")), \(Roff.bold("--help"))",
            Roff.text("Show the help of the program, or of one command."))
        return text
    }

    /// How a command is called.
    private func synopsis(
        _ words: [String], _ command: HelpDump.Command
    ) -> String {
        let positional = command.shownArguments.filter { $0.kind == .positional }
            .map { argument -> String in
                let name = Roff.italic(argument.valueName ?? "value")
                let whole = argument.isRepeating ? "\(name)..." : name
                return argument.isOptional ? "[\(whole)]" : whole
            }
        let options = leaves.count == 1 ? ["[\(Roff.italic("options"))]"] : []
        return ([Roff.bold(words.joined(separator: " "))] + positional + options)
            .joined(separator: " ")
    }

    /// An argument with its names, its value and what it is for.
    private static func item(_ argument: HelpDump.Argument) -> String {
        let value = argument.valueName.map(Roff.italic) ?? ""
        var title: String
        if argument.kind == .positional {
            title = value
        } else {
            title = (argument.names ?? []).map {
                Roff.bold(($0.kind == "long" ? "--" : "-") + $0.name)
            }.joined(separator: ", ")
            if argument.kind == .option { title += " \(value)" }
        }
        let isTold = argument.abstract?.contains("(default") == true
        let usual = argument.defaultValue.flatMap { $0.isEmpty || isTold ? nil : $0 }
        let body = (argument.abstract ?? "") + (usual.map { " (default: \($0))" } ?? "")
        return Roff.item(title, Roff.text(body))
    }

    /// Targets have a section of their own.
    private static func isTargets(_ argument: HelpDump.Argument) -> Bool {
        argument.kind == .positional && argument.valueName == "targets"
    }

    /// A paragraph that begins with what it is about, such as `TARGETS is …`.
    private static func section(of paragraph: String) -> String {
        let title = paragraph.prefix { !$0.isWhitespace }
        let isTitle = title.allSatisfy { $0.isUppercase }
        return ".SH \(isTitle ? String(title) : "NOTES")\n\(Roff.text(paragraph))\n"
    }

    /// A page of help that is no command's.
    private static func section(of topic: HelpDump.Command) -> String {
        let name = topic.commandName.dropFirst("help-".count).uppercased()
        return ".SH \(name)\n\(Roff.text(topic.abstract ?? ""))\n"
            + Discussion(topic.discussion).parts.map(\.roff).joined()
    }

    /// An abstract as manual pages have it: without a full stop.
    private static func phrase(_ abstract: String?) -> String {
        let text = abstract ?? ""
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}
