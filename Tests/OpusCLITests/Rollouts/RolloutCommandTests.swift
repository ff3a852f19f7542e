import Foundation
import OpsiMock
import TestSupport
import Testing

/// `opus rollout` as people and timers call it.
@Suite("Rollouts")
struct RolloutCommandTests {
    static let targets = "pc-01,pc-hall-01,big-10,big-11,big-12,big-13,big-14,big-15"
    static let quick = ["--interval", "0.05", "--settling", "0"]

    /// Plans a rollout to eight clients, pc-01 and pc-hall-01 first.
    static func plan(
        _ folder: URL, _ environment: [String: String], _ options: [String] = [],
        targets: String = targets
    ) async throws -> (file: String, run: Run) {
        let file = folder.appending(path: "firefox.yaml").path
        let run = try await Opus.run(
            ["rollout", "plan", "firefox", targets, "--file", file, "--first", "@hall"]
                + ["--stages", "50%,100%", "--soak", "0s"] + options, environment: environment)
        return (file, run)
    }

    static func run(
        _ file: String, _ environment: [String: String], verb: String = "run",
        _ options: [String] = [], meanwhile: (Int32) async throws -> Void = { _ in }
    ) async throws -> Run {
        try await Opus.run(
            ["rollout", verb, file, "--yes"] + quick + options, environment: environment,
            meanwhile: meanwhile)
    }

    /// Lets clients do what they were asked for as soon as they are.
    static func report(
        _ mock: OpsiMock, _ clients: [String], failed: Bool = false
    ) async throws {
        for client in clients {
            try await mock.wait { $0.requested.contains("\(client).lab.test firefox setup") }
            mock.report(
                "firefox", on: "\(client).lab.test", failed: failed, reason: "ExitCode = 1603")
        }
    }

    /// A lab in a folder for plans.
    static func withRollout(
        _ body: (URL, OpsiMock, [String: String]) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { folder in
            try await withLab { mock in try await body(folder, mock, Opus.environment(mock)) }
        }
    }

    static func stages(_ file: String) throws -> [[String]] {
        try String(contentsOfFile: file, encoding: .utf8)
            .split(separator: "  - name: ").dropFirst()
            .map { stage in
                stage.split(separator: "\n").filter { $0.hasPrefix("      - ") }
                    .map { String($0.dropFirst(8).prefix { $0 != "." }) }
            }
    }

    struct Status: Decodable {
        struct Stage: Decodable {
            var succeeded: Int
            var failed: Int
            var waiting: Int
            var cancelled: Int
            var unasked: Int
        }
        struct Failure: Decodable {
            var reason: String
            var clients: Int
        }
        var state: String
        var reason: String?
        var stage: Int
        var spared: Int
        var stages: [Stage]
        var failures: [Failure]
    }

    @Test("a plan is a file with exact ids, and nothing is sent")
    func plan() async throws {
        try await Self.withRollout { folder, mock, environment in
            let before = mock.everything
            let (file, run) = try await Self.plan(folder, environment, targets: "all")
            #expect(run.status == 0, "\(run.errors)")
            #expect(mock.everything == before)
            let text = try String(contentsOfFile: file, encoding: .utf8)
            for part in [
                "name: \"@hall\"  # 2 clients, 2 so far", "version: \"128.0-1\"",
                "installed: {none: 34, \"115.0-1\": 1}", "has firefox 115.0-1",
                "max-failed: 5%",
            ] {
                #expect(text.contains(part), "\(part)\n\(text)")
            }
            #expect(try Self.stages(file).map(\.count) == [2, 17, 16, 0].filter { $0 > 0 })
            // A plan may have been reviewed, so it is not written over.
            let again = try await Self.plan(folder, environment)
            #expect(again.run.status == 64)
            #expect(again.run.errors.contains("is there already"))
        }
    }

