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
        while !mock.requested.contains("pc-02.lab.test firefox setup") {
            try await Task.sleep(for: .milliseconds(5))
        }
        mock.clearRequests()
        while !mock.requests.contains(where: { $0.method == "productOnClient_getObjects" }) {
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test("ends when the last client has reported", arguments: [false, true])
    func ends(failing: Bool) async throws {
        try await withLab { mock in
            let run = try await Opus.run(Self.verb, environment: Opus.environment(mock)) { _ in
                try await Self.watched(mock)
                mock.report("firefox", on: "pc-01.lab.test", failed: false)
                mock.report("firefox", on: "pc-02.lab.test", failed: failing)
            }
            #expect(run.status == (failing ? 1 : 0), "\(run.errors)")
            #expect(
                run.errors.contains(
                    failing ? "1 action is done, 1 is not" : "all 2 actions are done"))
            #expect(run.errors.contains("[...............] 0/2 done, 2 waiting"))
        }
    }

    @Test("a request that somebody takes back is never called done")
    func takenBack() async throws {
        try await withLab { mock in
            let environment = Opus.environment(mock)
            mock.report("firefox", on: "pc-02.lab.test", failed: false)
            let words = ["uninstall", "firefox", "pc-02"] + Self.verb.dropFirst(3)
            let run = try await Opus.run(words, environment: environment) { _ in
                while !mock.requested.contains("pc-02.lab.test firefox uninstall") {
                    try await Task.sleep(for: .milliseconds(5))
                }
                mock.report("firefox", on: "pc-02.lab.test", failed: false)
            }
            #expect(run.status == 1, "\(run.errors)")
            #expect(run.errors.contains("the request is gone and nothing was reported"))
        }
    }

    @Test("Ctrl-C stops waiting, and says what still runs")
    func interrupted() async throws {
        try await withLab { mock in
            let run = try await Opus.run(Self.verb, environment: Opus.environment(mock)) { id in
                try await Self.watched(mock)
                kill(id, SIGINT)
            }
            #expect(run.status == 130, "\(run.errors)")
            #expect(run.errors.contains("2 actions on 2 clients go on without opus"))
            #expect(mock.requested.count == 3)
        }
    }
}
