import OpsiMock
import Testing

/// For every command: how it ends when something is wrong, and that nothing was changed then.
@Suite("Errors")
struct ErrorTests {
    @Test("a wrong password is 77", arguments: Verbs.all)
    func password(verb: [String]) async throws {
        try await check(verb, status: 77, says: "does not accept this user name and password") {
            Opus.environment($0, password: "wrong")
        }
    }

    @Test("a blocked address is 75", arguments: Verbs.all)
    func blocked(verb: [String]) async throws {
        try await check(verb, status: 75, says: "try again in") { mock in
            mock.block()
            return Opus.environment(mock)
        }
    }

    @Test("an option without its value takes no other word for it", arguments: ["--product", "-p"])
    func noValue(option: String) async throws {
        let run = try await Opus.run(["retry", "\(option)=", "pc1.lab.test"], environment: [:])
        #expect(run.status == 64)
        #expect(run.errors.contains("opus: \(option)= has no value"))
    }

    @Test("a server that is down is 69", arguments: Verbs.all)
    func down(verb: [String]) async throws {
        try await check(verb, status: 69, says: "cannot reach") { mock in
            // Nobody listens there. A port that a mock gives up may be another server's by now.
            Opus.environment(mock).merging(["OPUS_SERVER": "http://127.0.0.1:1"]) { $1 }
        }
    }

    @Test("a certificate that is not trusted is 69, and no password leaves", arguments: Verbs.all)
    func untrusted(verb: [String]) async throws {
        try await withLab({ $0.tls = true }) { mock in
            let before = mock.everything
            let run = try await Opus.run(verb, on: mock)
            #expect(run.status == 69, "\(run.errors)")
            #expect(run.errors.contains("opus trust"))
            #expect(mock.requestCount == 0)
            #expect(mock.everything == before)
        }
    }

    @Test("an answer that is no JSON is 65", arguments: Verbs.all)
    func garbage(verb: [String]) async throws {
        try await check(verb, status: 65, says: "answer") { mock in
            mock.faults.set([.init(.garbage)])
            return Opus.environment(mock)
        }
    }

    private static let badExpressions = ["pc-01 and", "nobody", "@nogroup", "state:broken"]

    @Test(
        "a bad expression is 64 and says where",
        arguments: Verbs.acting.map { $0 + ["--yes"] } + Verbs.readingTargets.map { [$0, ""] })
    func expression(verb: [String]) async throws {
        for expression in Self.badExpressions {
            let words =
                verb.last == "--yes"
                ? verb.dropLast(2) + [expression, "--yes"] : [verb[0], expression]
            try await check(words, status: 64, says: "^") { Opus.environment($0) }
        }
    }

    @Test(
        "an expression that matches nothing is 3",
        arguments: Verbs.acting.map { Verbs.acting($0, on: "pc-01 and pc-02") + ["--yes"] }
            + Verbs.readingTargets.map { [$0, "pc-01 and pc-02"] })
    func nothing(verb: [String]) async throws {
        try await check(verb, status: 3, says: "no client matches") { Opus.environment($0) }
    }

    @Test("no targets is 64, never everyone", arguments: Verbs.acting)
    func noTargets(verb: [String]) async throws {
        try await check(verb.dropLast() + ["--yes"], status: 64, says: "targets") {
            Opus.environment($0)
        }
    }

    @Test(
        "without a terminal, --yes is needed, and nothing is even asked", arguments: Verbs.writing)
    func noTerminal(verb: [String]) async throws {
        try await withLab { mock in
            let run = try await Opus.run(verb, on: mock)
            #expect(run.status == 64)
            #expect(run.errors.contains("--yes"))
            #expect(mock.requestCount == 0)
        }
    }

    @Test("a dry run changes nothing, and says what would be", arguments: Verbs.writing)
    func dryRun(verb: [String]) async throws {
        try await withLab { mock in
            let before = mock.everything
            let run = try await Opus.run(verb + ["--dry-run"], on: mock)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.errors.contains("nothing was changed"))
            #expect(mock.everything == before)
            #expect(mock.clientCalls.isEmpty)
        }
    }

    private func check(
        _ arguments: [String], status: Int32, says: String,
        _ environment: (OpsiMock) -> [String: String]
    ) async throws {
        try await withLab { mock in
            let before = mock.everything
            let run = try await Opus.run(arguments, environment: environment(mock))
            #expect(run.status == status, "\(run.errors)")
            #expect(run.errors.contains(says), "\(run.errors)")
            #expect(run.output.isEmpty)
            #expect(mock.everything == before)
            #expect(mock.clientCalls.isEmpty)
        }
    }
}
