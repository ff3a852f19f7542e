import Foundation
import TestSupport
import Testing

/// `depot updates` and `depot upgrade`, with a program in ssh's place that replays the updater.
@Suite("Depot")
struct DepotTests {
    private struct Shell: Sendable {
        /// The words of the ssh command. A program that was written just now may not be run yet,
        /// while another process starts, so that a shell reads it.
        let options: [String]
        let log: URL

        /// The updater's commands that were run, without what goes before them.
        var updates: [String] {
            let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            return text.split(separator: "\n").compactMap { line in
                line.firstRange(of: "opsi-package-updater").map { String(line[$0.lowerBound...]) }
            }.filter { $0.contains("update ") || $0.hasSuffix("update") }
        }
    }

    private static let firefox =
        "\u{1B}[0mfirefox: 124.0-2 in uib-windows (updatable from: 123.0-1)\n"
    private static let zip = "7zip: 24.08-1 in uib-windows (updatable from: 23.01-2)\n"

    /// Does what the updater was seen to do.
    ///
    /// - Parameters:
    ///   - list: what it lists.
    ///   - left: what it lists after an update.
    ///   - listing: its exit code for listing.
    ///   - update: its exit code for updating.
    ///   - body: uses it.
    /// - Throws: what the body throws.
    private static func withShell(
        list: String = firefox + zip, left: String = "", listing: Int32 = 0, update: Int32 = 0,
        _ body: (Shell) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let program = directory.appending(path: "ssh")
            let log = directory.appending(path: "log")
            let text = """
                #!/bin/sh
                echo "$*" >> '\(log.path)'
                echo 'Loading repository configuration' >&2
                case "$*" in
                *list*) if test -e '\(directory.path)/updated'
                    then printf '%s' '\(left)'; else printf '%s' '\(list)'; fi
                    exit \(listing);;
                *) touch '\(directory.path)/updated'; exit \(update);;
                esac
                """
            try Data(text.utf8).write(to: program)
            try await body(
                Shell(options: ["--ssh", "/bin/sh", "--ssh", program.path], log: log))
        }
    }

    private static func opus(_ words: [String], _ shell: Shell) async throws -> Run {
        try await Opus.run(["depot"] + words + ["root@depot"] + shell.options, environment: [:])
    }

    @Test("updates lists them in every form; none is 3")
    func updates() async throws {
        try await Self.withShell(list: Self.firefox) { shell in
            let run = try await Self.opus(["updates", "-o", "csv"], shell)
            #expect(
                run
                    == Run(
                        status: 0,
                        output: "product,installed,version,repository\r\n"
                            + "firefox,123.0-1,124.0-2,uib-windows\r\n", errors: ""))
            let json = try await Self.opus(["updates", "-o", "json"], shell)
            #expect(
                try json.json([[String: String]].self) == [
                    [
                        "product": "firefox", "installed": "123.0-1", "version": "124.0-2",
                        "repository": "uib-windows",
                    ]
                ])
        }
        try await Self.withShell(list: "") { shell in
            let run = try await Self.opus(["updates"], shell)
            #expect(run.status == 3)
            #expect(run.errors == "the depot is up to date\n")
        }
    }

    @Test(
        "each way in which a depot can't be asked has its exit code, and nothing is run on it",
        arguments: [
            // ssh itself failed; the depot has no updater; the updater failed; it spoke in riddles.
            (Int32(255), "", Int32(69)), (127, "", 69), (1, "", 75),
            (0, "firefox 124 (updatable from 123)\n", 65),
        ], ["updates", "upgrade"])
    func unreachable(way: (listing: Int32, list: String, status: Int32), verb: String) async throws
    {
        try await Self.withShell(list: way.list, listing: way.listing) { shell in
            let words = verb == "upgrade" ? [verb, "--yes"] : [verb]
            let run = try await Self.opus(words, shell)
            #expect(run.status == way.status, "\(run.errors)")
            #expect(run.errors.hasPrefix("opus: "))
            #expect(run.output.isEmpty)
            #expect(shell.updates.isEmpty)
        }
    }

    @Test("an ssh command that is none is 64", arguments: ["/no/such/program", ""])
    func noShell(program: String) async throws {
        let run = try await Opus.run(
            ["depot", "updates", "root@depot", "--ssh", program], environment: [:])
        #expect(run.status == 64, "\(run.errors)")
    }

    @Test(
        "upgrade tells what was updated and what is left, by the updater's own exit codes",
        arguments: [
            (Int32(0), "", Int32(0), ["updated", "updated"]), (0, zip, 1, ["updated", "left"]),
            (1, firefox + zip, 75, ["left", "left"]), (2, zip, 1, ["updated", "left"]),
        ])
    func upgrade(updater: Int32, left: String, status: Int32, results: [String]) async throws {
        try await Self.withShell(left: left, update: updater) { shell in
            let run = try await Self.opus(["upgrade", "--yes", "-o", "json"], shell)
            #expect(run.status == status, "\(run.errors)")
            let rows = try run.json([[String: String]].self)
            #expect(rows.map { $0["product"] } == ["firefox", "7zip"])
            #expect(rows.map { $0["result"] ?? "" } == results)
            #expect(shell.updates == ["opsi-package-updater -v update"])
        }
    }

    @Test("upgrade takes the products that are named, and tells which have no update")
    func named() async throws {
        try await Self.withShell { shell in
            let run = try await Self.opus(
                ["upgrade", "--yes", "-p", "firefox,vlc", "-o", "plain"], shell)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output == "firefox\t123.0-1\t124.0-2\tupdated\n")
            #expect(run.errors.contains("no update for: vlc"))
            #expect(shell.updates == ["opsi-package-updater -v update firefox"])
        }
    }

    @Test("nothing to upgrade is 3", arguments: [["-p", "vlc"], []])
    func nothing(options: [String]) async throws {
        try await Self.withShell(list: options.isEmpty ? "" : Self.firefox) { shell in
            let run = try await Self.opus(["upgrade", "--yes"] + options, shell)
            #expect(run.status == 3, "\(run.errors)")
            #expect(shell.updates.isEmpty)
        }
    }

    @Test("a dry run, and one without a terminal, run no update", arguments: [true, false])
    func noUpgrade(isDry: Bool) async throws {
        try await Self.withShell { shell in
            let run = try await Self.opus(["upgrade"] + (isDry ? ["-n"] : []), shell)
            #expect(run.status == (isDry ? 0 : 64))
            #expect(shell.updates.isEmpty)
        }
    }

    @Test("upgrade asks, and only yes means yes", arguments: [("n", 3), ("y", 0)])
    func asks(answer: String, status: Int32) async throws {
        try await Self.withShell { shell in
            let run = try await TerminalRun.run(
                ["depot", "upgrade", "root@depot"] + shell.options,
                environment: ["TERM": "xterm"],
                dialogue: [("Install 2 updates on root@depot? [y/N]", answer)])
            #expect(run.status == status, "\(run.shown)")
            #expect(shell.updates.isEmpty == (status == 3))
        }
    }
}
