import Foundation
import OpsiMock
import OpusCore
import TestSupport
import Testing

@testable import OpusCLI

/// Completion, in the shells themselves.
@Suite("Completion")
struct CompletionTests {
    enum Shell: String, CaseIterable {
        case bash, zsh, fish

        var program: String { self == .bash ? "/bin/bash" : "/usr/bin/\(rawValue)" }

        var arguments: [String] {
            switch self {
            case .bash: ["--norc", "--noprofile", "-i"]
            case .zsh: ["-f", "-i"]
            case .fish: ["-i", "-C", "function fish_prompt; echo -n 'READY> '; end"]
            }
        }

        /// Reads the script, and makes a command that notes its words in a file.
        func setup(script: String, notes: String) -> String {
            switch self {
            case .bash: "source \(script); seen() { printf '%s\\n' \"$*\" >> \(notes); }"
            case .zsh:
                "autoload -Uz compinit; compinit -u -D; source \(script); compdef _opus opus;"
                    + " seen() { printf '%s\\n' \"$*\" >> \(notes); }"
            case .fish: "source \(script); function seen; echo $argv >> \(notes); end"
            }
        }
    }

    /// What is typed before the tabulator, and what the line is then.
    private static let lines = [
        ("opus set-u", "opus set-uninstalled"), ("opus depot upd", "opus depot updates"),
        ("opus group sh", "opus group show"), ("opus group show hal", "opus group show hall"),
        ("opus client pc-h", "opus client pc-hall-01.lab.test"),
        ("opus product fire", "opus product firefox"),
        ("opus install fire", "opus install firefox"),
        ("opus install 7zip,fire", "opus install 7zip,firefox"),
        ("opus status @hal", "opus status @hall"),
        ("opus status state:fai", "opus status state:failed"),
        ("opus retry failed:fire", "opus retry failed:firefox"),
        ("opus status --output pl", "opus status --output plain"),
        ("opus product-groups off", "opus product-groups office"),
        ("opus group ad", "opus group add"), ("opus group remo", "opus group remove"),
        ("opus help fai", "opus help failed"), ("opus help tar", "opus help targets"),
        ("opus status depot:", "opus status depot:server.lab.test"),
        ("opus status depot:ser", "opus status depot:server.lab.test"),
        ("opus retry product:fire", "opus retry product:firefox"),
        ("opus install @off", "opus install @office"),
        ("opus failed --by rea", "opus failed --by reason"),
    ]

