import Foundation
import OpsiMock
import TestSupport
import Testing

@Suite("Setting up")
struct SetupTests {
    /// Gives a body a server whose certificate nobody vouches for.
    private static func withUntrusted(
        _ body: (OpsiMock, [String: String]) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { home in
            try await withLab({ $0.tls = true }) { mock in
                try await body(mock, Opus.environment(mock, home: home.path))
            }
        }
    }

    @Test("trust stores what has the right fingerprint, sends no credentials, and then works")
    func trust() async throws {
        try await Self.withUntrusted { mock, environment in
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

    @Test("trust asks, and no means no")
    func trustAsks() async throws {
        try await Self.withUntrusted { mock, environment in
            let run = try await TerminalRun.run(
                ["trust", mock.url], environment: environment,
                dialogue: [("Is this the fingerprint", "n")])
            #expect(run.status == 3)
            #expect(try await Opus.run(["groups"], environment: environment).status == 69)
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
