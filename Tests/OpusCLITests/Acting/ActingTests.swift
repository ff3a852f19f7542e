import Foundation
import OpsiMock
import Testing

@Suite("Acting commands")
struct ActingTests {
    @Test("who is a member already is not made one again, which is 3")
    func member() async throws {
        try await withLab { mock in
            let before = mock.everything
            let run = try await Opus.run(["group", "add", "hall", "pc-01", "--yes"], on: mock)
            #expect(run.status == 3)
            #expect(mock.everything == before)
        }
    }

    @Test("a failure on some clients is told per client, and the rest goes on")
    func partial() async throws {
        try await withLab { mock in
            mock.setReachability(.refusing, of: "pc-02.lab.test")
            let run = try await Opus.run(
                ["reboot", "pc-01,pc-02", "--yes", "-o", "json"], on: mock)
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
                on: mock)
            #expect(run.status == 0)
            #expect(run.errors.contains("requested on 2 clients, of which 1 was told to act now"))
            #expect(run.output.contains("acts when it next asks, as it was not told"))
            #expect(mock.clientCalls.map(\.clientId) == ["pc-01.lab.test"])
        }
    }
}
