import Testing

@testable import OpusCore
@testable import OpusServer

/// From which time on changed rows are asked for.
@Suite("Change cursor")
struct ChangeCursorTests {
    private static func rows(_ times: UInt32...) -> [ProductState] {
        times.map {
            ProductState(
                client: 0, product: 0, version: nil, modified: $0, flags: .localboot,
                request: .none)
        }
    }

    private static func clock(_ unixTime: Int, offset: Int = 0) -> ServerClock {
        ServerClock(unixTime: unixTime, utcOffset: offset)
    }

    @Test("Asking begins a minute before the newest time seen, that second included")
    func overlap() {
        var cursor = ChangeCursor()
        cursor.sawAll(Self.rows(500, 900, 700), Self.clock(1_000))
        #expect(cursor.start(Self.clock(1_000)) == LocalTimestamp(seconds: 839))
        cursor.sawChanged(Self.rows(950), Self.clock(1_010), answered: 1_011)
        #expect(cursor.start(Self.clock(1_010)) == LocalTimestamp(seconds: 889))
        // Older rows, which came because they were asked for again, change nothing.
        cursor.sawChanged(Self.rows(949, 948), Self.clock(1_011), answered: 1_011)
        #expect(cursor.start(Self.clock(1_011)) == LocalTimestamp(seconds: 889))
    }

    @Test("A row that is committed long after its time is asked for", arguments: [1, 10, 59])
    func lateCommit(duration: Int) {
        var cursor = ChangeCursor()
        cursor.sawAll(Self.rows(1_000), Self.clock(1_000))
        // Others are written and seen all the while, up to the moment of the commit.
        let written = 2_000
        for time in stride(from: written - 300, through: written + duration, by: 1) {
            cursor.sawChanged(Self.rows(UInt32(time)), Self.clock(time), answered: time)
        }
        let next = Self.clock(written + duration + 1)
        #expect(cursor.start(next) < LocalTimestamp(seconds: written))
    }

    @Test(
        "Where no row has a time, asking begins well before the full read, however long ago that is",
        arguments: [[], [0, 0]] as [[UInt32]])
    func empty(times: [UInt32]) {
        let rows = times.flatMap { Self.rows($0) }
        var cursor = ChangeCursor()
        cursor.sawAll(rows, Self.clock(10_000, offset: 3_600))
        for time in [10_000, 10_030, 13_000] {
            let clock = Self.clock(time, offset: 3_600)
            #expect(cursor.start(clock) == LocalTimestamp(seconds: 10_000))
            cursor.sawChanged(rows, clock, answered: time)
        }
        var early = ChangeCursor()
        early.sawAll(rows, Self.clock(1_000))
        #expect(early.start(Self.clock(1_030)) == LocalTimestamp(seconds: 0))
    }

    @Test("Times that lie ahead are no measure")
    func future() {
        var cursor = ChangeCursor()
        cursor.sawAll(Self.rows(900, 4_000_000_000), Self.clock(1_000))
        cursor.sawChanged(Self.rows(1_002, 980), Self.clock(1_001), answered: 1_001)
        #expect(cursor.start(Self.clock(1_001)) == LocalTimestamp(seconds: 919))
        // The server's local clock is what counts.
        cursor.sawChanged(Self.rows(1_002), Self.clock(1_001, offset: 60), answered: 1_001)
        #expect(cursor.start(Self.clock(1_001)) == LocalTimestamp(seconds: 941))
    }

    @Test("When a second is long over, its rows are not asked for again")
    func settled() {
        var cursor = ChangeCursor()
        cursor.sawAll(Self.rows(900), Self.clock(1_000))
        // Rows of that second were asked for once more, at 1005 by the server's clock.
        cursor.sawChanged(Self.rows(900), Self.clock(1_004), answered: 1_005)
        cursor.sawChanged(Self.rows(900), Self.clock(1_124), answered: 1_125)
        #expect(cursor.start(Self.clock(1_124)) == LocalTimestamp(seconds: 839))
        cursor.sawChanged(Self.rows(900), Self.clock(1_125), answered: 1_126)
        #expect(cursor.start(Self.clock(1_125)) == LocalTimestamp(seconds: 900))
        // With a newer one it begins anew.
        cursor.sawChanged(Self.rows(1_130), Self.clock(1_140), answered: 1_141)
        #expect(cursor.start(Self.clock(1_140)) == LocalTimestamp(seconds: 1_069))
    }

    @Test("A server that does not tell its clock is asked again and again")
    func noClock() {
        var cursor = ChangeCursor()
        cursor.sawAll(Self.rows(900), Self.clock(1_000))
        for time in stride(from: 1_000, to: 2_000, by: 100) {
            cursor.sawChanged(Self.rows(900), Self.clock(time), answered: nil)
            #expect(cursor.start(Self.clock(time)) == LocalTimestamp(seconds: 839))
        }
    }
}
