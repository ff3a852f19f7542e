import Foundation
import OpusCore
import TestSupport
import Testing

@Suite("Rollout windows")
struct RolloutWindowTests {
    static func zone(_ name: String) throws -> ZoneRules {
        let file = URL(fileURLWithPath: "/usr/share/zoneinfo/\(name)")
        return try ZoneRules(name: name, bytes: Array(try Data(contentsOf: file)))
    }

    @Test(
        "offsets are those that the system has, now and in years to come",
        arguments: [
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata",
            "America/Sao_Paulo", "Europe/Dublin", "Pacific/Apia", "Africa/Casablanca", "UTC",
            "Antarctica/Troll", "America/St_Johns",
        ])
    func offsets(name: String) throws {
        let zone = try Self.zone(name)
        let known = try #require(TimeZone(identifier: name))
        var random = SeededGenerator(seed: 7)
        for _ in 0..<4_000 {
            let time = Int.random(in: 1_000_000_000..<2_140_000_000, using: &random)
            let date = Date(timeIntervalSince1970: Double(time))
            #expect(zone.offset(at: time) == known.secondsFromGMT(for: date), "\(time)")
        }
        // Each side of every change of some years.
        var date = Date(timeIntervalSince1970: 1_700_000_000)
        while let next = known.nextDaylightSavingTimeTransition(after: date),
            next.timeIntervalSince1970 < 2_100_000_000
        {
            for second in [-1, 0, 1] {
                let time = Int(next.timeIntervalSince1970) + second
                let moment = Date(timeIntervalSince1970: Double(time))
                #expect(zone.offset(at: time) == known.secondsFromGMT(for: moment), "\(time)")
            }
            date = next
        }
    }

    @Test("what is no file of a time zone is refused, wherever it is cut off")
    func strict() throws {
        let whole = Array(
            try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/Europe/Berlin")))
        for length in stride(from: 0, to: whole.count - 1, by: 7) {
            #expect(throws: ZoneRules.Mistake.self) {
                try ZoneRules(name: "x", bytes: Array(whole[..<length]))
            }
        }
        for name in ["../etc/passwd", "/etc/passwd", "", "Europe/", "a b", "Europe//Berlin"] {
            #expect(!ZoneRules.isName(name))
        }
        #expect(ZoneRules.isName("America/Argentina/Buenos_Aires"))
    }

    @Test(
        "hours of the week are read, and slips are none",
        arguments: [
            ("Mo-Fr 22:00-05:00", true), ("Sa 00:00-24:00, Su 08:00-12:30", true),
            ("Fr-Mo 22:00-05:00", true), ("Di 01:00-02:00", true), ("Mo-Fr", false),
            ("22:00-05:00", false), ("Mo 24:00-25:00", false), ("Mo 10:00-10:00", false),
            ("Mo 1:00-02:00", false), ("Xx 01:00-02:00", false), ("", false),
            ("Mo 01:00-02:00,", false), ("Mo-Tu-We 01:00-02:00", false),
        ])
    func reading(text: String, isGood: Bool) {
        #expect((RolloutWindow(text) != nil) == isGood)
    }

    @Test("a night is one night, also when the clocks change in it")
    func daylightSaving() throws {
        let zone = try Self.zone("Europe/Berlin")
        let night = try #require(RolloutWindow("Sa 22:00-05:00"))
        // 2027: summer begins on Sunday, 28 March, and ends on Sunday, 31 October.
        func open(from start: Int, hours: Int) -> Int {
            (0..<hours * 60).count { night.isOpen(at: start + $0 * 60, in: zone) }
        }
        let spring = 1_806_141_600  // Saturday, 27 March 2027, 11:00 in Berlin
        let summer = 1_806_746_400 - 3_600  // a week later, 11:00
        let autumn = 1_824_886_800  // Saturday, 30 October 2027, 11:00
        #expect(open(from: spring, hours: 24) == 6 * 60)
        #expect(open(from: summer, hours: 24) == 7 * 60)
        #expect(open(from: autumn, hours: 25) == 8 * 60)
        // An hour that is left out opens nothing that night, and the window finds the next one.
        let gap = try #require(RolloutWindow("Su 02:00-03:00"))
        #expect((0..<24 * 60).allSatisfy { !gap.isOpen(at: spring + $0 * 60, in: zone) })
        let next = try #require(gap.opening(from: spring, in: zone))
        #expect(next == 1_806_746_400 - 3_600 + 13 * 3_600 + 2 * 3_600)
    }

    @Test("it opens at the minute that it says")
    func opening() throws {
        let zone = try Self.zone("Europe/Berlin")
        let window = try #require(RolloutWindow("Mo-Fr 22:00-05:00"))
        let friday = 1_795_770_000  // Friday, 27 November 2026, 10:00 in Berlin
        let opens = friday + 12 * 3_600
        #expect(window.opening(from: friday, in: zone) == opens)
        #expect(window.opening(from: opens + 10, in: zone) == opens + 10)
        // The night from Friday to Saturday belongs to Friday.
        #expect(window.isOpen(at: opens + 6 * 3_600, in: zone))
        #expect(window.opening(from: opens + 8 * 3_600, in: zone) == opens + 3 * 86_400)
    }
}
