import FleetModel
import MockSupport
import OpsiMock
import OpusBackend
import OpusServer
import Synchronization
import TestSupport
import Testing

@testable import OpusCore

/// A fleet that is read by what changed, beside the same fleet read in full.
@Suite("Incremental refresh")
struct FleetMonitorTests {
    /// A mock whose clock the test moves, and a monitor before it.
    final class Bench: Sendable {
        let mock: OpsiMock
        let opus: Opus
        let monitor: FleetMonitor
        private let clock = Elapsed()
        private let start: Int

        /// A monitor that numbers no more than so many kinds of rows.
        init(
            _ mock: OpsiMock, _ opus: Opus, start: Int, _ refreshing: FleetRefreshing,
            mostKinds: Int = RowKinds.most
        ) {
            self.mock = mock
            self.opus = opus
            self.start = start
            let clock = clock
            let watching = Opus(
                opus.backend, definitions: opus.definitions, kinds: RowKinds(most: mostKinds))
            monitor = FleetMonitor(watching, refreshing: refreshing) { .seconds(clock.seconds) }
        }

        /// The server's local time.
        var now: Int { start + clock.seconds + mock.utcOffset }

        func pass(_ seconds: Int) {
            clock.pass(seconds)
            mock.clock = .fixed(start + clock.seconds)
        }

        /// What an incremental and a full reading differ in.
        func differences() async throws -> [String] {
            let outline = try await monitor.renew()
            let kept = try #require(monitor.latest)
            let read = try await opus.fleetSummary()
            #expect(outline.clients == read.clients.count)
            #expect(outline.depots == read.depots.map(\.id))
            #expect(outline.groupsError == nil)
            var differences = try Counts(kept).differences(from: Counts(read))
            if kept.clients != read.clients { differences.append("clients") }
            if kept.products != read.products { differences.append("products") }
            if kept.failingVersions != read.failingVersions {
                differences.append("failing versions")
            }
            // What was watched may be known for longer, but nothing else is known.
            if Set(kept.failedSince.keys) != Set(read.failedSince.keys)
                || kept.failedSince.contains(where: { $0.value > read.failedSince[$0.key] ?? 0 })
            {
                differences.append("failed since")
            }
            if kept.depots != read.depots { differences.append("depots") }
            if try kept.groups.get() != read.groups.get() { differences.append("groups") }
            return differences
        }

        /// Writes to the fleet, as of now.
        func write(_ writer: inout FleetWriter, _ window: FleetWriter.Window = .none) {
            let now = now
            mock.withFleet { writer.write(to: &$0, now: now, window: window) }
        }

        /// The methods that were called since the last time, with how often.
        func calls() -> [String: Int] {
            defer { mock.clearRequests() }
            return mock.requests.flatMap(\.methods).reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }

    final class Elapsed: Sendable {
        private let value = Mutex(0)
        var seconds: Int { value.withLock { $0 } }
        func pass(_ seconds: Int) { value.withLock { $0 += seconds } }
    }

    static let start = 1_795_369_413

    static func withBench(
        _ writer: inout FleetWriter, slices: Int = 4, interval: Int = 1_000_000,
        mostKinds: Int = RowKinds.most,
        _ body: (Bench, inout FleetWriter) async throws -> Void
    ) async throws {
        let fleet = writer.fleet(now: start)
        try await withOpus(
            fleet, clock: .fixed(start), reading: .init(batchSize: 5, concurrentCalls: 2)
        ) { opus, mock in
            let bench = Bench(
                mock, opus, start: start,
                .init(fullInterval: .seconds(interval), slices: slices), mostKinds: mostKinds)
            try await body(bench, &writer)
        }
    }

