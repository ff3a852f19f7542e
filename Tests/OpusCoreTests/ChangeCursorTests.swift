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

    @Test("Asking begins 2 s before the newest time seen, that second included")
    func overlap() {
        var cursor = ChangeCursor()
        cursor.sawAll(Self.rows(500, 900, 700), Self.clock(1_000))
        #expect(cursor.start(Self.clock(1_000)) == LocalTimestamp(seconds: 897))
        cursor.sawChanged(Self.rows(950), Self.clock(1_010), answered: 1_011)
        #expect(cursor.start(Self.clock(1_010)) == LocalTimestamp(seconds: 947))
        // Older rows, which came because they were asked for again, change nothing.
        cursor.sawChanged(Self.rows(949, 948), Self.clock(1_011), answered: 1_011)
        #expect(cursor.start(Self.clock(1_011)) == LocalTimestamp(seconds: 947))
    }

    @Test("Where no row has a time, asking begins before the present")
    func empty() {
        var cursor = ChangeCursor()
        cursor.sawAll(Self.rows(0, 0), Self.clock(1_000, offset: 3_600))
        #expect(
            cursor.start(Self.clock(1_000, offset: 3_600)) == LocalTimestamp(seconds: 4_597))
    }

    @Test("Times that lie ahead are no measure")
    func future() {
        var cursor = ChangeCursor()
        cursor.sawAll(Self.rows(900, 4_000_000_000), Self.clock(1_000))
        cursor.sawChanged(Self.rows(1_002, 980), Self.clock(1_001), answered: 1_001)
        #expect(cursor.start(Self.clock(1_001)) == LocalTimestamp(seconds: 977))
        // The server's local clock is what counts.
        cursor.sawChanged(Self.rows(1_002), Self.clock(1_001, offset: 60), answered: 1_001)
        #expect(cursor.start(Self.clock(1_001)) == LocalTimestamp(seconds: 999))
    }

    @Test("When a second is long over, its rows are not asked for again")
    func settled() {
        var cursor = ChangeCursor()
        cursor.sawAll(Self.rows(900), Self.clock(1_000))
        // Rows of that second were asked for once more, at 1005 by the server's clock.
        cursor.sawChanged(Self.rows(900), Self.clock(1_004), answered: 1_005)
        cursor.sawChanged(Self.rows(900), Self.clock(1_014), answered: 1_015)
        #expect(cursor.start(Self.clock(1_014)) == LocalTimestamp(seconds: 897))
        cursor.sawChanged(Self.rows(900), Self.clock(1_015), answered: 1_016)
        #expect(cursor.start(Self.clock(1_015)) == LocalTimestamp(seconds: 900))
        // With a newer one it begins anew.
        cursor.sawChanged(Self.rows(1_020), Self.clock(1_030), answered: 1_031)
        #expect(cursor.start(Self.clock(1_030)) == LocalTimestamp(seconds: 1_017))
    }

    @Test("A server that does not tell its clock is asked again and again")
    func noClock() {
        var cursor = ChangeCursor()
        cursor.sawAll(Self.rows(900), Self.clock(1_000))
        for time in stride(from: 1_000, to: 2_000, by: 100) {
            cursor.sawChanged(Self.rows(900), Self.clock(time), answered: nil)
            #expect(cursor.start(Self.clock(time)) == LocalTimestamp(seconds: 897))
        }
    }
}
