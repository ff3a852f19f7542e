import Testing

@testable import OpusExporter

@Suite("Schedule of collections")
struct CollectionScheduleTests {
    private typealias Action = CollectionSchedule.Action
    private var schedule = CollectionSchedule(
        timing: CollectionTiming(
            interval: .seconds(60), maximumAge: .seconds(300), timeout: .seconds(150)),
        start: .seconds(1000))

    /// What the schedule wants at a second after its start.
    private mutating func advance(_ second: Int) -> [Action] {
        schedule.advance(to: .seconds(1000 + second))
    }

    private mutating func ended(_ successfully: Bool, _ second: Int) -> Bool {
        schedule.ended(successfully: successfully, at: .seconds(1000 + second))
    }

    private var nextWake: Int { Int(schedule.nextWake / .seconds(1)) - 1000 }

    @Test("collects at once, then at a fixed rhythm, however long each takes")
    mutating func rhythm() {
        #expect(advance(0) == [.collect])
        #expect(advance(0) == [])
        #expect(ended(true, 20))
        #expect(nextWake == 60)
        #expect(advance(59) == [])
        #expect(advance(60) == [.collect])
        #expect(ended(true, 100))
        #expect(nextWake == 120)
        #expect(advance(121) == [.collect])
        #expect(ended(true, 122))
        #expect(nextWake == 180)
    }

    @Test("skips what is due while a collection runs, and counts it")
    mutating func skip() {
        #expect(advance(0) == [.collect])
        #expect(advance(60) == [.skip(1)])
        #expect(advance(125) == [.skip(1)])
        #expect(ended(true, 130))
        #expect(advance(130) == [])
        #expect(advance(180) == [.collect])
    }

    @Test("counts every skipped one after a long pause of the machine")
    mutating func skipMany() {
        #expect(advance(0) == [.collect])
        #expect(advance(149) == [.skip(2)])
        #expect(nextWake == 150)
    }

    @Test("a machine that slept collects once, and skips nothing")
    mutating func slept() {
        #expect(advance(0) == [.collect])
        #expect(ended(true, 1))
        #expect(advance(100_000) == [.withdraw, .collect])
        #expect(nextWake == 100_020)
    }

    @Test("a collection out of time is abandoned; the next one starts only after its end")
    mutating func timeout() {
        #expect(advance(0) == [.collect])
        #expect(advance(150) == [.abandon, .skip(2)])
        #expect(advance(180) == [.skip(1)])
        #expect(!ended(true, 190))
        #expect(advance(240) == [.collect])
        #expect(ended(true, 241))
    }

    @Test("an abandoned collection's late success does not keep data alive")
    mutating func lateSuccess() {
        #expect(advance(0) == [.collect])
        #expect(ended(true, 10))
        #expect(advance(60) == [.collect])
        #expect(advance(210) == [.abandon, .skip(2)])
        #expect(!ended(true, 230))
        #expect(advance(240) == [.collect])
        #expect(advance(309) == [.skip(1)])
        #expect(advance(310) == [.withdraw])
    }

    @Test("failures do not prolong the data's life, and it is withdrawn once")
    mutating func withdraw() {
        #expect(advance(0) == [.collect])
        #expect(ended(true, 10))
        for second in stride(from: 60, through: 300, by: 60) {
            #expect(advance(second) == [.collect])
            #expect(ended(false, second + 5))
        }
        #expect(nextWake == 310)
        #expect(advance(310) == [.withdraw])
        #expect(advance(311) == [])
        #expect(advance(360) == [.collect])
        #expect(ended(true, 365))
        #expect(advance(420) == [.collect])
        #expect(ended(false, 421))
        #expect(advance(665) == [.withdraw, .collect])
    }

    @Test("a collection that is asked for runs at once, or when the running one has ended")
    mutating func requested() {
        #expect(advance(0) == [.collect])
        #expect(ended(true, 1))
        schedule.request(at: .seconds(1010))
        #expect(nextWake == 10)
        #expect(advance(10) == [.collect])
        schedule.request(at: .seconds(1015))
        #expect(advance(15) == [])
        #expect(ended(true, 20))
        #expect(advance(20) == [.collect])
        #expect(ended(true, 30))
        #expect(nextWake == 80)
        #expect(advance(80) == [.collect])
    }

    @Test("before any success there is nothing to withdraw")
    mutating func neverUp() {
        #expect(advance(0) == [.collect])
        #expect(ended(false, 1))
        #expect(advance(1000) == [.collect])
    }

    @Test(
        "a shift moves the second collection and all that follow, and skips none",
        arguments: [(-20, [0, 40, 100, 160]), (25, [0, 85, 145, 205]), (0, [0, 60, 120, 180])])
    func jitter(shift: Int, expected: [Int]) {
        var schedule = CollectionSchedule(
            timing: CollectionTiming(
                interval: .seconds(60), maximumAge: .seconds(300), timeout: .seconds(150),
                jitter: .seconds(shift)),
            start: .zero)
        var collected: [Int] = []
        while collected.count < expected.count {
            let now = schedule.nextWake
            guard schedule.advance(to: now) == [.collect] else { break }
            collected.append(Int(now / .seconds(1)))
            _ = schedule.ended(successfully: false, at: now)
        }
        #expect(collected == expected)
    }

    @Test("the shift follows from the name alone, and many names spread over the interval")
    func spread() {
        let interval = Duration.seconds(60)
        let shifts = (0..<1000).map {
            CollectionTiming.jitter(of: "server\($0)", interval: interval) / .seconds(1)
        }
        #expect(shifts.allSatisfy { -30 <= $0 && $0 < 30 })
        // Ten parts of the interval, each with about a hundred of them.
        let parts = Dictionary(grouping: shifts) { Int(($0 + 30) / 6) }
        #expect(parts.count == 10)
        #expect(parts.values.allSatisfy { (60...140).contains($0.count) })
        // Written down, as it has to be the same after every start.
        #expect(
            abs(CollectionTiming.jitter(of: "main", interval: interval) / .seconds(1) - 6.605084)
                < 1e-6)
        let alone = RunningExporter.collection("main")
        #expect(alone.timing(isAlone: true).jitter == .zero)
        #expect(
            alone.timing(isAlone: false).jitter
                == CollectionTiming.jitter(of: "main", interval: interval))
    }
}
