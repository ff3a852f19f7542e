import OpusCore
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import ExporterToolkit
@testable import OpusExporter
@testable import OpusServer

@Suite("Collector", .timeLimit(.minutes(1)))
struct CollectorTests {
    /// A collector under the test's control.
    struct Bench: Sendable {
        let time = ManualClock()
        let source: ScriptedSource
        let log = LogRecorder()
        let calls = CallStatistics()
        let pulse = Pulse()
        let requests = CollectionRequests()
        let board = MetricsBoard(
            servers: [ServerMetrics(name: "opsi.test", interval: .seconds(60))],
            usage: { nil })

        init(endsWhenCancelled: Bool = true) {
            source = ScriptedSource(endsWhenCancelled: endsWhenCancelled)
        }

        var collector: Collector {
            Collector(
                source: source, calls: calls,
                timing: CollectionTiming(
                    interval: .seconds(60), maximumAge: .seconds(300), timeout: .seconds(90)),
                report: CollectionReport(
                    board: board, server: 0, logger: log.logger, unixTime: time.clock.unixTime),
                clock: time.clock, pulse: pulse, requests: requests)
        }

        /// Runs the collector for the time of a closure.
        func run(_ body: @Sendable () async throws -> Void) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await collector.run() }
                try await body()
                group.cancelAll()
            }
        }

        /// Waits until the collector asks for the fleet.
        func asked() async throws {
            #expect(try await source.events.next() == .asked)
        }

        /// Waits until the collector asks for the fleet, and answers.
        func answer(_ answer: ScriptedSource.Answer) async throws {
            try await asked()
            source.answer(answer)
        }

        /// Answers the next question, which is told as a success after none.
        func collect(sourceLocation: SourceLocation = #_sourceLocation) async throws {
            try await answer(.success(Fleets.nasty))
            let line = try await log.lines.next()
            #expect(line == "info collected", sourceLocation: sourceLocation)
        }

        func advance(to second: Int) { time.advance(to: .seconds(second)) }

        /// The value of a series in the latest snapshot, or nil where it is absent.
        func value(_ series: String) -> String? {
            let body = board.publisher.latest.representation(.text, isCompressed: false).body
            let line = String(buffer: body).split(separator: "\n").first {
                $0.hasPrefix(series + " ")
            }
            return line.map { String($0.dropFirst(series.count + 1)) }
        }
    }

    private static let up = #"opsi_up{server="opsi.test"}"#
    private static let clients = #"opsi_clients{server="opsi.test",depot="depot1.example.org"}"#
    static let group = #"opsi_group_clients{server="opsi.test",group="clientdirectory"}"#
    static let skipped = #"opsi_exporter_collections_skipped_total{server="opsi.test"}"#
    static let collections = #"opsi_exporter_collections_total{server="opsi.test"}"#
    private static let last =
        #"opsi_exporter_last_collection_success_timestamp_seconds{server="opsi.test"}"#

    static func errors(_ reason: String) -> String {
        #"opsi_exporter_collection_errors_total{server="opsi.test",reason="\#(reason)"}"#
    }

    @Test("a family over its limit is told once, and again when it is over it anew")
    func withheld() async throws {
        let board = MetricsBoard(
            servers: [
                ServerMetrics(
                    name: "opsi.test", interval: .seconds(60),
                    families: OptionalFamilies(clients: SeriesSelection(maximumSeries: 2)))
            ], usage: { nil })
        let log = LogRecorder()
        let report = CollectionReport(
            board: board, server: 0, logger: log.logger, unixTime: { 1_790_000_000 })
        let small = Fleets.fleet(clients: Array(Fleets.clients.prefix(2)))
        for fleet in [Fleets.nasty, Fleets.nasty, small, Fleets.nasty] {
            report.ended(.success(CollectedFleet(fleet)), after: .seconds(1), calls: [])
        }
        let warning =
            "warning families are withheld: they would have more series than their limit allows"
        for line in [
            warning, "info collected", "debug collected", "debug collected", warning,
            "debug collected",
        ] { #expect(try await log.lines.next() == line) }
    }

    @Test("depots that the server does not have are named when the server is first read")
    func missingDepots() async throws {
        let board = MetricsBoard(
            servers: [ServerMetrics(name: "opsi.test", interval: .seconds(60))],
            usage: { nil })
        let log = LogRecorder()
        let known = try #require(Fleets.nasty.depots.first?.id)
        let report = CollectionReport(
            board: board, server: 0, logger: log.logger, unixTime: { 1_790_000_000 },
            depots: [known, "dep0t.test", "unknown"])
        for _ in 1...2 {
            report.ended(
                .success(CollectedFleet(Fleets.nasty)), after: .seconds(1), calls: [])
        }
        for line in [
            "info collected",
            "warning the server has no such depots, and nothing of them is counted: name depots as"
                + " opsi lists them",
            "debug collected",
        ] { #expect(try await log.lines.next() == line) }
    }

    @Test("where events are heard, counts are made when somebody asks, and a failure's calls stay")
    func whenAsked() throws {
        let bench = Bench()
        let made = Mutex(0)
        let fleet = CollectedFleet(outline: FleetOutline(Fleets.nasty)) {
            made.withLock { $0 += 1 }
            return Fleets.nasty
        }
        let report = CollectionReport(
            board: bench.board, server: 0, logger: bench.log.logger, unixTime: { 1_790_000_000 },
            account: { FleetAccount(isListening: true) })
        func end(_ result: Result<CollectedFleet, CollectionFailure>, failed: Bool = false) {
            bench.calls.record(
                ObservedCall(
                    method: "getServiceTime", duration: .seconds(1), responseBytes: 9,
                    failure: failed ? .timeout : nil))
            report.ended(result, after: .seconds(1), calls: bench.calls.calls)
        }
        // There is data at once, and from then on when somebody wants it.
        end(.success(fleet))
        #expect(bench.value(Self.clients) == "3")
        let first = made.withLock { $0 }
        for _ in 1...5 { end(.success(fleet)) }
        #expect(made.withLock { $0 } == first)
        end(.failure(.tooLong(.seconds(1))), failed: true)
        #expect(bench.value(Self.up) == "0")
        #expect(
            bench.value(
                #"opsi_rpc_duration_seconds_count{server="opsi.test",method="getServiceTime"}"#)
                == "7")
        #expect(made.withLock { $0 } == first + 1)
    }

    @Test("success, failure, withdrawal, recovery")
    func life() async throws {
        let bench = Bench()
        #expect(bench.value(Self.up) == "0")
        #expect(bench.value(Self.clients) == nil)
        #expect(!bench.board.publisher.latest.isReady)
        try await bench.run {
            bench.calls.record(
                ObservedCall(
                    method: "m", duration: .seconds(1), responseBytes: 5, failure: .timeout))
            try await bench.collect()
            #expect(bench.value(Self.up) == "1")
            #expect(bench.value(Self.clients) == "3")
            #expect(bench.value(Self.last) == "1790000000")
            #expect(bench.value(#"opsi_rpc_errors_total{server="opsi.test",method="m"}"#) == "1")
            #expect(bench.board.publisher.latest.isReady)

            let refused = ServerError(.unreachable, method: "m", "connection refused")
            for minute in 1...4 {
                bench.advance(to: 60 * minute)
                try await bench.answer(.failure(refused))
                #expect(
                    try await bench.log.lines.next()
                        == "error collection failed: m: connection refused")
                #expect(bench.value(Self.up) == "0")
                #expect(bench.value(Self.errors("unreachable")) == "\(minute)")
                #expect(bench.value(Self.clients) == "3")
            }
            bench.advance(to: 300)
            #expect(
                try await bench.log.lines.next()
                    == "warning the fleet's data is too old and is not shown any more")
            #expect(bench.value(Self.clients) == nil)
            #expect(bench.value(Self.last) == "1790000000")
            #expect(!bench.board.publisher.latest.isReady)

            try await bench.collect()
            #expect(bench.value(Self.up) == "1")
            #expect(bench.value(Self.clients) == "3")
            #expect(bench.value(Self.collections) == "6")
            #expect(bench.value(Self.errors("unreachable")) == "4")

            bench.advance(to: 360)
            try await bench.answer(.success(Fleets.nasty))
            #expect(try await bench.log.lines.next() == "debug collected")
        }
    }

    @Test("groups that can't be read are a success with an error, once a collection")
    func groupless() async throws {
        let bench = Bench()
        try await bench.run {
            for minute in 0...1 {
                bench.advance(to: 60 * minute)
                try await bench.answer(.success(Fleets.groupless))
                let lines = [
                    try await bench.log.lines.next(), try await bench.log.lines.next(),
                ]
                #expect(lines[0].hasSuffix("collected"))
                #expect(
                    lines[1]
                        == "warning host groups could not be read and are left out:"
                        + " group_getObjects: one row is broken")
                #expect(bench.value(Self.up) == "1")
                #expect(bench.value(Self.clients) == "3")
                #expect(bench.value(Self.group) == nil)
                #expect(bench.value(Self.errors("rpc")) == "\(minute + 1)")
            }
        }
    }

    @Test("a slow collection is never joined by another one")
    func slow() async throws {
        let bench = Bench()
        try await bench.run {
            try await bench.collect()
            bench.advance(to: 60)
            try await bench.asked()
            bench.advance(to: 120)
            #expect(try await bench.log.lines.next().hasPrefix("warning collection skipped"))
            #expect(bench.value(Self.skipped) == "1")
            // What was known is shown, and nobody is told that it is so now.
            #expect(bench.value(Self.clients) == "3")
            #expect(bench.value(Self.up) == "0")
            #expect(bench.value(Self.errors("timeout")) == "1")
            bench.source.answer(.success(Fleets.nasty))
            #expect(try await bench.log.lines.next() == "info collected")
            #expect(bench.value(Self.up) == "1")
            bench.advance(to: 180)
            try await bench.asked()
            #expect(bench.value(Self.skipped) == "1")
        }
    }

    @Test("a collection out of time fails at once, and counts once", arguments: [true, false])
    func timeout(endsWhenCancelled: Bool) async throws {
        let bench = Bench(endsWhenCancelled: endsWhenCancelled)
        try await bench.run {
            try await bench.asked()
            bench.advance(to: 90)
            #expect(
                try await bench.log.lines.next()
                    == "error collection failed: the collection took longer than 90.0 seconds and"
                    + " was cancelled")
            #expect(try await bench.source.events.next() == .cancelled)
            #expect(bench.value(Self.collections) == "1")
            #expect(try await bench.log.lines.next().hasPrefix("warning collection skipped"))
            // The one that was cancelled, and the one that was due after a minute.
            #expect(bench.value(Self.errors("timeout")) == "2")
            if !endsWhenCancelled {
                bench.advance(to: 120)
                #expect(try await bench.log.lines.next().hasPrefix("warning collection skipped"))
                // A watchdog is told no more: only a restart would help.
                #expect(bench.pulse.isBeating(at: .seconds(120)))
                #expect(!bench.pulse.isBeating(at: .seconds(121)))
                // Too late: this answer is of no use to anybody.
                bench.source.answer(.success(Fleets.nasty))
            }
            #expect(try await bench.log.lines.next() == "debug the cancelled collection has ended")
            #expect(bench.pulse.isBeating(at: .seconds(121)))
            bench.advance(to: 180)
            try await bench.asked()
            #expect(bench.value(Self.up) == "0")
            #expect(bench.value(Self.collections) == "1")
            #expect(bench.value(Self.clients) == nil)
            bench.source.answer(.success(Fleets.nasty))
        }
    }
}
