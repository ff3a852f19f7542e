import OpusCore
import TestSupport
import Testing

/// The example logs, and what has to be found in them.
@Suite("Example logs") struct ExpectedLogTests {
    private static let rows = ExpectedLog.all

    @Test("All rows are there") func count() { #expect(Self.rows.count == 19) }

    @Test("Cause, code, reason, version and line are found", arguments: rows)
    func finds(_ row: ExpectedLog) throws {
        let log = InstallationLog(try Fixture.data("logs/\(row.file)"))
        let run = try #require(log.lastRun(of: row.product))
        #expect(run.version ?? "" == row.version)
        guard let cause = row.cause else {
            #expect(run.ending == .succeeded)
            #expect(run.diagnosis == nil)
            return
        }
        let diagnosis = try #require(run.diagnosis)
        #expect(diagnosis.cause.name == cause)
        #expect(diagnosis.exitCode?.number == row.exitCode)
        #expect(diagnosis.reason ?? "" == row.reason)
        #expect(!diagnosis.isGuessed)
        let first = try #require(diagnosis.evidence.first)
        #expect(row.lines.contains(first.line))
        #expect(run.lines.contains(first.line))
    }

    @Test("However the bytes are cut, the same is found", arguments: Set(rows.map(\.file)).sorted())
    func pieces(_ file: String) throws {
        let bytes = Array(try Fixture.data("logs/\(file)"))
        let whole = InstallationLog(bytes)
        for size in [1, 7, 64, 1_000] {
            var reader = InstallationLogReader()
            for start in stride(from: 0, to: bytes.count, by: size) {
                bytes[start..<min(start + size, bytes.count)].withUnsafeBufferPointer {
                    reader.take($0)
                }
            }
            #expect(reader.finish() == whole, "pieces of \(size)")
        }
        let returns = String(decoding: bytes, as: UTF8.self).replacing("\n", with: "\r\n")
        let windows = InstallationLog(returns.utf8)
        #expect(windows.runs == whole.runs)
    }

    @Test("A secret of the examples is in no excerpt")
    func secrets() throws {
        let secrets = ["Herbst!2026", "QX4TR-7HN2B-99KLM-2WV8C-PPD3F", "ABCDE-FGHIJ-KLMNO"]
        for row in Self.rows {
            let log = InstallationLog(try Fixture.data("logs/\(row.file)"))
            for run in log.runs {
                let shown =
                    (run.diagnosis?.evidence.map(\.text) ?? []) + [run.diagnosis?.reason ?? ""]
                for secret in secrets { #expect(!shown.contains { $0.contains(secret) }) }
            }
        }
        let masked = InstallationLog(try Fixture.data("logs/no-reason.log"))
        #expect(masked.lastRun(of: "officeplus")?.diagnosis?.isMasked == true)
    }
}
