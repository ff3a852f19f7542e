import Foundation
import OpsiMock
import TestSupport
import Testing

@Suite("Setting up")
struct SetupTests {
    @Test("trust stores what has the right fingerprint, sends no credentials, and then works")
    func trust() async throws {
        try await withTemporaryDirectory { home in
            try await withLab({ $0.tls = true }) { mock in
                let environment = Opus.environment(mock, home: home.path)
                let wrong = try await Opus.run(
                    ["trust", mock.url, "--fingerprint", "AA:BB", "-o", "json"],
                    environment: environment)
                #expect(wrong.status == 69)
                #expect(try await Opus.run(["groups"], environment: environment).status == 69)
                let shown = try wrong.json([String: String].self)
                let fingerprint = try #require(shown["sha256"])
                let right = try await Opus.run(
                    ["trust", mock.url, "--fingerprint", fingerprint], environment: environment)
                #expect(right.status == 0, "\(right.errors)")
                #expect(mock.requests.allSatisfy { $0.authentication == .none })
                #expect(mock.loginCount == 0)
                #expect(try await Opus.run(["groups"], environment: environment).status == 0)
            }
        }
    }

    @Test("trust asks, and no means no")
    func trustAsks() async throws {
        try await withTemporaryDirectory { home in
            try await withLab({ $0.tls = true }) { mock in
                let environment = Opus.environment(mock, home: home.path)
                let run = try await TerminalRun.run(
                    ["trust", mock.url], environment: environment,
                    dialogue: [("Is this the fingerprint", "n")])
                #expect(run.status == 3)
                #expect(try await Opus.run(["groups"], environment: environment).status == 69)
            }
        }
    }

    /// A program in ssh's place, which does what the updater was seen to do.
    private static func withShell(
        list: String, update: Int32, _ body: (_ program: String, _ log: URL) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let program = directory.appending(path: "shell")
            let log = directory.appending(path: "log")
            let text = """
                #!/bin/sh
                echo "$*" >> '\(log.path)'
                case "$*" in
                *list*) printf '%s' '\(list)';;
                *) exit \(update);;
                esac
                """
            try Data(text.utf8).write(to: program)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: program.path)
            try await body(program.path, log)
        }
    }

    private static let list = "firefox: 124.0-2 in uib-windows (updatable from: 123.0-1)\n"

    @Test("depot updates lists them; none is 3")
    func updates() async throws {
        try await Self.withShell(list: Self.list, update: 0) { program, _ in
            let run = try await Opus.run(
                ["depot", "updates", "root@depot", "--ssh", program, "-o", "csv"], environment: [:])
            #expect(
                run
                    == Run(
                        status: 0,
                        output: "product,installed,version,repository\r\n"
                            + "firefox,123.0-1,124.0-2,uib-windows\r\n", errors: ""))
        }
        try await Self.withShell(list: "", update: 0) { program, _ in
            let run = try await Opus.run(
                ["depot", "updates", "root@depot", "--ssh", program], environment: [:])
            #expect(run.status == 3)
        }
    }

    @Test(
        "depot upgrade tells what is left, by the updater's own exit codes",
        arguments: [(0, 1), (1, 75), (2, 1)])
    func upgrade(updater: Int32, status: Int32) async throws {
        try await Self.withShell(list: Self.list, update: updater) { program, _ in
            let run = try await Opus.run(
                ["depot", "upgrade", "root@depot", "--ssh", program, "--yes", "-o", "plain"],
                environment: [:])
            #expect(run.status == status, "\(run.errors)")
            #expect(run.output == "firefox\t123.0-1\t124.0-2\tleft\n")
        }
    }

    @Test("a dry run, and one without a terminal, run no update", arguments: [true, false])
    func noUpgrade(isDry: Bool) async throws {
        try await Self.withShell(list: Self.list, update: 0) { program, log in
            let run = try await Opus.run(
                ["depot", "upgrade", "root@depot", "--ssh", program] + (isDry ? ["-n"] : []),
                environment: [:])
            #expect(run.status == (isDry ? 0 : 64))
            let calls = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            #expect(!calls.contains("update "))
            #expect(!calls.contains("-v update"))
        }
    }

    @Test("names are completed from a cache, which fills itself")
    func completion() async throws {
        try await withTemporaryDirectory { home in
            try await withLab { mock in
                let environment = Opus.environment(mock, home: home.path)
                let filled = try await Opus.run(["refresh-names"], environment: environment)
                #expect(filled.status == 0, "\(filled.errors)")
                mock.clearRequests()
                let words = [
                    "---completion", "install", "--", "positional@0", "1", "0", "opus", "",
                ]
                let run = try await Opus.run(words, environment: environment)
                #expect(
                    run.output.split(separator: "\n")
                        == ["7zip", "firefox", "opsi-client-agent", "windomain"])
                #expect(mock.requests.isEmpty)
            }
        }
    }

    @Test("version and help", arguments: ["--version", "--help"])
    func help(option: String) async throws {
        let run = try await Opus.run([option], environment: [:])
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        if option == "--help" {
            for status in ["0 ", "1 ", "3 ", "64 ", "65 ", "69 ", "75 ", "77 "] {
                #expect(run.output.contains("\n  \(status)"))
            }
        }
    }
}