    @Test(
        "After any writes, every refresh counts what a full read counts",
        arguments: zip(0..<8 as Range<UInt64>, [nil, nil, nil, nil, nil, 0, 10, 60]))
    func everyWrite(seed: UInt64, mostKinds: Int?) async throws {
        var writer = FleetWriter(seed: 100 + seed)
        // Few kinds: rows of all others are kept otherwise, and go from one way to the other.
        try await Self.withBench(&writer, mostKinds: mostKinds ?? RowKinds.most) { bench, writer in
            #expect(try await bench.differences() == [])
            for step in 0..<25 {
                for _ in 0..<Int.random(in: 0...4, using: &writer.generator) {
                    bench.write(&writer)
                    if writer.generator.happens(onceIn: 3) { bench.pass(1) }
                }
                let differences = try await bench.differences()
                writer.refreshed(bench.mock.withFleet { $0 })
                #expect(differences == [], "seed \(seed), step \(step)")
                bench.pass(writer.generator.pick([0, 1, 2, 5, 30, 4_000]))
            }
        }
    }

    @Test(
        "Deleted rows are gone when the slices have gone round",
        arguments: zip(0..<3 as Range<UInt64>, [nil, nil, 20]))
    func deletions(seed: UInt64, mostKinds: Int?) async throws {
        var writer = FleetWriter(seed: 200 + seed)
        try await Self.withBench(
            &writer, slices: 3, mostKinds: mostKinds ?? RowKinds.most
        ) { bench, writer in
            #expect(try await bench.differences() == [])
            var seen = 0
            for _ in 0..<8 {
                bench.write(&writer, .deletion)
                for _ in 0..<3 { seen += try await bench.differences().isEmpty ? 0 : 1 }
                #expect(try await bench.differences() == [])
                bench.pass(30)
            }
            // The window is there: not every deletion was found at once.
            #expect(seen > 0)
        }
    }

    @Test(
        "Quiet rows with old times escape until the next full read",
        arguments: 0..<2 as Range<UInt64>)
    func oldTimes(seed: UInt64) async throws {
        var writer = FleetWriter(seed: 300 + seed)
        try await Self.withBench(&writer, interval: 100) { bench, writer in
            #expect(try await bench.differences() == [])
            var escaped = 0
            for _ in 0..<8 {
                bench.write(&writer, .oldTime)
                bench.pass(20)
                escaped += try await bench.differences().isEmpty ? 0 : 1
                bench.pass(100)
                #expect(try await bench.differences() == [])
            }
            #expect(escaped > 0)
        }
    }

    @Test("Both windows together, beside any other writes, close at the next full read")
    func windows() async throws {
        for seed in 0..<2 as Range<UInt64> {
            var writer = FleetWriter(seed: 400 + seed)
            try await Self.withBench(&writer, interval: 100) { bench, writer in
                for _ in 0..<6 {
                    for window in [.none, .deletion, .oldTime, .none] as [FleetWriter.Window] {
                        bench.write(&writer, window)
                        bench.pass(3)
                        _ = try await bench.monitor.refresh()
                    }
                    bench.pass(100)
                    #expect(try await bench.differences() == [], "seed \(seed)")
                }
            }
        }
    }

    @Test("A refresh asks for what changed, and for everything when that is due")
    func calls() async throws {
        var writer = FleetWriter(seed: 1)
        try await Self.withBench(&writer, slices: 2, interval: 1_000) { bench, writer in
            func rows(_ filter: String) -> Int {
                bench.mock.requests.filter { $0.params?.contains(filter) ?? false }.count
            }
            _ = try await bench.monitor.refresh()
            #expect(rows("modificationTime\":\">") == 0)
            let full = bench.calls()["productOnClient_getObjects"]
            #expect(full == 3)
            bench.pass(60)
            _ = try await bench.monitor.refresh()
            #expect(rows("modificationTime\":\">") == 1)
            // What was written, failed and waits, and half of the fourteen clients, five at once.
            #expect(
                bench.calls().filter { $0.key.hasPrefix("productOnClient") }
                    == ["productOnClient_getObjects": 5])
            // The server's local time is another one from here on.
            bench.mock.utcOffset = 3_600
            _ = try await bench.monitor.refresh()
            #expect(rows("modificationTime\":\">") == 0)
            _ = bench.calls()
            bench.pass(1_000)
            _ = try await bench.monitor.refresh()
            #expect(rows("modificationTime\":\">") == 0)
        }
    }

