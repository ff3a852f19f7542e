import Foundation
import TestSupport
import Testing

@Suite("Manual pages")
struct ManualTests {
    /// The page as `make man` writes it.
    private static func page(_ program: String) async throws -> String {
        let version = try await Opus.run(["--version"], of: program).output
        let help = try await Opus.run(["--experimental-dump-help"], of: program).output
        let run = try await Opus.run(
            [version.trimmingCharacters(in: .newlines)], of: "opus-manual", input: help)
        #expect(run.status == 0, "\(run.errors)")
        return run.output
    }

    @Test(
        "are what the programs' help says; `make man` writes them anew",
        arguments: ["opus", "opus-exporter"])
    func current(program: String) async throws {
        #expect(try await Self.page(program) == Project.text("packaging/man/\(program).1"))
    }

    @Test("are read by man without a warning", arguments: ["opus", "opus-exporter"])
    func warnings(program: String) async throws {
        let file = Project.url("packaging/man/\(program).1").path
        let run = try await ChildProcess.run(
            URL(fileURLWithPath: "/usr/bin/man"), ["--warnings", "-Tutf8", "-l", file],
            environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "80"])
        #expect(run.status == 0)
        #expect(run.errors.isEmpty, "\(run.errors)")
        #expect(run.output.contains { $0.contains("EXIT") || $0.contains("O\u{8}OP\u{8}PT") })
    }

    @Test("what is no help is refused")
    func refusal() async throws {
        let run = try await Opus.run(["1"], of: "opus-manual", input: "{}")
        #expect(run.status == 65)
        #expect(run.errors == "opus-manual: standard input is no dump of help\n")
    }
}
