import Foundation
import OpsiMock
import TestSupport
import Testing

/// What is not as the plan says, or goes wrong.
extension RolloutCommandTests {
    @Test("a plan that was changed after it began is not gone on with")
    func changedPlan() async throws {
        try await Self.withRollout { folder, mock, environment in
            let (file, _) = try await Self.plan(folder, environment)
            #expect(try await Self.run(file, environment, verb: "step").status == 75)
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacing("max-failed: 5%", with: "max-failed: 50%")
                .write(toFile: file, atomically: true, encoding: .utf8)
            let run = try await Self.run(file, environment)
            #expect(run.status == 64)
            #expect(run.errors.contains("was changed after its rollout began"))
        }
    }

    @Test("what a depot has by now, and nobody has reviewed, is not installed")
    func otherVersion() async throws {
        try await Self.withRollout { folder, mock, environment in
            let (file, _) = try await Self.plan(folder, environment)
            try mock.add(
                """
                {"productOnDepot": [{"productId": "firefox", "productType": "LocalbootProduct",
                 "productVersion": "129.0", "packageVersion": "1", "depotId": "server.lab.test",
                 "locked": false}],
                 "product": [{"id": "firefox", "type": "LocalbootProduct", "name": "Firefox",
                 "productVersion": "129.0", "packageVersion": "1",
                 "setupScript": "setup.opsiscript"}]}
                """)
            mock.withFleet { fleet in
                fleet.remove(from: .productOnDepot) {
                    $0["productId"] == "firefox" && $0["productVersion"] == "128.0"
                }
            }
            let run = try await Self.run(file, environment)
            #expect(run.status == 4, "\(run.errors)")
            #expect(run.errors.contains("has firefox 129.0-1 by now"), "\(run.errors)")
            #expect(mock.requested == ["pc-04.lab.test 7zip setup"])
        }
    }

    @Test("a disk that is full stops it before anything is sent, and it goes on later")
    func fullDisk() async throws {
        try await Self.withRollout { folder, mock, environment in
            let (file, _) = try await Self.plan(folder, environment, targets: "all")
            let words = (["rollout", "step", file, "--yes"] + Self.quick).joined(separator: " ")
            // Files of one block at most: the first journal fits, that with clients does not.
            let line = "trap '' XFSZ; ulimit -f 1; exec \(Opus.executable.path) \(words)"
            let first = try await Opus.shell(line, environment: environment)
            #expect(first.status == 75)
            #expect(first.errors.contains("waits") || first.errors.contains("journal"))
            for _ in 0..<3 {
                _ = try await Self.run(file, environment, verb: "step")
                let before = mock.requested
                mock.clearRequests()
                let full = try await Opus.shell(line, environment: environment)
                #expect(full.status == 75)
                if full.errors.contains("the journal can't be written") {
                    #expect(mock.requested == before)
                }
            }
        }
    }

    @Test("a user who may only read plans and runs nothing")
    func readOnly() async throws {
        try await withTemporaryDirectory { folder in
            let users: [OpsiMock.Account] = [
                .init(username: "reader", password: "r", rights: .readOnly)
            ]
            try await withLab({ $0.users = users }) { mock in
                var environment = Opus.environment(mock)
                let (file, _) = try await Self.plan(folder, environment)
                environment["OPUS_USERNAME"] = "reader"
                environment["OPUS_PASSWORD"] = "r"
                let run = try await Self.run(file, environment)
                #expect(run.status == 77, "\(run.errors)")
                #expect(mock.requested == ["pc-04.lab.test 7zip setup"])
                try FileManager.default.removeItem(atPath: file)
                #expect(try await Self.plan(folder, environment).run.status != 0)
            }
        }
    }

    @Test("a real process that is killed at one call after another asks nobody twice")
    func killed() async throws {
        try await Self.withRollout { folder, mock, environment in
            let (file, _) = try await Self.plan(folder, environment)
            // Long enough to be hit before, in and after a call.
            mock.faults.add(.init(.delay, seconds: 0.02))
            var asked: [String: Int] = [:]
            var seen: Set<String> = []
            func look() {
                let now = Set(mock.requested.filter { $0.hasSuffix("firefox setup") })
                for row in now.subtracting(seen) { asked[row, default: 0] += 1 }
                seen = now
            }
            var kills = 0
            var random = SeededGenerator(seed: 5)
            var last: Run?
            while kills < 60, last?.status != 0 {
                let calls = Int.random(in: 3...(20 + kills * 3), using: &random)
                mock.clearRequests()
                last = try await Self.run(file, environment, verb: "step") { id in
                    for _ in 0..<1_000 where mock.requests.count < calls {
                        // One that has ended by itself can't be killed any more.
                        guard kill(id, 0) == 0 else { return }
                        try await Task.sleep(for: .milliseconds(2))
                    }
                    if kill(id, SIGKILL) == 0 { kills += 1 }
                }
                look()
                for row in seen {
                    mock.report("firefox", on: String(row.prefix { $0 != " " }), failed: false)
                }
                look()
            }
            #expect(last?.status == 0, "\(kills) kills: \(last?.errors ?? "")")
            #expect(kills > 5)
            #expect(asked.count == 8)
            #expect(asked.values.allSatisfy { $0 == 1 }, "\(asked)")
        }
    }
}