    @Test("A refresh that fails costs nothing but itself")
    func failure() async throws {
        var writer = FleetWriter(seed: 2)
        try await Self.withBench(&writer) {
            (bench: Bench, writer: inout FleetWriter) async throws in
            #expect(try await bench.differences() == [])
            for (method, after) in [
                ("host_getObjects", 0), ("productOnClient_getObjects", 0),
                ("productOnClient_getObjects", 3),
            ] {
                bench.write(&writer)
                bench.mock.faults.set([.init(.status(503), method: method, after: after)])
                await #expect(throws: ServerError.self) { try await bench.monitor.refresh() }
                bench.mock.faults.clear()
                bench.pass(5)
                _ = bench.calls()
                let fullReads = bench.monitor.account.fullReads
                #expect(try await bench.differences() == [])
                #expect(bench.monitor.account.fullReads == fullReads)
            }
        }
    }

    @Test(
        "An answer that is too large leads to a full read, not to failing for ever",
        arguments: 0..<3)
    func tooLarge(after: Int) async throws {
        var writer = FleetWriter(seed: 5)
        try await withOpsiMock(fleet: writer.fleet(now: Self.start)) { mock in
            mock.clock = .fixed(Self.start)
            var access = mock.access()
            access.maximumResponseBytes = 500_000
            let opus = try Opus(server: access)
            let bench = Bench(mock, opus, start: Self.start, .init(fullInterval: .seconds(9_999)))
            #expect(try await bench.differences() == [])
            mock.withFleet { writer.write(to: &$0, now: Self.start) }
            // The rows that changed, that failed, that are pending.
            mock.faults.set(
                [.init(.huge, method: "productOnClient_getObjects", after: after, count: 1)])
            #expect(try await bench.differences() == [])
            mock.faults.clear()
            #expect(try await bench.differences() == [])
            await opus.shutdown()
        }
    }

    @Test("Who watches some depots asks for rows of their clients only", arguments: [1, 4, 1_000])
    func shardedCalls(batchSize: Int) async throws {
        var writer = FleetWriter(seed: 6)
        let fleet = writer.fleet(now: Self.start)
        try await withOpus(
            fleet, clock: .fixed(Self.start),
            reading: .init(batchSize: batchSize, depots: ["config.test", "depot1.test"])
        ) { (opus: Opus, mock: OpsiMock) async throws in
            let bench = Bench(mock, opus, start: Self.start, .init())
            for step in 0..<20 {
                bench.write(&writer)
                #expect(try await bench.differences() == [], "step \(step)")
                writer.refreshed(mock.withFleet { $0 })
                let rows = mock.requests.filter {
                    $0.methods.contains("productOnClient_getObjects")
                }
                #expect(rows.allSatisfy { $0.params?.contains("\"clientId\":[\"") ?? false })
                mock.clearRequests()
                bench.pass(5)
            }
        }
    }

    @Test("Who watches no client asks for no rows, which would mean everybody's")
    func emptyShard() async throws {
        var writer = FleetWriter(seed: 7)
        var fleet = writer.fleet(now: Self.start)
        writer.addDepot("empty.test", to: &fleet)
        try await withOpus(
            fleet, clock: .fixed(Self.start), reading: .init(depots: ["empty.test"])
        ) { (opus: Opus, mock: OpsiMock) async throws in
            let bench = Bench(mock, opus, start: Self.start, .init())
            for _ in 0..<3 {
                #expect(try await bench.monitor.refresh().clients.isEmpty)
                #expect(bench.calls()["productOnClient_getObjects"] == nil)
            }
        }
    }
}
