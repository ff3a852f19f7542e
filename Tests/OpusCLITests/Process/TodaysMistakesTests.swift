import OpsiMock
import Testing

/// What other tools get wrong, each shown to be impossible here.
@Suite("Today's mistakes")
struct TodaysMistakesTests {
    @Test("a client whose name holds a keyword is that client alone")
    func keyword() async throws {
        try await withLab { mock in
            let run = try await Opus.run(["install", "firefox", "pc-hall-01", "--yes"], on: mock)
            #expect(run.status == 0)
            #expect(
                mock.requested == [
                    "pc-04.lab.test 7zip setup", "pc-hall-01.lab.test firefox setup",
                ])
        }
    }

    @Test("acting and having nothing to do do not look the same")
    func nothingToDo() async throws {
        try await withLab { mock in
            let environment = Opus.environment(mock)
            let words = ["install", "firefox", "pc-01", "--yes"]
            let first = try await Opus.run(words, environment: environment)
            let second = try await Opus.run(words, environment: environment)
            #expect([first.status, second.status] == [0, 3])
            #expect(second.errors.contains("nothing to do on 1 client"))
            #expect(second.errors.contains("setup is requested already"))
        }
    }

    @Test("what is newer than on the depot is not updated to what is older")
    func downgrade() async throws {
        try await withLab { mock in
            let environment = Opus.environment(mock)
            let update = try await Opus.run(["update", "pc-02", "--yes"], environment: environment)
            #expect(update.status == 3)
            let named = try await Opus.run(
                ["update", "pc-02", "--product", "7zip", "--yes"], environment: environment)
            #expect(named.status == 3)
            #expect(named.errors.contains("a newer version is installed"))
            #expect(mock.requested == ["pc-04.lab.test 7zip setup"])
        }
    }

    @Test("a session serves neither another user nor another server")
    func session() async throws {
        try await withLab { mock in
            #expect(try await Opus.run(["groups"], on: mock).status == 0)
            let other = try await Opus.run(
                ["groups"], environment: Opus.environment(mock, password: "another"))
            #expect(other.status == 77)
            #expect(mock.sessionCount == 0)
        }
    }

    @Test("an exception's insides stay inside")
    func insides() async throws {
        try await withLab { mock in
            mock.faults.set([.init(.rpcError)])
            let run = try await Opus.run(["clients"], on: mock)
            #expect(run.status == 65)
            #expect(run.errors.split(separator: "\n").count == 1)
            for word in ["ServerError", "Traceback", "code:", "Optional", "nil", "("] {
                #expect(!run.errors.contains(word), "\(run.errors)")
            }
        }
    }

    @Test("a session of one server is not sent to another")
    func otherServer() async throws {
        try await withLab { first in
            let run = try await Opus.run(["groups"], environment: Opus.environment(first))
            #expect(run.status == 0)
            try await withLab { second in
                let run = try await Opus.run(["groups"], environment: Opus.environment(second))
                #expect(run.status == 0)
                #expect(second.requests.first?.authentication == .login)
                #expect(second.loginCount == 1)
            }
        }
    }

    @Test("doctor sends no password before the server's certificate is verified")
    func passwordFirst() async throws {
        try await withLab({ $0.tls = true }) { mock in
            let run = try await Opus.run(["doctor"], on: mock)
            #expect(run.status == 69, "\(run.errors)")
            #expect(mock.requestCount == 0)
            #expect(mock.loginCount == 0)
        }
    }
}
