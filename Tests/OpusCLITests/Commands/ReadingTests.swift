import Foundation
import OpsiMock
import Testing

@Suite("Reading commands")
struct ReadingTests {
    @Test("each gives data as JSON, CSV, plain text and a table", arguments: Verbs.reading)
    func forms(verb: [String]) async throws {
        try await withLab { mock in
            let before = mock.everything
            for form in ["json", "csv", "plain", "table"] {
                let run = try await Opus.run(verb + ["--output", form], on: mock)
                #expect(run.status == 0, "\(form): \(run.errors)")
                #expect(!run.output.isEmpty, "\(form)")
                #expect(run.errors.isEmpty, "\(form)")
                if form == "json" { _ = try run.anyJSON() }
            }
            #expect(mock.everything == before)
        }
    }

    struct Status: Decodable, Equatable {
        var kind: String
        var id: String
        var clients: Int
        var failed: Int
        var updatable: Int
        var pending: Int
    }

    @Test("status counts the selected clients alone")
    func status() async throws {
        try await withLab { mock in
            let run = try await Opus.run(["status", "pc-01,pc-03", "-o", "json"], on: mock)
            #expect(
                try run.json([Status].self) == [
                    Status(
                        kind: "fleet", id: "selected clients", clients: 2, failed: 1,
                        updatable: 1, pending: 0),
                    Status(
                        kind: "depot", id: "server.lab.test", clients: 2, failed: 1, updatable: 1,
                        pending: 0),
                    Status(
                        kind: "group", id: "clientdirectory", clients: 1, failed: 0, updatable: 1,
                        pending: 0),
                    Status(
                        kind: "group", id: "hall", clients: 1, failed: 0, updatable: 1, pending: 0),
                ])
        }
    }

    @Test("failed names the product, the action and since when")
    func failed() async throws {
        try await withLab { mock in
            let run = try await Opus.run(["failed", "-o", "csv"], on: mock)
            #expect(
                run.output == """
                    client,product,lastAction,version,request,changed,why,cause,exitCode,guessed,note,since\r
                    pc-03.lab.test,firefox,setup,,,2026-11-22T07:00:00Z,,,,,no reason given; the log was not read,2026-11-22T07:00:00Z\r

                    """)
        }
    }

    @Test("client tells everything about one")
    func client() async throws {
        try await withLab { mock in
            let run = try await Opus.run(["client", "pc-01"], on: mock)
            #expect(
                run.output == """
                    Client            pc-01.lab.test
                    Description       –
                    States            updatable
                    Last seen         9 h ago
                    Depot             server.lab.test
                    Groups            hall
                    System            not audited
                    IP address        127.1.0.1
                    MAC address       00:16:3e:00:00:01
                    Inventory number  –
                    Notes             –

                    Possible updates
                    PRODUCT  STATUS     VERSION  ON DEPOT  LAST ACTION  RESULT  REQUEST  CHANGED
                    firefox  installed  115.0-1  128.0-1   –            –       –        10 h ago

                    """)
        }
    }

    @Test("ids come from standard input and from a file")
    func lists() async throws {
        try await withLab { mock in
            let run = try await Opus.run(
                ["clients", "-", "-o", "plain"], on: mock,
                input: "PC-02\n# nobody\npc-01.lab.test\n")
            #expect(
                run.output.split(separator: "\n").compactMap { $0.split(separator: "\t").first }
                    == ["pc-01.lab.test", "pc-02.lab.test"])
        }
    }

    @Test("nothing found is told apart by the exit status")
    func nothing() async throws {
        try await withLab { mock in
            for verb in [
                ["clients", "pc-01 and state:failed"], ["failed", "pc-01"], ["software", "pc-01"],
                ["clients", "--state", "stuck", "pc-01"], ["group", "empty"],
                ["migratable", "pc-01"],
            ] {
                let run = try await Opus.run(verb, on: mock)
                #expect(run.status == 3, "\(verb): \(run.errors)")
                #expect(run.output.isEmpty)
                #expect(!run.errors.isEmpty)
            }
        }
    }

    @Test("doctor finds nothing wrong, and what is")
    func doctor() async throws {
        try await withLab { mock in
            mock.clock = .system
            let good = try await Opus.run(["doctor", "-o", "plain"], on: mock)
            #expect(good.status == 0)
            #expect(
                good.output.split(separator: "\n").map { $0.split(separator: "\t")[1] }
                    == ["ok", "ok", "ok", "ok", "ok"])
            let bad = try await Opus.run(
                ["doctor", "-o", "plain"], environment: Opus.environment(mock, password: "wrong"))
            #expect(bad.status == 77)
            #expect(bad.output.contains("login\twrong\t"))
        }
    }
}
