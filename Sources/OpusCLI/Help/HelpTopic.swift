import ArgumentParser
import OpusCore

/// A page of help about something that many commands share: `opus help targets`.
///
/// It is a command that nobody sees, `help-targets`, so that the manual page finds it where it finds
/// all else.
protocol HelpTopic: OpusVerb {
    /// What is written after `opus help`.
    static var name: String { get }
    /// What it tells of, as a heading.
    static var title: String { get }
    /// Paragraphs, and lists of two columns below a title.
    static var text: String { get }
}

extension HelpTopic {
    static var command: String { HelpTopics.prefix + name }

    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: command, abstract: title, discussion: text, shouldDisplay: false)
    }

    func perform() async throws -> ExitStatus {
        guard StandardStream.output.write("\(Self.title)\n\n\(Self.text)\n") else {
            throw CommandFailure(.badData, "standard output can't be written to the end")
        }
        return .done
    }
}

/// All pages of help that are no command's.
enum HelpTopics {
    static let prefix = "help-"
    static let all: [any HelpTopic.Type] = [TargetsTopic.self, OutputTopic.self]
    static var names: [String] { all.map { $0.name } }
}

/// How clients are selected.
struct TargetsTopic: HelpTopic {
    static let name = "targets"
    static let title = "How clients are selected, wherever a command takes TARGETS."
    static let text = """
        Targets:
        \(TwoColumns.text(rows))

        States, as in state:failed and --state:
        \(TwoColumns.text(states))

        not binds more tightly than and, and and than or. Clients, patterns and groups
        may stand side by side, and so may several states, depots or products: that is
        an or. What could narrow as well as widen, such as @hall state:failed, is
        refused without a word between. Names with blanks or signs go into quotes inside
        the expression. Shells take *, <, ( and more for themselves, so quote the whole.

        Examples:
          opus clients pc-01 pc-02
          opus clients 'pc-[01-04] and not @hall'
          opus failed '@hall and failed:firefox<2d'
          opus clients 'depot:server.lab.test and seen<2d'
        """

    private static let rows = [
        ("pc-01, pc-01.lab.test", "one client, by its short name or its id"),
        ("pc-*, pc-?1", "clients by a pattern of their names"),
        ("pc-[01-20]", "a range, with leading zeros as written"),
        ("@hall, group:hall", "a group, with the groups below it"),
        ("depot:NAME", "the clients of a depot"),
        ("state:failed", "a state, see below"),
        ("product:firefox", "where a product is installed"),
        ("product:firefox<128", "in such a version; also <=, >, >= and ="),
        ("failed:firefox", "where its last action failed"),
        ("failed:firefox<6h", "within that time; also >; m, h, d or w"),
        ("failed:@office", "any product of a product group; also product:"),
        ("os:windows", "by the operating system that an audit found"),
        ("seen<2d, seen>30d", "seen in that time; not seen since"),
        ("ip:10.1.2.*", "by IP address"),
        ("mac:00-16-3E-00-00-01", "by MAC address, in whatever notation"),
        ("inventory:4711", "by inventory number"),
        ("description:reception", "by words in the description; also notes:"),
        ("reachable", "who answers at this moment"),
        ("and, or, not, ( )", "combinations; a comma is an or"),
        ("all", "every client, and only where it is written out"),
        ("-", "names on standard input, one a line"),
    ]

    private static let states =
        ClientState.allCases.map { ($0.name, $0.brief) }
        + [("reachable", "answers at this moment; only in targets")]
}

/// In which form data comes.
struct OutputTopic: HelpTopic {
    static let name = "output"
    static let title = "What commands print."
    static let text = """
        Data goes to standard output, all else to standard error. With --output json,
        csv or plain there is nothing but data on standard output; names and order of
        columns stay as they are, and new ones come at the end. Times are UTC there.
        What is not known is null in JSON and empty elsewhere. `opus help` lists the
        exit statuses.

        Forms:
          table  for people, as wide as the terminal; in colour unless NO_COLOR is set
          json   a list of objects; one object for client and product
          csv    with a heading, quoted after RFC 4180
          plain  tabs between values, no heading, no quotes

        Examples:
          opus failed -o json
          opus clients state:failed -o plain | cut -f1
        """
}

/// Lists of two columns in help texts.
enum TwoColumns {
    static func text(_ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { key, text in
            "  \(key)\(String(repeating: " ", count: width - key.count + 2))\(text)"
        }.joined(separator: "\n")
    }
}
