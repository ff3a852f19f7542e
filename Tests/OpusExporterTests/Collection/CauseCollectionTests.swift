import OpusCore
import Synchronization
import TestSupport
import Testing

@testable import ExporterToolkit
@testable import OpusExporter
@testable import OpusServer

/// Looking for causes beside collections.
@Suite("Looking for causes", .timeLimit(.minutes(1)))
struct CauseCollectionTests {
    /// A source whose logs take for ever to be read.
    private final class EndlessLogs: FleetSource {
        enum Event: String { case collected, looking, stopped }

        let events = Inbox<Event>()
        let asked = Mutex<[ObjectID]>([])

        func collect() async throws -> CollectedFleet {
            events.put(.collected)
            return CollectedFleet(Fleets.nasty)
        }

        func findCauses(
            in fleet: CollectedFleet, _ found: @Sendable (FailureCauses) -> Void
        ) async throws {
            asked.withLock { $0 = fleet.summary()?.failedClients.map(\.id) ?? [] }
            found(Fleets.causes)
            events.put(.looking)
            let (never, end) = AsyncStream.makeStream(of: Never.self)
            await withTaskCancellationHandler {
                for await _ in never {}
            } onCancel: {
                end.finish()
            }
            events.put(.stopped)
            try Task.checkCancellation()
        }

        func shutdown() async {}
    }

    private struct Refused: FleetSource {
        func collect() async throws -> CollectedFleet { CollectedFleet(Fleets.nasty) }
        func findCauses(
            in fleet: CollectedFleet, _ found: @Sendable (FailureCauses) -> Void
        ) async throws { throw ServerError(.permission, method: "log_read", "no administrator") }
        func shutdown() async {}
    }

    private static func run(
        _ source: any FleetSource,
        _ body: (ManualClock, MetricsBoard, LogRecorder) async throws -> Void
    ) async throws {
        let time = ManualClock()
        let log = LogRecorder()
        let families = OptionalFamilies(causes: .causes)
        let board = MetricsBoard(
            servers: [
                ServerMetrics(name: "opsi.test", interval: .seconds(60), families: families)
            ], usage: { nil })
        let collector = Collector(
            source: source, calls: CallStatistics(),
            timing: CollectionTiming(
                interval: .seconds(60), maximumAge: .seconds(300), timeout: .seconds(90)),
            report: CollectionReport(
                board: board, server: 0, logger: log.logger, unixTime: time.clock.unixTime),
            clock: time.clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await collector.run() }
            try await body(time, board, log)
            group.cancelAll()
        }
    }

    private static func text(_ board: MetricsBoard) -> String {
        String(buffer: board.publisher.latest.representation(.text, isCompressed: false).body)
    }

    @Test("begins when a collection has ended, and ends when the next one begins")
    func yields() async throws {
        let source = EndlessLogs()
        try await Self.run(source) {
            (time: ManualClock, board: MetricsBoard, _: LogRecorder) async throws in
            for expected in [EndlessLogs.Event.collected, .looking] {
                #expect(try await source.events.next() == expected)
            }
            #expect(source.asked.withLock { $0 } == ["pc1.example.org"])
            #expect(
                Self.text(board).contains(
                    """
                    opsi_product_clients_failed_by_cause{server="opsi.test",product="firefox",\
                    cause="pending"} 1
                    """))
            for minute in 1...2 {
                time.advance(to: .seconds(60 * minute))
                // Which of the two is noticed first is nobody's concern.
                let events = [try await source.events.next(), try await source.events.next()]
                #expect(Set(events) == [.collected, .stopped])
                #expect(try await source.events.next() == .looking)
            }
        }
    }

    @Test("is told where it is refused, and counts as a part that could not be read")
    func refused() async throws {
        try await Self.run(Refused()) {
            (_: ManualClock, board: MetricsBoard, log: LogRecorder) async throws in
            #expect(try await log.lines.next() == "info collected")
            #expect(
                try await log.lines.next()
                    == "warning why products failed could not be found out: log_read: no administrator"
            )
            let text = Self.text(board)
            #expect(text.contains(#"opsi_up{server="opsi.test"} 1"#))
            #expect(
                text.contains(
                    """
                    opsi_exporter_collection_errors_total{server="opsi.test",reason="permission"} 1
                    """))
        }
    }
}
