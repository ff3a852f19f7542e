import OpsiMock
import Testing

/// What other tools get wrong, each shown to be impossible here.
@Suite("Today's mistakes")
struct TodaysMistakesTests {
    @Test("a client whose name holds a keyword is that client alone")
    func keyword() async throws {
        try await withLab { mock in
            let run = try await Opus.run(
                ["install", "firefox", "pc-hall-01", "--yes"], environment: Opus.environment(mock))
            #expect(run.status == 0)
            #expect(
                mock.requested == [
                    "pc-04.lab.test 7zip setup", "pc-hall-01.lab.test firefox setup",
                ])
        }
    }

    @Test("an unknown client in a dry run is an error with the nearest name")
    func unknown() async throws {
        try await withLab { mock in
            let run = try await Opus.run(
                ["install", "firefox", "pc-10", "--dry-run"], environment: Opus.environment(mock))
            #expect(run.status == 64)
            #expect(run.errors.contains("did you mean \"pc-01.lab.test\""), "\(run.errors)")
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
            #expect(
                try await Opus.run(["groups"], environment: Opus.environment(mock)).status == 0)
            let other = try await Opus.run(
                ["groups"], environment: Opus.environment(mock, password: "another"))
            #expect(other.status == 77)
            #expect(mock.sessionCount == 0)
        }
    }

    @Test("nothing is called a success where it failed")
    func success() async throws {
        try await withLab { mock in
            mock.setReachability(.refusing, of: "pc-01.lab.test")
            let run = try await Opus.run(
                ["on-demand", "pc-01", "--yes", "-o", "plain"], environment: Opus.environment(mock))
            #expect(run.status == 1)
            #expect(run.output.hasPrefix("pc-01.lab.test\t\t\tfailed\t"))
            #expect(run.errors.contains("1 failed"))
        }
    }

    @Test("an exception's insides stay inside")
    func insides() async throws {
        try await withLab { mock in
            mock.faults.set([.init(.rpcError)])
            let run = try await Opus.run(["clients"], environment: Opus.environment(mock))
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

    @Test("the password does not leave before the server's certificate is verified")
    func passwordFirst() async throws {
        try await withLab({ $0.tls = true }) { mock in
            for verb in [["groups"], ["doctor"], ["install", "firefox", "pc-01", "--yes"]] {
                let run = try await Opus.run(verb, environment: Opus.environment(mock))
                #expect(run.status == 69, "\(run.errors)")
            }
            #expect(mock.requestCount == 0)
            #expect(mock.loginCount == 0)
        }
    }

    @Test("failures of different kinds end differently")
    func statuses() async throws {
        try await withLab { mock in
            let environment = Opus.environment(mock)
            func status(
                _ words: [String], _ fault: OpsiMock.Fault.Kind? = nil, password: String? = nil
            ) async throws -> Int32 {
                mock.faults.set(fault.map { [.init($0)] } ?? [])
                let environment =
                    password.map { Opus.environment(mock, password: $0) } ?? environment
                return try await Opus.run(words, environment: environment).status
            }
            mock.setReachability(.refusing, of: "pc-02.lab.test")
            let statuses = [
                try await status(["groups"]),
                try await status(["reboot", "pc-01,pc-02", "--yes"]),
                try await status(["clients", "pc-01 and pc-02"]),
                try await status(["clients", "nobody"]),
                try await status(["groups"], .garbage), try await status(["groups"], .refuse),
                try await status(["groups"], .blocked),
                try await status(["groups"], password: "wrong"),
            ]
            #expect(statuses == [0, 1, 3, 64, 65, 69, 75, 77])
        }
    }
}
