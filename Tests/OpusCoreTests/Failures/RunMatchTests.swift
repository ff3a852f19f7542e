import OpusServer
import Testing

@testable import OpusCore

/// Which run of a log a failed row tells of.
@Suite("A row and its run") struct RunMatchTests {
    private func row(
        modified: String? = "2026-11-26 09:15:02", request: String = "none", reason: String = ""
    ) throws -> ProductOnClient {
        try productRow(modified: modified, request: request, reason: reason)
    }

    private let failed = LogBuilder.failed([(6, #"ExitCode 1603    Executed process "a.msi""#)])

    @Test("A run that ended when the row was written tells why")
    func atItsTime() throws {
        let failure = RunMatch(row: try row(), log: InstallationLog(failed.bytes)).failure
        #expect(failure.cause == .installer)
        #expect(failure.diagnosis?.isGuessed == false)
        #expect(failure.source == .log(lines: 2...11))
    }

    @Test(
        "A log that is older or younger than the row is one of another run, and no cause",
        arguments: ["2026-11-26 12:00:00", "2026-11-26 08:00:00", "2026-11-27 09:14:00"])
    func otherRun(_ modified: String) throws {
        let failure = RunMatch(row: try row(modified: modified), log: InstallationLog(failed.bytes))
            .failure
        #expect(failure.source == .otherRun)
        #expect(failure.diagnosis == nil)
        #expect(failure.cause == .unknown)
    }

    @Test("A request since then has moved the row's time: what the log tells is a guess")
    func requested() throws {
        let asked = try row(modified: "2026-11-26 12:00:00", request: "setup")
        let failure = RunMatch(row: asked, log: InstallationLog(failed.bytes)).failure
        #expect(failure.cause == .installer)
        #expect(failure.diagnosis?.isGuessed == true)
    }

    @Test("Of several runs, the one at the row's time is meant")
    func several() throws {
        var log = LogBuilder.failed([(6, #"ExitCode 1603    Executed process "a.msi""#)])
        log.time = "15:40"
        log.begin("app")
        log.line(6, "app", #"ExitCode 112    Executed process "a.msi""#)
        log.end("app", "failed")
        let read = InstallationLog(log.bytes)
        #expect(RunMatch(row: try row(), log: read).failure.diagnosis?.exitCode?.number == 1_603)
        let later = try row(modified: "2026-11-26 15:41:00")
        #expect(RunMatch(row: later, log: read).failure.diagnosis?.exitCode?.number == 112)
    }

    @Test("No log, no run, and a success are told apart")
    func absences() throws {
        let row = try row()
        #expect(RunMatch(row: row, log: InstallationLog([])).failure.source == .noLog)
        var other = LogBuilder()
        other.begin("other")
        other.end("other", "failed")
        #expect(RunMatch(row: row, log: InstallationLog(other.bytes)).failure.source == .noRun)
        var success = LogBuilder()
        success.begin("app")
        success.end("app", "success")
        #expect(RunMatch(row: row, log: InstallationLog(success.bytes)).failure.source == .success)
    }

    @Test("Where the server has cut the end off, the run was not interrupted for all one knows")
    func cutOff() throws {
        var log = LogBuilder()
        log.begin("app")
        let filler = String(repeating: "x", count: 1_000)
        while log.bytes.count < 100 { log.line(6, "app", filler) }
        let line = "[6] [2026-11-26 09:14:59.000] [app] \(filler)\n"
        let text = log.text + String(repeating: line, count: 9_990_000 / line.utf8.count)
        let failure = RunMatch(row: try row(), log: InstallationLog(text.utf8)).failure
        #expect(failure.source == .cutOff)
    }

    @Test("In the old format, day and time are enough, whatever the month is called")
    func oldFormat() throws {
        let text = failed.text.replacing("2026-11-26 ", with: "Növ 26 ")
            .replacing(".120]", with: ":120]")
        let log = InstallationLog(text.utf8)
        #expect(RunMatch(row: try row(), log: log).failure.cause == .installer)
        let other = try row(modified: "2026-11-27 09:15:02")
        #expect(RunMatch(row: other, log: log).failure.source == .otherRun)
    }

    @Test("A memory tells again what a log told, as long as the row is the same")
    func memory() throws {
        let failure = RunMatch(row: try row(), log: InstallationLog(failed.bytes)).failure
        var memory = FailureMemory()
        memory.remember(failure, now: 0)
        let restored = FailureMemory(text: memory.text)
        #expect(restored == memory)
        #expect(restored.failure(of: try row()) == failure)
        #expect(restored.failure(of: try row(modified: "2026-11-26 09:15:03")) == nil)
        #expect(restored.failure(of: try row(reason: "no")) == nil)
        #expect(FailureMemory(text: "something else\n\(memory.text)").count == 0)
        #expect(FailureMemory(text: memory.text + "a\tb\n\t\t\t\t\t\t\t\t\t\t\t\n").count == 1)
    }

    @Test("That a log is missing is remembered only once it can't be late any more")
    func lateLog() throws {
        let row = try row()
        let failure = RunMatch(row: row, log: InstallationLog([])).failure
        let written = try #require(row.modificationTime).seconds
        var memory = FailureMemory()
        memory.remember(failure, now: written + 600)
        #expect(memory.count == 0)
        memory.remember(failure, now: written + 86_400)
        #expect(memory.failure(of: row)?.source == .noLog)
    }
}