    /// Types lines into a shell that completes, for a fleet whose names are known; a line is taken
    /// when the shell is ready for it. Gives a body what was shown, and what commands noted.
    private static func type(
        _ lines: [String], into shell: Shell,
        _ body: (OpsiMock, _ shown: String, _ seen: [String]) throws -> Void
    ) async throws {
        try await withTemporaryDirectory { home in
            try await withLab { mock in
                var environment = Opus.environment(mock, home: home.path)
                let filled = try await Opus.run(["refresh-names"], environment: environment)
                #expect(filled.status == 0, "\(filled.errors)")
                mock.clearRequests()
                let script = home.appending(path: "script").path
                let notes = home.appending(path: "notes").path
                let text = try await Opus.run(
                    ["--generate-completion-script", shell.rawValue], environment: [:]
                ).output
                try Data(text.utf8).write(to: URL(fileURLWithPath: script))
                let bin = Opus.executable.deletingLastPathComponent().path
                environment["PATH"] = "\(bin):/usr/bin:/bin"
                environment["PS1"] = "READY> "
                environment["LC_ALL"] = "C.UTF-8"
                let run = try await TerminalRun.run(
                    shell.arguments, of: shell.program, environment: environment,
                    dialogue: ([shell.setup(script: script, notes: notes)] + lines + ["exit"])
                        .map { ("READY> ", $0) })
                let seen = (try? String(contentsOfFile: notes, encoding: .utf8)) ?? ""
                try body(
                    mock, run.shown,
                    seen.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
            }
        }
    }

    @Test("commands and names are completed in the shell", arguments: Shell.allCases)
    func shells(shell: Shell) async throws {
        try await Self.type(Self.lines.map { "\($0.0)\t\u{1}seen " }, into: shell) {
            mock, shown, seen in
            #expect(seen == Self.lines.map(\.1), "\(shown)")
            #expect(mock.requests.isEmpty)
        }
    }

    @Test("after a colon alone all values are offered", arguments: Shell.allCases)
    func values(shell: Shell) async throws {
        // bash only beeps at first.
        let line = "opus status state:\t" + (shell == .bash ? "\t" : "")
        try await Self.type([line], into: shell) { _, shown, _ in
            for state in TargetExpression.State.allCases {
                #expect(shown.contains(state.name), "\(state): \(shown)")
            }
        }
    }

    private static func complete(
        _ words: [String], _ environment: [String: String]
    ) async throws -> [Substring] {
        try await Opus.run(["---completion"] + words, environment: environment)
            .output.split(separator: "\n")
    }

    private static let products = ["install", "--", "positional@0", "1", "0", "opus", ""]

    @Test(
        "the cache fills itself, and is asked for nothing while it is young",
        .timeLimit(.minutes(5)))
    func cache() async throws {
        try await withTemporaryDirectory { home in
            try await withLab { mock in
                let environment = Opus.environment(mock, home: home.path)
                let all: [Substring] = [
                    "7zip", "firefox", "opsi-client-agent", "windomain", "@office",
                ]
                var seen: [Substring] = []
                // The first time it may be too short a moment for the names to come.
                while seen.isEmpty { seen = try await Self.complete(Self.products, environment) }
                #expect(seen == all)
                // Those that were sent for names before may be at it for a moment; where each time
                // asks, this never ends.
                repeat {
                    mock.clearRequests()
                    #expect(try await Self.complete(Self.products, environment) == all)
                } while !mock.requests.isEmpty
            }
        }
    }

    @Test("a server that never answers is not waited for: what the cache has is shown")
    func hanging() async throws {
        try await withTemporaryDirectory { home in
            let server = try SilentServer()
            defer { server.close() }
            let environment = [
                "HOME": home.path, "OPUS_SERVER": server.url, "OPUS_USERNAME": "u",
                "OPUS_PASSWORD": "p",
            ]
            // Without a cache, it comes back with nothing, as this server keeps silent for ever.
            #expect(try await Self.complete(Self.products, environment) == [])
            let connection = try ConnectionResolver(.init(environment))
                .resolve(try ConnectionOptions.parse([]))
            let cache = try #require(NameCache(connection, .init(environment)))
            cache.store([("firefox", .product), ("hall", .group)])
            let folder = home.appending(path: ".cache/opus")
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: 0)],
                    ofItemAtPath: folder.appending(path: name).path)
            }
            #expect(!cache.isFresh)
            #expect(try await Self.complete(Self.products, environment) == ["firefox"])
        }
    }

    @Test("servers are completed from the configuration file")
    func contexts() async throws {
        try await withTemporaryDirectory { home in
            let file = home.appending(path: "config.yaml")
            try Data("servers:\n  main:\n    url: https://a\n  lab:\n    url: https://b\n".utf8)
                .write(to: file)
            let names = try await Self.complete(
                ["groups", "--", "--context", "2", "0", "opus", "groups", "--context", ""],
                ["OPUS_CONFIG": file.path, "HOME": home.path])
            #expect(names == ["main", "lab"])
        }
    }

    @Test("a name in which a shell would see more than a name is never offered")
    func hostileNames() async throws {
        try await withTemporaryDirectory { home in
            let connection = Connection(
                url: "https://a", username: "u", password: .ask, trust: .system,
                needsCode: false, origin: "")
            let cache = try #require(NameCache(connection, .init(["HOME": home.path])))
            let hostile = [
                "$(touch x)", "`id`", "a;b", "a b", "a\nb", "a&b", "a|b", "a>b", "*", "~", "",
                "\u{1B}[31m", "a'b", "a\"b", "a\\b", "!x", "{a,b}",
            ]
            cache.store((hostile + ["grün-01_a.b+c"]).map { ($0, .group) })
            #expect(cache.names(.group) == ["grün-01_a.b+c"])
            #expect(hostile.allSatisfy { !NameCache.isPlain($0) })
        }
    }
}
