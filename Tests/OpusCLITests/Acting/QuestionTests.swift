import OpsiMock
import Testing

/// What a person at a terminal is asked.
@Suite("Questions")
struct QuestionTests {
    private static let question = "Go on with this client of"

    @Test("no, and no answer at all, change nothing", arguments: ["n", "", "yes please"])
    func declined(answer: String) async throws {
        try await withLab { mock in
            let before = mock.everything
            let run = try await TerminalRun.run(
                ["install", "firefox", "pc-01"], on: mock,
                dialogue: [(Self.question, answer)])
            #expect(run.status == 3)
            #expect(run.shown.contains("nothing was changed"))
            #expect(mock.everything == before)
        }
    }

    @Test("a no changes nothing, whatever the command", arguments: Verbs.writing)
    func declinedEverywhere(verb: [String]) async throws {
        try await withLab { mock in
            let before = mock.everything
            let run = try await TerminalRun.run(verb, on: mock, dialogue: [("[y/N]", "n")])
            #expect(run.status == 3, "\(run.shown)")
            #expect(run.shown.contains("nothing was changed"))
            #expect(mock.everything == before)
            #expect(mock.clientCalls.isEmpty)
        }
    }

    @Test("yes goes on, after the plan was shown")
    func accepted() async throws {
        try await withLab { mock in
            let run = try await TerminalRun.run(
                ["install", "firefox", "pc-01"], on: mock,
                dialogue: [(Self.question, "y")])
            #expect(run.status == 0, "\(run.shown)")
            #expect(mock.requested.contains("pc-01.lab.test firefox setup"))
            #expect(run.shown.contains("115.0-1"))
        }
    }

    @Test(
        "more than 25 clients need their number typed",
        arguments: [("y", 3), ("35", 3), ("34", 0)])
    func many(answer: String, status: Int32) async throws {
        try await withLab { mock in
            let before = mock.everything
            // One of the 35 clients waits for its setup already.
            let run = try await TerminalRun.run(
                ["install", "7zip", "all", "--force"], on: mock,
                dialogue: [("Type 34 to go on: ", answer)])
            #expect(run.status == status, "\(run.shown)")
            #expect((mock.everything == before) == (status == 3))
            // What was done everywhere fills no screen.
            #expect(run.shown.contains("34 clients") || status == 3)
            #expect(run.shown.contains("more; -o plain lists all") == (status == 0))
            #expect(mock.requested.count == (status == 3 ? 1 : 35))
        }
    }

    @Test("a password is asked for, and never shown")
    func password() async throws {
        try await withLab { mock in
            var environment = Opus.environment(mock)
            environment["OPUS_PASSWORD"] = nil
            let run = try await TerminalRun.run(
                ["groups", "-o", "plain"], environment: environment,
                dialogue: [("Password of \(mock.username)", mock.password)])
            #expect(run.status == 0, "\(run.shown)")
            #expect(run.shown.contains("hall"))
            #expect(!run.shown.contains(mock.password))
        }
    }

    @Test("a one-time code is asked for, and goes along with the password")
    func code() async throws {
        try await withLab({ ($0.password, $0.oneTimeCode) = ("secret", "123456") }) { mock in
            let run = try await TerminalRun.run(
                ["groups", "--totp"], environment: Opus.environment(mock, password: "secret"),
                dialogue: [("One-time code", "123 456")])
            #expect(run.status == 0, "\(run.shown)")
        }
    }

    @Test("--no-input never asks")
    func noInput() async throws {
        try await withLab { mock in
            let run = try await TerminalRun.run(
                ["install", "firefox", "pc-01", "--no-input"],
                on: mock, dialogue: [])
            #expect(run.status == 64)
            #expect(mock.requestCount == 0)
        }
    }

    @Test("colours are for terminals, and never under NO_COLOR", arguments: [true, false])
    func colour(isWanted: Bool) async throws {
        try await withLab { mock in
            var environment = Opus.environment(mock)
            if !isWanted { environment["NO_COLOR"] = "1" }
            let run = try await TerminalRun.run(["failed"], environment: environment, dialogue: [])
            #expect(run.shown.contains("\u{1B}[") == isWanted)
        }
    }
}
