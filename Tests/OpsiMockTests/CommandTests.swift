import Foundation
import TestSupport
import Testing

/// The executable, as a process of its own.
@Suite struct CommandTests {
    private static let program = "opsi-mock"

    /// Runs the executable; where it listens, it is ended by a signal once it says so.
    private func run(
        _ arguments: String..., ending signal: Int32 = SIGTERM
    ) async throws -> ChildProcess.End<Void> {
        try await ChildProcess.run(Self.program, arguments) { child in
            for await line in child.lines where line.hasPrefix("listening on ") {
                kill(child.id, signal)
            }
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func saysWhereItListensAndEndsCleanly(_ signal: Int32) async throws {
        let fleet = Fixture.url("fleet-recorded.json").path
        let output = try await run("--fleet", fleet, ending: signal)
        #expect(
            output.output.count == 1
                && output.output[0].wholeMatch(of: /listening on http:\/\/127\.0\.0\.1:\d+/)
                    != nil
        )
        #expect(output.errors == [])
        #expect(output.status == 0)
    }

    @Test func writesItsAuthority() async throws {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "opsi-mock-\(UUID().uuidString).pem")
        defer { try? FileManager.default.removeItem(at: file) }
        let output = try await run("--clients", "3", "--tls", "--ca-out", file.path)
        #expect(output.output.first?.hasPrefix("listening on https://127.0.0.1:") == true)
        #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("-----BEGIN CERTIFICATE"))
    }

    @Test func explainsItself() async throws {
        let help = try await run("--help").output.joined(separator: "\n")
        for word in ["--fleet", "--seed", "--now", "corrupt-gzip", "status:CODE", "adminuser"] {
            #expect(help.contains(word))
        }
    }

    @Test func complainsWithACode() async throws {
        let folder = FileManager.default.temporaryDirectory
        let bad = folder.appending(path: "opsi-mock-\(UUID().uuidString).json")
        try Data("{\"host\": 5}".utf8).write(to: bad)
        defer { try? FileManager.default.removeItem(at: bad) }

        #expect(try await run().status == 64)
        #expect(try await run("--fleet", "x", "--clients", "5").status == 64)
        #expect(try await run("--clients", "-5").status == 64)
        #expect(try await run("--clients", "5", "--port", "70000").status == 64)
        let missing = try await run("--fleet", "/nonexistent/fleet.json")
        #expect(missing.status == 66)
        #expect(missing.errors.contains { $0.contains("'/nonexistent/fleet.json'") })
        let malformed = try await run("--fleet", bad.path)
        #expect(malformed.status == 65)
        #expect(malformed.errors.contains { $0.contains("\"host\" must be a list of objects") })
        #expect(try await run("--clients", "1", "--faults", bad.path).status == 65)
        #expect(try await run("--clients", "1", "--faults", "/nonexistent/f.json").status == 66)
        #expect(try await run("--clients", "1", "--host", "256.0.0.1").status == 69)
    }
}
