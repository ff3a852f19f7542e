import Foundation
import OpsiMock
import Testing

@Suite("Acting commands")
struct ActingTests {
    private static let waiting = "pc-04.lab.test 7zip setup"

    @Test(
        "what is asked for is requested, and nothing else",
        arguments: [
            (
                ["install", "firefox", "pc-01,pc-02"],
                ["pc-01.lab.test firefox setup", "pc-02.lab.test firefox setup", waiting]
            ),
            (["install", "7zip", "pc-02", "--force"], ["pc-02.lab.test 7zip setup", waiting]),
            (
                ["uninstall", "firefox", "pc-01,pc-02"],
                ["pc-01.lab.test firefox uninstall", waiting]
            ),
            (["update", "all"], ["pc-01.lab.test firefox setup", waiting]),
            (["retry", "all"], ["pc-03.lab.test firefox setup", waiting]),
            (["set-setup", "firefox", "pc-03"], ["pc-03.lab.test firefox setup", waiting]),
            (["cancel", "pc-04"], []),
        ])
    func requests(verb: [String], requested: [String]) async throws {
        try await withLab { mock in
            let run = try await Opus.run(
                verb + ["--yes", "-o", "json"], environment: Opus.environment(mock))
            #expect(run.status == 0, "\(run.errors)")
            #expect(mock.requested == requested)
            _ = try run.anyJSON()
        }
    }

    @Test("a retry leaves the failure visible")
    func retry() async throws {
        try await withLab { mock in
            _ = try await Opus.run(
                ["retry", "pc-03", "--yes"], environment: Opus.environment(mock))
            #expect(mock.state("firefox", on: "pc-03.lab.test")?["actionResult"] == "failed")
        }
    }

    @Test("recording says installed in the depot's version, or not installed")
    func recording() async throws {
        try await withLab { mock in
            let environment = Opus.environment(mock)
            let installed = try await Opus.run(
                ["set-installed", "firefox", "pc-02", "--yes"], environment: environment)
            #expect(installed.status == 0)
            let row = mock.state("firefox", on: "pc-02.lab.test")
            #expect(row?["installationStatus"] == "installed")
            #expect(row?["productVersion"] == "128.0")
            let removed = try await Opus.run(
                ["set-uninstalled", "firefox", "pc-01", "--yes"], environment: environment)
            #expect(removed.status == 0)
            let other = mock.state("firefox", on: "pc-01.lab.test")
            #expect(other?["installationStatus"] == "not_installed")
            #expect(mock.requested == [Self.waiting])
        }
    }

    @Test(
        "a call reaches the named clients alone",
        arguments: [
            (["on-demand", "pc-01"], "fireEvent"), (["reboot", "pc-01"], "reboot"),
            (["shutdown", "pc-01"], "shutdown"), (["popup", "Hello", "pc-01"], "showPopup"),
        ])
    func calls(verb: [String], method: String) async throws {
        try await withLab { mock in
            let run = try await Opus.run(verb + ["--yes"], environment: Opus.environment(mock))
            #expect(run.status == 0, "\(run.errors)")
            #expect(mock.clientCalls.map(\.clientId) == ["pc-01.lab.test"])
            #expect(mock.clientCalls.allSatisfy { $0.method.contains(method) })
        }
    }

    @Test("groups are made, filled, emptied and deleted")
    func groups() async throws {
        try await withLab { mock in
            let environment = Opus.environment(mock)
            func opus(_ words: String...) async throws -> Int32 {
                try await Opus.run(["group"] + words + ["--yes"], environment: environment).status
            }
            let filled = [
                try await opus("create", "lab", "--parent", "hall"),
                try await opus("add", "lab", "pc-02,pc-03"), try await opus("add", "lab", "pc-02"),
            ]
            #expect(filled == [0, 0, 3])
            #expect(
                mock.withFleet { $0.members(of: "lab") } == ["pc-02.lab.test", "pc-03.lab.test"])
            let removed = try await opus("remove", "lab", "pc-03")
            #expect(removed == 0)
            #expect(mock.withFleet { $0.members(of: "lab") } == ["pc-02.lab.test"])
            let deleted = [try await opus("delete", "lab"), try await opus("delete", "lab")]
            #expect(deleted == [0, 64])
            #expect(mock.withFleet { $0.members(of: "lab") } == [])
        }
    }

    @Test("a failure on some clients is told per client, and the rest goes on")
    func partial() async throws {
        try await withLab { mock in
            mock.setReachability(.refusing, of: "pc-02.lab.test")
            let run = try await Opus.run(
                ["reboot", "pc-01,pc-02", "--yes", "-o", "json"],
                environment: Opus.environment(mock))
            #expect(run.status == 1)
            #expect(
                try run.json([OutcomeRow].self) == [
                    OutcomeRow(
                        client: "pc-02.lab.test", result: "failed",
                        reason:
                            "nothing answers at the client's address: it is off, or its agent does"
                            + " not run"),
                    OutcomeRow(client: "pc-01.lab.test", result: "requested"),
                ])
            #expect(run.errors.contains("1 client took it, 1 failed"))
            #expect(mock.clientCalls.map(\.clientId) == ["pc-01.lab.test"])
        }
    }

    @Test("a client that can't be told to act now is no failure: it has its request")
    func late() async throws {
        try await withLab { mock in
            mock.setReachability(.notConnected, of: "pc-02.lab.test")
            let run = try await Opus.run(
                ["install", "firefox", "pc-01,pc-02", "--now", "--yes"],
                environment: Opus.environment(mock))
            #expect(run.status == 0)
            #expect(run.errors.contains("requested on 2 clients, of which 1 was told to act now"))
            #expect(run.output.contains("acts when it next asks, as it was not told"))
            #expect(mock.clientCalls.map(\.clientId) == ["pc-01.lab.test"])
        }
    }
}
