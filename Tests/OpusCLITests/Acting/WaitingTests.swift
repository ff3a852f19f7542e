import Foundation
import OpsiMock
import Testing

@Suite("Waiting")
struct WaitingTests {
    private static let verb = [
        "install", "firefox", "pc-01,pc-02", "--yes", "--wait", "--wait-interval", "0.02",
    ]

    /// Waits until opus has looked at the clients after it had asked them.
    private static func watched(_ mock: OpsiMock) async throws {
        try await mock.wait { $0.requested.contains("pc-02.lab.test firefox setup") }
        mock.clearRequests()
        try await mock.wait { $0.looks > 0 }
    }

    @Test("ends when the last client has reported", arguments: [false, true])
    func ends(failing: Bool) async throws {
        try await withLab { mock in
            let run = try await Opus.run(Self.verb, on: mock) { _ in
                try await Self.watched(mock)
                mock.report("firefox", on: "pc-01.lab.test", failed: false)
                mock.report("firefox", on: "pc-02.lab.test", failed: failing)
            }
            #expect(run.status == (failing ? 1 : 0), "\(run.errors)")
            #expect(
                run.errors.contains(
                    failing ? "1 action succeeded, 1 failed" : "2 actions succeeded"))
            #expect(run.errors.contains("[...............] 0/2 done, 2 waiting"))
        }
    }

    @Test(
        "what the server tells is looked at at once, however long the pause between two looks",
        .timeLimit(.minutes(1)))
    func told() async throws {
        try await withLab { mock in
            let run = try await Opus.run(Self.verb.dropLast() + ["3600"], on: mock) { _ in
                try await Self.watched(mock)
                await mock.waitUntilSubscribed(to: "event:productOnClient_updated")
                for client in ["pc-01.lab.test", "pc-02.lab.test"] {
                    mock.report("firefox", on: client, failed: false)
                    await mock.tell(
                        "productOnClient_updated",
                        ["clientId": .string(client), "productId": "firefox"])
                }
            }
            #expect(run.status == 0, "\(run.errors)")
        }
    }

    @Test("a request that somebody takes back is never called done")
    func takenBack() async throws {
        try await withLab { mock in
            let environment = Opus.environment(mock)
            mock.report("firefox", on: "pc-02.lab.test", failed: false)
            let words = ["uninstall", "firefox", "pc-02"] + Self.verb.dropFirst(3)
            let run = try await Opus.run(words, environment: environment) { _ in
                try await mock.wait { $0.requested.contains("pc-02.lab.test firefox uninstall") }
                mock.report("firefox", on: "pc-02.lab.test", failed: false)
            }
            #expect(run.status == 1, "\(run.errors)")
            #expect(run.output.contains("unknown  the request is gone, and nothing was reported"))
        }
    }

    @Test("Ctrl-C stops waiting, and says what still runs")
    func interrupted() async throws {
        try await withLab { mock in
            let run = try await Opus.run(Self.verb, on: mock) { id in
                try await Self.watched(mock)
                kill(id, SIGINT)
            }
            #expect(run.status == 130, "\(run.errors)")
            #expect(
                run.errors.contains("stopped waiting; 0 actions succeeded, 2 on 2 clients go on"))
            #expect(run.output.contains("waiting"))
            #expect(mock.requested.count == 3)
        }
    }

    @Test("a program learns of a failure and its reason where it learns of all else")
    func machineOutput() async throws {
        try await withLab { mock in
            let run = try await Opus.run(Self.verb + ["-o", "json"], on: mock) { _ in
                try await Self.watched(mock)
                mock.report("firefox", on: "pc-01.lab.test", failed: false)
                mock.report(
                    "firefox", on: "pc-02.lab.test", failed: true, reason: "ExitCode = 1603")
            }
            #expect(run.status == 1, "\(run.errors)")
            #expect(
                try run.json([OutcomeRow].self) == [
                    OutcomeRow(
                        client: "pc-02.lab.test", product: "firefox", result: "failed",
                        reason: "ExitCode = 1603"),
                    OutcomeRow(client: "pc-01.lab.test", product: "firefox", result: "succeeded"),
                ])
        }
    }

    @Test("failures seen so far are told at Ctrl-C, too")
    func failuresAtInterruption() async throws {
        try await withLab { mock in
            let run = try await Opus.run(Self.verb + ["-o", "json"], on: mock) { id in
                try await Self.watched(mock)
                mock.report("firefox", on: "pc-02.lab.test", failed: true, reason: "no space")
                mock.clearRequests()
                // Two looks more: the first may have begun before.
                try await mock.wait { $0.looks > 2 }
                kill(id, SIGINT)
            }
            #expect(run.status == 130, "\(run.errors)")
            #expect(
                try run.json([OutcomeRow].self).map(\.result) == ["failed", "waiting"],
                "\(run.output)")
        }
    }

    @Test("nobody waits for ever on a client that can't be reached")
    func unreachable() async throws {
        try await withLab { mock in
            mock.setReachability(.notConnected, of: "pc-02.lab.test")
            let words = Self.verb + ["--wait-unreachable", "0", "-o", "json"]
            let run = try await Opus.run(words, on: mock) { _ in
                try await Self.watched(mock)
                mock.report("firefox", on: "pc-01.lab.test", failed: false)
            }
            #expect(run.status == 75, "\(run.errors)")
            #expect(run.errors.contains("only clients are left that can't be reached"))
            #expect(try run.json([OutcomeRow].self).map(\.result) == ["waiting", "succeeded"])
        }
    }
}

extension OpsiMock {
    /// How often rows of products were asked for.
    fileprivate var looks: Int { requests.count { $0.method == "productOnClient_getObjects" } }
}
