import Foundation
import OpsiMock
import TestSupport
import Testing

/// What failed, put together, as `opus why` and `opus failed --logs` tell it.
@Suite("Why it failed")
struct WhyTests {
    private struct Group: Decodable {
        var clients: Int
        var tried: Int
        var product: String
        var version: String?
        var cause: String
        var exitCode: Int?
        var `where`: [String]
        var mend: String
    }

    /// Runs a body with the fleet of 400 failures, and a home in which opus may keep what it read.
    private static func withFaults(
        _ body: (FaultyFleet, OpsiMock, [String: String]) async throws -> Void
    ) async throws {
        let faulty = FaultyFleet(seed: 14)
        try await withOpsiMock(
            fleet: try faulty.make(),
            configuration: .init { $0.clock = .fixed(LabFleet.now) }
        ) { mock in
            for client in faulty.clients {
                await mock.writeLog(faulty.log(of: client), of: client)
            }
            try await withTemporaryDirectory { home in
                try await body(faulty, mock, Opus.environment(mock, home: home.path))
            }
        }
    }

    private static func logsRead(_ mock: OpsiMock) -> Int {
        mock.requests.flatMap(\.methods).count { $0 == "log_read" }
    }

    @Test("400 failures of six kinds are six lines, which say what is so")
    func sixLines() async throws {
        try await Self.withFaults { faulty, mock, environment in
            let shown = try await Opus.run(["why"], environment: environment)
            #expect(shown.status == 0, "\(shown.errors)")
            let table = shown.output.split(separator: "\n\n")[0].split(separator: "\n")
            #expect(table.count == 1 + 6, "\(shown.output)")
            Attachment.record(shown.output, named: "why.txt")

            // One log a client at most, and none for a reason that is in the row, but for one
            // example of each such fault.
            let silent = FaultyFleet.faults.filter { $0.reason("").isEmpty }
            let unread = Set(silent.flatMap(faulty.failed))
            #expect(Self.logsRead(mock) <= unread.count + 2)
            mock.clearRequests()
            let again = try await Opus.run(["why", "-o", "json"], environment: environment)
            #expect(Self.logsRead(mock) == 0)
            let groups = try again.json([Group].self)
            #expect(groups.map(\.clients).reduce(0, +) == 400)
            for (group, fault) in zip(groups, FaultyFleet.faults) {
                #expect(group.product == fault.product)
                #expect(group.version == "\(fault.version)-1")
                #expect(group.clients == fault.failures)
                #expect(group.tried == fault.failures + fault.failures / 2)
                #expect(group.cause == fault.cause)
                #expect(group.exitCode == fault.code)
                #expect(
                    group.where.contains { $0.hasPrefix("only \(fault.place ?? "nowhere") (") }
                        == (fault.place != nil), "\(fault.product): \(group.where)")
            }
        }
    }

    @Test("the command that mends a fault asks again for what failed so, and for nothing else")
    func mend() async throws {
        try await Self.withFaults { faulty, mock, environment in
            let groups = try await Opus.run(["why", "-o", "json"], environment: environment)
                .json([Group].self)
            var requested: Set<String> = []
            var environment = environment
            environment["PATH"] =
                Opus.executable.deletingLastPathComponent().path + ":/usr/bin:/bin"
            for (group, fault) in zip(groups, FaultyFleet.faults) {
                let run = try await Opus.shell(group.mend + " --yes", environment: environment)
                #expect(run.status == 0, "\(group.mend): \(run.errors)")
                let new = Set(mock.requested).subtracting(requested)
                #expect(new.sorted() == faulty.failed(fault).map { "\($0) \(fault.product) setup" })
                requested.formUnion(new)
            }
            #expect(requested.count == 400)
        }
    }

    @Test("what is narrowed by cause is that cause's, and its clients come one a line")
    func narrowed() async throws {
        try await Self.withFaults { faulty, _, environment in
            let run = try await Opus.run(
                ["why", "--cause", "licence", "--clients"], environment: environment)
            #expect(
                run.output.split(separator: "\n").map(String.init)
                    == faulty.failed(FaultyFleet.faults[4]))
            let none = try await Opus.run(["why", "--cause", "rights"], environment: environment)
            #expect(none.status == 3)
        }
    }

    @Test(
        "WHY is the reason, else the cause; logs are read once, and only where there is no reason")
    func failedLogs() async throws {
        struct Row: Decodable {
            var client: String
            var product: String
            var why: String?
            var cause: String?
            var exitCode: Int?
        }
        try await Self.withFaults { faulty, mock, environment in
            func rows(_ words: [String]) async throws -> [Row] {
                mock.clearRequests()
                return try await Opus.run(
                    ["failed", "-o", "json"] + words, environment: environment
                ).json([Row].self)
            }
            let silent = FaultyFleet.faults.filter { $0.reason("").isEmpty }
            let unread = Set(silent.flatMap(faulty.failed))
            let before = try await rows([])
            #expect(Self.logsRead(mock) == 0)
            #expect(before.count == 400)
            #expect(before.count { $0.why == nil } == silent.map(\.failures).reduce(0, +))
            let read = try await rows(["--logs"])
            #expect(Self.logsRead(mock) == unread.count)
            for fault in FaultyFleet.faults {
                let own = read.filter { $0.product == fault.product }
                #expect(own.map(\.client) == faulty.failed(fault))
                #expect(own.allSatisfy { $0.cause == fault.cause && $0.exitCode == fault.code })
                #expect(own.allSatisfy { $0.why?.isEmpty == false })
            }
            let second = try await rows(["--logs"])
            #expect(Self.logsRead(mock) == 0)
            #expect(second.map(\.cause) == read.map(\.cause))
            let without = try await rows([])
            #expect(Self.logsRead(mock) == 0)
            #expect(without.map(\.cause) == read.map(\.cause))
            // A row that has changed since has a new log.
            let client = faulty.failed(FaultyFleet.faults[5])[0]
            mock.withFleet { fleet in
                guard var row = fleet.productOnClient("java", on: client) else { return }
                row.modificationTime = "2026-11-22 09:16:00"
                fleet.put(row)
            }
            _ = try await rows(["--logs"])
            #expect(Self.logsRead(mock) == 1)
        }
    }

    @Test("how far reading has come is told at a terminal")
    func progress() async throws {
        try await Self.withFaults { _, mock, environment in
            // What takes no time shows nothing.
            mock.faults.add(.init(.delay, method: "log_read", seconds: 0.3))
            let run = try await TerminalRun.run(
                ["failed", "--logs", "--product", "java"], environment: environment, dialogue: [])
            #expect(run.status == 0)
            #expect(run.shown.contains("of 20 clients"), "\(run.shown)")
            #expect(run.shown.contains("timeout"))
        }
    }
}
