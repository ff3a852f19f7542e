import ArgumentParser
import Foundation
import OpsiMock
import TestSupport
import Testing

@testable import OpusCLI

/// What help shows as an example can be typed as it stands.
@Suite("Examples of help")
struct ExampleTests {
    private struct Example {
        let line: String
        /// Whether it changes something, unless it is told not to.
        let isActing: Bool
    }

    /// Those that end otherwise than with 0 on the lab's fleet, and how.
    private static let otherEnds: [String: Int32] = [
        // The lab's clients have sent none.
        "opus log pc-03 firefox": 3, "opus log pc-03 --errors": 3,
        // The lab's clock stands still.
        "opus doctor": 1,
        // There is no such server.
        "opus doctor --server https://opsi.example.org:4447 --username admin": 69,
        // Nobody is there to compare its fingerprint.
        "opus trust https://opsi.example.org:4447": 64,
        // The depot is up to date.
        "opus depot updates root@depot.example.org": 3,
        "opus depot upgrade root@depot.example.org --dry-run": 3,
        "opus depot upgrade root@depot.example.org --product firefox,7zip": 3,
    ]

    /// The examples of a command and of those below it, in the order in which help lists them.
    private static func examples(of command: any ParsableCommand.Type) -> [Example] {
        let configuration = command.configuration
        guard configuration.shouldDisplay else { return [] }
        // Each of a rollout's goes on from the one before, with clients that act: they are run as
        // such in docs/cli.md, and in the tests of rollouts.
        guard command != RolloutCommand.self else { return [] }
        let own = configuration.discussion.components(separatedBy: "Examples:\n").dropFirst()
            .flatMap { $0.split(separator: "\n").prefix { $0.hasPrefix("  opus ") } }
            .map { line in
                Example(
                    line: line.trimmingCharacters(in: .whitespaces),
                    isActing: command is any ChangingCommand.Type
                        || command == DepotUpgradeCommand.self)
            }
        let isLeaf = configuration.subcommands.isEmpty
        #expect(!isLeaf || !own.isEmpty, "\(command) has no example")
        return own + configuration.subcommands.flatMap(examples)
    }

    @Test("each ends well on the lab's fleet, as it stands, dry, and agreed to")
    func commands() async throws {
        let examples = Self.examples(of: OpusCommand.self)
        #expect(examples.count > 60)
        try await withTemporaryDirectory { directory in
            // A depot on which nothing is to be done.
            try FileManager.default.createSymbolicLink(
                at: directory.appending(path: "ssh"),
                withDestinationURL: URL(fileURLWithPath: "/bin/true"))
            try Data("\"Mozilla Firefox*\": firefox\n".utf8)
                .write(to: directory.appending(path: "software.yaml"))
            let bin = Opus.executable.deletingLastPathComponent().path
            for example in examples {
                for line in Self.forms(of: example) {
                    // None hangs on another.
                    try await withLab { mock in
                        var environment = Opus.environment(mock)
                        environment["PATH"] = "\(directory.path):\(bin):/usr/bin:/bin"
                        let run = try await Opus.shell(
                            "cd \(directory.path) && \(line)", environment: environment)
                        let expected = Self.otherEnds[example.line] ?? 0
                        #expect(run.status == expected, "\(line): \(run.output)\(run.errors)")
                    }
                }
            }
        }
    }

    /// What is run of an example: where nobody can be asked, what acts is run dry and agreed to.
    private static func forms(of example: Example) -> [String] {
        // Ctrl-C is how one ends it.
        if example.line.hasPrefix("opus watch") {
            return ["timeout --preserve-status -s INT 2 \(example.line)"]
        }
        guard example.isActing, !example.line.contains(" --dry-run") else { return [example.line] }
        // The lab's clients do nothing for which one could wait.
        let acting = example.line.replacing(" --wait", with: "")
        return ["\(example.line) --dry-run", "\(acting) --yes"]
    }
}
