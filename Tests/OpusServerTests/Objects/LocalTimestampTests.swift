import Foundation
import TestSupport
import Testing

@testable import OpusServer

@Suite("Local timestamp")
struct LocalTimestampTests {
    @Test("Random dates are as many seconds from 1970 as Foundation's calendar says")
    func random() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 0)!
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<1_000 {
            // Foundation's calendar is Julian before 1582.
            let year = Int.random(in: 1583...9999, using: &generator)
            let month = Int.random(in: 0...13, using: &generator)
            let day = Int.random(in: 0...32, using: &generator)
            let hour = Int.random(in: 0...24, using: &generator)
            let minute = Int.random(in: 0...60, using: &generator)
            let second = Int.random(in: 0...60, using: &generator)
            let components = DateComponents(
                calendar: calendar, timeZone: calendar.timeZone, year: year, month: month, day: day,
                hour: hour, minute: minute, second: second)
            // The end of a day and a leap second are times, to ISO 8601.
            if hour == 24, minute == 0, second == 0 { continue }
            if second == 60, minute == 29 || minute == 59 { continue }
            let expected =
                components.isValidDate
                ? Int(try #require(calendar.date(from: components)).timeIntervalSince1970) : nil
            let text = String(
                format: "%04d-%02d-%02d %02d:%02d:%02d", year, month, day, hour, minute, second)
            if LocalTimestamp(text)?.seconds != expected { Issue.record("read otherwise: \(text)") }
        }
    }

    @Test(
        "Times in all spellings that occur",
        arguments: [
            ("1970-01-01 00:00:00", 0), ("1969-12-31 23:59:59", -1),
            ("2000-02-29 00:00:00", 951_782_400),
            ("2026-10-15T12:34:56", 1_792_067_696), ("2026-10-15 12:34:56.000000", 1_792_067_696),
            ("0001-01-01 00:00:00", -62_135_596_800),
            ("2026-10-15T12:34", 1_792_067_640), ("2026-10-15 12", 1_792_065_600),
            ("2026-10-15", 1_792_022_400), ("20261015", 1_792_022_400),
            ("20261015T123456", 1_792_067_696), ("20261015T1234", 1_792_067_640),
            ("2026-288T12:34:56", 1_792_067_696), ("2026288", 1_792_022_400),
            ("2026-W42-4T12:34:56", 1_792_067_696), ("2026W424", 1_792_022_400),
            ("2026-10-15T12:34:56,75", 1_792_067_696), ("2026-10-15T12:34.5", 1_792_067_670),
            ("2026-10-15T12,5", 1_792_067_400), ("2026-10-14T24:00:00", 1_792_022_400),
            ("2020-W01-1", 1_577_664_000), ("2020-W53-7", 1_609_632_000),
        ])
    func spellings(text: String, seconds: Int) {
        #expect(LocalTimestamp(text) == LocalTimestamp(seconds: seconds))
        #expect(LocalTimestamp(text)?.unixTime(utcOffset: 7_200) == seconds - 7_200)
    }

    @Test(
        "What is no time is none",
        arguments: [
            "", " ", "0000-00-00 00:00:00", "0000-01-01 00:00:00", "2026-00-10 00:00:00",
            "2026-13-01 00:00:00",
            "2026-02-29 00:00:00", "1900-02-29 00:00:00", "2026-04-31 00:00:00",
            "2026-01-00 00:00:00",
            "2026-01-01 24:00:01", "2026-01-01 00:60:00", "2026-01-01 00:00:60", "2026-01",
            "2026-01-01 00:", "2026-01-01 0", "2026-366", "2026-000", "2026-W54-1", "2026-W00-1",
            "2026-W10-8", "2026-W10", "20260101T", "2026-01-01T00:00:00+1", "2026-01-01Z",
            "2026-1-1 00:00:00", "+026-01-01 00:00:00", "2026/01/01 00:00:00",
            "2026-01-01 00:00:00.",
            "2026-01-01 00:00:00.x", "2026-01-01 00:00:00Z", "2026-01-01 00:00:00 ",
            " 2026-01-01 00:00:00",
            "２０２６-01-01 00:00:00", "never",
        ])
    func bad(text: String) {
        #expect(LocalTimestamp(text) == nil)
    }

    @Test(
        "A time in a zone is the same moment on the server's local clock",
        arguments: [
            "2026-11-27T17:00:00Z", "2026-11-27T17:00:00+00:00", "2026-11-27T17:00Z",
            "2026-11-27 18:00:00+01:00", "2026-11-27T18:00+01", "20261127T180000+0100",
            "2026-11-27T12:30:00.25-0430", "2026-11-27T12:30:00\u{2212}04:30",
        ])
    func zones(text: String) {
        #expect(LocalTimestamp(text, utcOffset: 3_600) == LocalTimestamp("2026-11-27 18:00:00"))
        #expect(LocalTimestamp(text) == nil)
    }

    @Test("A time is written as it is read")
    func text() {
        var generator = SeededGenerator(seed: 8)
        let first = LocalTimestamp("0001-01-01 00:00:00")!.seconds
        let last = LocalTimestamp("9999-12-31 23:59:59")!.seconds
        #expect(LocalTimestamp(seconds: 0).text == "1970-01-01 00:00:00")
        #expect(LocalTimestamp(seconds: first).text == "0001-01-01 00:00:00")
        #expect(LocalTimestamp(seconds: last).text == "9999-12-31 23:59:59")
        let different = (0..<5_000).filter { _ in
            let time = LocalTimestamp(seconds: Int.random(in: first...last, using: &generator))
            return LocalTimestamp(time.text) != time
        }
        #expect(different.isEmpty)
    }
}