    @Test("it goes from stage to stage, and asks nobody before it is their turn")
    func goes() async throws {
        try await Self.withRollout { folder, mock, environment in
            let (file, _) = try await Self.plan(folder, environment)
            let stages = try Self.stages(file)
            #expect(stages.map(\.count) == [2, 3, 3])
            let metrics = folder.appending(path: "m.prom").path
            let run = try await Self.run(file, environment, ["--metrics-file", metrics]) { _ in
                for (index, stage) in stages.enumerated() {
                    try await Self.report(mock, [stage[0]])
                    let others = stages[(index + 1)...].joined()
                    #expect(
                        others.allSatisfy {
                            !mock.requested.contains("\($0).lab.test firefox setup")
                        })
                    try await Self.report(mock, Array(stage[1...]))
                }
            }
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("done"))
            let text = try String(contentsOfFile: metrics, encoding: .utf8)
            #expect(
                text.contains(
                    "opsi_rollout_state{server=\"127.0.0.1\",rollout=\"firefox\",product=\"firefox\",state=\"done\"} 1"
                ))
            #expect(
                text.contains(
                    "opsi_rollout_clients{server=\"127.0.0.1\",rollout=\"firefox\",stage=\"3\",outcome=\"succeeded\"} 3"
                )
            )
            let again = try await Self.run(file, environment)
            #expect(again.status == 0)
            let list = try await Opus.run(
                ["rollout", "list", folder.path, "-o", "plain"], environment: [:])
            #expect(list.output.hasPrefix("firefox.yaml\tfirefox\tdone\t"), "\(list.output)")
        }
    }

    @Test("a bad package stops at its gate: what waits is taken back, and the rest is spared")
    func halts() async throws {
        try await Self.withRollout { folder, mock, environment in
            let (file, _) = try await Self.plan(folder, environment, ["--min-done", "100%"])
            let stages = try Self.stages(file)
            let run = try await Self.run(file, environment, ["-o", "json"]) { _ in
                try await Self.report(mock, stages[0])
                try await Self.report(mock, Array(stages[1][..<2]), failed: true)
            }
            #expect(run.status == 4, "\(run.errors)")
            let status = try run.json(Status.self)
            #expect(status.state == "halted")
            #expect(status.reason?.contains("failed on 2 of 2 clients") == true)
            #expect(status.spared == 4)
            #expect(status.stages.map(\.cancelled) == [0, 1, 0])
            #expect(status.stages.map(\.unasked) == [0, 0, 3])
            #expect(status.failures.map(\.reason) == ["ExitCode = 1603"])
            #expect(run.errors.contains("firefox: ExitCode = 1603 ("))
            // Somebody else's request is as it was.
            #expect(mock.requested == ["pc-04.lab.test 7zip setup"])
            let resumed = try await Opus.run(["rollout", "resume", file], environment: [:])
            #expect(resumed.status == 3)
        }
    }

    @Test("what others asked for meanwhile is neither asked again nor taken back")
    func others() async throws {
        try await Self.withRollout { folder, mock, environment in
            let (file, _) = try await Self.plan(folder, environment)
            let stages = try Self.stages(file)
            let own = stages[1][0]
            let other = try await Opus.run(
                ["install", "firefox", own, "--yes"], environment: environment)
            #expect(other.status == 0)
            let run = try await Self.run(file, environment) { _ in
                try await Self.report(mock, stages[0])
                try await Self.report(mock, Array(stages[1][1...]), failed: true)
            }
            #expect(run.status == 4, "\(run.errors)")
            #expect(
                mock.requested == ["\(own).lab.test firefox setup", "pc-04.lab.test 7zip setup"])
        }
    }

    @Test("a step does what is due, and ends")
    func steps() async throws {
        try await Self.withRollout { folder, mock, environment in
            let (file, _) = try await Self.plan(folder, environment)
            for stage in try Self.stages(file) {
                let step = try await Self.run(file, environment, verb: "step")
                #expect(step.status == 75, "\(step.errors)")
                for client in stage {
                    #expect(mock.requested.contains("\(client).lab.test firefox setup"))
                }
                try await Self.report(mock, stage)
            }
            let last = try await Self.run(file, environment, verb: "step")
            #expect(last.status == 0, "\(last.errors)")
        }
    }

    @Test("two at once are one, which can be paused, resumed and ended from elsewhere")
    func twoAtOnce() async throws {
        try await Self.withRollout { folder, mock, environment in
            let (file, _) = try await Self.plan(folder, environment)
            let stages = try Self.stages(file)
            func local(_ verb: String) async throws -> Run {
                try await Opus.run(["rollout", verb, file, "-o", "json"], environment: [:])
            }
            func wait(_ state: String) async throws {
                while try await local("status").json(Status.self).state != state {
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            let run = try await Self.run(file, environment) { _ in
                try await wait("running")
                for verb in ["run", "step"] {
                    let second = try await Self.run(file, environment, verb: verb)
                    #expect(second.status == 75)
                    #expect(second.errors.contains("another opus is at work on this rollout"))
                }
                #expect(try await local("pause").status == 0)
                try await wait("paused")
                try await Self.report(mock, stages[0])
                #expect(try await local("resume").status == 0)
                try await wait("running")
                let next = "\(stages[1][0]).lab.test firefox setup"
                try await mock.wait { $0.requested.contains(next) }
                let abort = try await Opus.run(
                    ["rollout", "abort", file, "--yes"], environment: environment)
                #expect(abort.status == 0, "\(abort.errors)")
            }
            #expect(run.status == 4, "\(run.errors)")
            #expect(mock.requested == ["pc-04.lab.test 7zip setup"])
            #expect(try await local("status").json(Status.self).state == "aborted")
        }
    }

    @Test("what nobody runs can be paused and ended as well")
    func alone() async throws {
        try await Self.withRollout { folder, mock, environment in
            let (file, _) = try await Self.plan(folder, environment)
            #expect(try await Opus.run(["rollout", "pause", file], environment: [:]).status == 0)
            let paused = try await Self.run(file, environment, verb: "step")
            #expect(paused.status == 75)
            #expect(paused.errors.contains("a person has paused it"))
            #expect(mock.requested == ["pc-04.lab.test 7zip setup"])
            #expect(try await Opus.run(["rollout", "resume", file], environment: [:]).status == 0)
            #expect(try await Self.run(file, environment, verb: "step").status == 75)
            #expect(mock.requested.count == 3)
            let abort = try await Self.run(file, environment, verb: "abort")
            #expect(abort.status == 4, "\(abort.errors)")
            #expect(mock.requested == ["pc-04.lab.test 7zip setup"])
        }
    }
}
