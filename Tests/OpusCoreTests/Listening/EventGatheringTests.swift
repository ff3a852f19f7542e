import OpusBackend
import OpusServer
import Testing

@testable import OpusCore

@Suite("Gathering of events")
struct EventGatheringTests {
    private var gathering = EventGathering()

    private static func row(_ number: Int) -> BusEvent {
        BusEvent(.rowUpdated, .row(client: "pc1.test", product: ObjectID("p\(number)")))
    }

    @Test("rows are read once however often they are named, and client by what happened to it")
    mutating func names() {
        for event in [
            Self.row(1), Self.row(2), Self.row(1),
            BusEvent(.hostUpdated, .host("pc2.test", isClient: true)),
            BusEvent(.logUpdated, .log("pc3.test")),
            BusEvent(.configStateUpdated, .configState("software.x", object: "pc4.test")),
        ] {
            #expect(gathering.take(event, at: .seconds(5)) == nil)
        }
        let gathered = gathering.drain()
        #expect(
            gathered.rows == [
                RowName(client: "pc1.test", product: "p1"),
                RowName(client: "pc1.test", product: "p2"),
            ])
        #expect(gathered.clients == ["pc2.test"])
        #expect(gathered.wholeClients == [])
        #expect(!gathered.frame)
        #expect(gathered.since == .seconds(5))
        #expect(gathering.isEmpty)
    }

    @Test("what is written in one call is waited for while it comes, but never for long")
    mutating func bursts() {
        #expect(gathering.rest(at: .seconds(5)) == nil)
        for tenth in 0..<20 {
            let now = Duration.seconds(5) + .milliseconds(100) * tenth
            #expect(gathering.take(Self.row(tenth), at: now) == nil)
            // The rest of the silence, of which no more is left than until the first has waited.
            let isLong = tenth >= 10
            #expect(
                gathering.rest(at: now)
                    == (isLong ? nil : .milliseconds(min(200, 1_000 - 100 * tenth))))
        }
        _ = gathering.drain()
        #expect(gathering.take(Self.row(1), at: .seconds(8)) == nil)
        #expect(gathering.rest(at: .seconds(8) + .milliseconds(150)) == .milliseconds(50))
        #expect(gathering.rest(at: .seconds(8) + .milliseconds(200)) == nil)
    }

    @Test(
        "a client that comes or goes, and a depot, are read with all small things",
        arguments: [
            BusEvent(.hostCreated, .host("pc1.test", isClient: true)),
            BusEvent(.hostDeleted, .host("pc1.test", isClient: nil)),
            BusEvent(.hostUpdated, .host("depot1.test", isClient: false)),
            BusEvent(.configUpdated, .config("clientconfig.depot.id")),
            BusEvent(
                .configStateDeleted, .configState("clientconfig.depot.id", object: "pc1.test")),
        ])
    mutating func frames(event: BusEvent) {
        #expect(gathering.take(event, at: .zero) == nil)
        #expect(gathering.take(Self.row(1), at: .zero) == nil)
        // Not yet: what can be read is handed out, and the rest stays.
        let first = gathering.drain(withFrame: false)
        #expect(!first.frame)
        #expect(first.rows.count == 1)
        #expect(!gathering.isEmpty)
        let second = gathering.drain()
        #expect(second.frame)
        #expect(second.rows == [])
        #expect(gathering.isEmpty)
    }

    @Test("more in a second than a server holds is told once, and read whole")
    mutating func flood() {
        var reasons: [FullReadReason] = []
        for number in 0..<3 * EventGathering.flood {
            if let reason = gathering.take(Self.row(number), at: .milliseconds(7_000 + number / 2))
            {
                reasons.append(reason)
            }
        }
        #expect(reasons == [.flood])
        #expect(gathering.isEmpty)
        // From the reading on, events count again.
        gathering.clear()
        #expect(gathering.take(Self.row(1), at: .seconds(60)) == nil)
        #expect(gathering.drain().rows.count == 1)
    }

    @Test("as many in several seconds are read by their names")
    mutating func noFlood() {
        for number in 0..<3 * EventGathering.flood {
            let time = Duration.milliseconds(number * 1_000 / EventGathering.flood)
            #expect(gathering.take(Self.row(number), at: time) == nil)
        }
        #expect(gathering.drain().rows.count == 3 * EventGathering.flood)
    }

    @Test("names that would be patterns are not sent, and everything is read instead")
    mutating func patterns() {
        let event = BusEvent(.rowUpdated, .row(client: "*", product: "p"))
        #expect(gathering.take(event, at: .zero) == .unknown)
        #expect(gathering.isEmpty)
    }

    @Test("what could not be read is read the next time")
    mutating func takeBack() {
        _ = gathering.take(Self.row(1), at: .seconds(1))
        let drained = gathering.drain()
        _ = gathering.take(Self.row(2), at: .seconds(2))
        gathering.takeBack(drained)
        let again = gathering.drain()
        #expect(again.rows.count == 2)
        #expect(again.since == .seconds(1))
    }

    @Test("pauses between attempts grow, and a refused login waits for long")
    func pauses() {
        var pause = ReconnectPause()
        let gone = ServerError(.unreachable, "gone")
        let times = (0..<8).map { _ in pause.next(after: gone, fraction: 1) / .seconds(1) }
        #expect(times == [1, 2, 4, 8, 16, 32, 60, 60])
        pause.reset()
        #expect(pause.next(after: gone, fraction: 0) == .milliseconds(500))
        pause.reset()
        #expect(pause.next(after: ServerError(.authentication, "no"), fraction: 1) == .seconds(60))
    }
}
