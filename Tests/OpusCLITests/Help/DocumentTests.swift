import Foundation
import OpsiMock
import TestSupport
import Testing

/// What docs/cli.md says is what happens.
@Suite("docs/cli.md")
struct DocumentTests {
    private static var lines: [String] {
        get throws {
            try Project.text("docs/cli.md").split(separator: "\n", omittingEmptySubsequences: false)
                .map(String.init)
        }
    }

    private static let exit = "  # exit "

    @Test("every command in it ends as it says")
    func commands() async throws {
        let commands = try Self.lines.filter { $0.hasPrefix("$ ") }.map { $0.dropFirst(2) }
        #expect(commands.count > 15)
        let bin = Opus.executable.deletingLastPathComponent().path
        // A relative path is one below the folder of the sources.
        let environment = ["PATH": "/usr/bin:/bin", "OPUS_BIN": bin]
        _ = try await ChildProcess.run(
            Project.url("docs/lab"), ["--port", "0"], environment: environment
        ) { fleet in
            let server = try await fleet.listening().url
            let environment = [
                "HOME": "/proc/nonexistent", "TERM": "xterm", "PATH": "\(bin):/usr/bin:/bin",
                "OPUS_SERVER": server,
                "OPUS_USERNAME": "adminuser", "OPUS_PASSWORD": "opsi-mock-password",
            ]
            for line in commands {
                let parts = line.split(separator: Self.exit, maxSplits: 1)
                let expected = parts.count > 1 ? Int32(parts[1]) : 0
                let run = try await ChildProcess.run(
                    URL(fileURLWithPath: "/bin/bash"),
                    ["-o", "pipefail", "-c", String(parts[0])], environment: environment)
                #expect(run.status == expected, "\(line): \(run.errors)")
            }
        }
    }

    @Test("every command has the columns that it says")
    func columns() async throws {
        let lines = try Self.lines
        let start = try #require(lines.firstIndex(of: "| command | columns |"))
        let rows = lines[(start + 2)...].prefix { $0.hasPrefix("| `") }
            .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
        #expect(rows.count > 15)
        try await withLab { mock in
            mock.clock = .system
            for row in rows {
                let words = row[0].trimmingCharacters(in: ["`"]).split(separator: " ")
                let run = try await Opus.run(words.map(String.init) + ["-o", "csv"], on: mock)
                let heading = run.output.split(separator: "\r\n").first ?? ""
                #expect(
                    heading.split(separator: ",").joined(separator: ", ") == row[1],
                    "\(row[0]): \(run.errors)")
            }
        }
    }
}
