import Foundation
import OpsiMock
import TestSupport
import Testing

/// The example logs on a server, and what opus says of them there.
@Suite("Logs")
struct LogTests {
    private struct Line: Decodable {
        var line: Int
        var level: Int?
        var product: String?
        var text: String
    }

    private struct Failed: Decodable {
        var client: String
        var product: String
        var why: String?
        var cause: String?
        var exitCode: Int?
        var guessed: Bool?
    }

    /// When the last line of a log was written, as a row has it.
    private static func end(of log: String) throws -> String {
        let line = try #require(log.split(separator: "\n").last { $0.contains("] [") })
        let time = line.dropFirst(5).prefix { $0 != "]" }
        if time.hasPrefix("2026-") { return String(time.prefix(19)) }
        let words = time.split(separator: " ")
        let month = try #require(["Mrz": "03", "Nov": "11"][words[0]])
        return "2026-\(month)-\(words[1]) \(words[2].prefix(8))"
    }

    /// Runs a body with a server that has the example logs, and the rows that they belong to.
    private static func withLogs(
        hasReasons: Bool, _ body: (OpsiMock, [String: String]) async throws -> Void
    ) async throws {
        let clients = Set(ExpectedLog.all.map(\.client)).sorted()
        let hosts = clients.map { #"{"type": "OpsiClient", "id": "\#($0)"}"# }
        let rows = try ExpectedLog.all.map { row in
            let log = try Fixture.text("logs/\(row.file)")
            let version = row.version.split(separator: "-").first ?? "1"
            return """
                {"type": "ProductOnClient", "clientId": "\(row.client)",
                 "productId": "\(row.product)", "productType": "LocalbootProduct",
                 "actionResult": "\(row.hasFailed ? "failed" : "successful")",
                 "installationStatus": "\(row.hasFailed ? "unknown" : "installed")",
                 "actionRequest": "none", "lastAction": "setup",
                 "actionProgress": "\(hasReasons ? row.reason : "")",
                 "productVersion": "\(version)", "packageVersion": "1",
                 "modificationTime": "\(try end(of: log))"}
                """
        }
        let json = """
            {"host": [{"type": "OpsiConfigserver", "id": "server.fleet.test"},
              \(hosts.joined(separator: ","))],
             "productOnClient": [\(rows.joined(separator: ","))]}
            """
        var configuration = OpsiMock.Configuration()
        // 28 November 2026, 08:00.
        configuration.clock = .fixed(1_795_852_800)
        try await withOpsiMock(
            fleet: try OpsiMock.Fleet(json: json), configuration: configuration
        ) { mock in
            for row in ExpectedLog.all {
                let log = try Fixture.text("logs/\(row.file)")
                await mock.writeLog(log, of: row.client)
            }
            try await withTemporaryDirectory { home in
                try await body(mock, Opus.environment(mock, home: home.path))
            }
        }
    }

    @Test("every row of the examples is found in the logs of a server")
    func causes() async throws {
        #expect(ExpectedLog.all.count == 19)
        try await Self.withLogs(hasReasons: false) { _, environment in
            let found = try await Opus.run(
                ["failed", "--logs", "-o", "json"], environment: environment
            ).json([Failed].self)
            #expect(found.count == ExpectedLog.all.count(where: \.hasFailed))
            for row in ExpectedLog.all where row.hasFailed {
                let own = try #require(
                    found.first { $0.client == row.client && $0.product == row.product })
                #expect(own.cause == row.cause, "\(row)")
                #expect(own.exitCode == row.exitCode, "\(row)")
                #expect(own.guessed == false, "\(row)")
                if !row.reason.isEmpty { #expect(own.why?.contains(row.reason) == true) }
            }
        }
    }

    @Test("a reason in the row is told as it is; with the code that it does not name")
    func reasons() async throws {
        try await Self.withLogs(hasReasons: true) { mock, environment in
            let found = try await Opus.run(["failed", "-o", "json"], environment: environment)
                .json([Failed].self)
            for row in ExpectedLog.all where row.hasFailed {
                let own = found.first { $0.client == row.client && $0.product == row.product }
                #expect(own?.why ?? "" == row.reason)
            }
            #expect(!mock.requests.flatMap(\.methods).contains("log_read"))
        }
    }

    @Test(
        "log shows the run, its errors and what is told of it, by line", arguments: ExpectedLog.all)
    func log(_ row: ExpectedLog) async throws {
        try await Self.withLogs(hasReasons: true) { _, environment in
            let words = ["log", row.client, row.product]
            let whole = try await Opus.run(words + ["-o", "json"], environment: environment)
            #expect(whole.status == 0, "\(whole.errors)")
            let lines = try whole.json([Line].self)
            // Some lines belong to no product: they go on from the one before.
            #expect(lines.allSatisfy { $0.product == row.product || $0.product == nil })
            let text = try Fixture.text("logs/\(row.file)")
                .split(separator: "\n", omittingEmptySubsequences: false)
            let numbers = lines.map(\.line)
            #expect(numbers == Array(numbers[0]...numbers[numbers.count - 1]))
            #expect(Set(row.lines).isSubset(of: numbers))
            #expect(text[numbers[0] - 1].hasSuffix(lines[0].text))
            guard let cause = row.cause else {
                #expect(!whole.errors.contains("\(row.product): "))
                return
            }
            #expect(whole.errors.contains("\(row.product): \(cause)"), "\(whole.errors)")
            if let code = row.exitCode { #expect(whole.errors.contains("\(code)")) }
            let errors = try await Opus.run(
                words + ["--errors", "-o", "json"], environment: environment
            ).json([Line].self)
            #expect(errors.contains { row.lines.contains($0.line) })
            #expect(errors.count < lines.count)
        }
    }

    @Test("all runs, another log and none are shown, or told to be missing")
    func others() async throws {
        try await Self.withLogs(hasReasons: true) { mock, environment in
            func run(_ words: [String]) async throws -> Run {
                try await Opus.run(["log"] + words, environment: environment)
            }
            let all = try await run(["pc-15", "chipset", "--all"])
            let last = try await run(["pc-15", "chipset"])
            #expect(
                all.output.split(separator: "\n").count > last.output.split(separator: "\n").count)
            #expect(all.output.contains(last.output))

            let whole = try await run(["pc-04"])
            #expect(whole.output.contains("[plotter]") && whole.output.contains("[cadkit]"))

            await mock.writeLog(
                "[5] [2026-11-26 09:14:00.123] [main    ] Mounting depot share (x.py:1)\n",
                of: "pc-01.fleet.test", type: "clientconnect")
            let connect = try await run(["pc-01", "--type", "clientconnect"])
            #expect(connect.output.contains("Mounting depot share"))
            #expect(try await run(["pc-01", "app", "--type", "clientconnect"]).status == 64)

            let absent = try await run(["pc-02", "--type", "bootimage"])
            #expect(absent.status == 3)
            #expect(absent.output.isEmpty)
            #expect(absent.errors.contains("the server has no bootimage of pc-02.fleet.test: "))
            let other = try await run(["pc-04", "firefox"])
            #expect(other.status == 3)
            #expect(other.errors.contains("has no run of firefox"))
            #expect(other.errors.contains("cadkit, plotter"))
        }
    }

    @Test("lines are coloured by level at a terminal, in the pager; secrets are masked everywhere")
    func terminal() async throws {
        try await Self.withLogs(hasReasons: true) { _, environment in
            var environment = environment
            environment["PAGER"] = "sed s/^/paged:/"
            let run = try await TerminalRun.run(
                ["log", "pc-11", "ledgerpro"], environment: environment, dialogue: [])
            #expect(run.status == 0, "\(run.shown)")
            #expect(run.shown.contains("paged:"))
            #expect(run.shown.contains("\u{1B}[1;31m[2] "))
            #expect(run.shown.contains("***"))
            for words in [["log", "pc-11"], ["log", "pc-02"], ["why"], ["failed", "--logs"]] {
                for format in ["table", "json", "csv", "plain"] {
                    let shown = try await Opus.run(
                        words + ["-o", format], environment: environment)
                    let text = shown.output + shown.errors
                    for secret in ["Herbst!2026", "QX4TR-7HN2B", "ABCDE-FGHIJ-KLMNO"] {
                        #expect(!text.contains(secret), "\(words) \(format)")
                    }
                }
            }
        }
    }
}
