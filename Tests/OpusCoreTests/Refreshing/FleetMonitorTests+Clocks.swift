import FleetModel
import OpsiMock
import OpusBackend
import OpusServer
import Synchronization
import TestSupport
import Testing

@testable import OpusCore

/// Clocks that are set back, and two that watch half each.
extension FleetMonitorTests {
    @Test(
        "When the server's clock is set back, everything is read again", arguments: [2, 3, 5_000])
    func clockSetBack(seconds: Int) async throws {
        var writer = FleetWriter(seed: 8)
        try await Self.withBench(&writer) {
            (bench: Bench, writer: inout FleetWriter) async throws in
            _ = try await bench.monitor.refresh()
            _ = bench.calls()
            bench.mock.clock = .fixed(Self.start - seconds)
            let now = Self.start - seconds
            bench.mock.withFleet { writer.write(to: &$0, now: now) }
            _ = try await bench.monitor.refresh()
            #expect(bench.monitor.account.fullReads[.clock] == (seconds <= 2 ? nil : 1))
            #expect(try await bench.differences() == [])
        }
    }

    @Test("Two that watch half of the depots each add up to one that watches all")
    func sharding() async throws {
        var writer = FleetWriter(seed: 3)
        let fleet = writer.fleet(now: Self.start)
        let halves: [Set<ObjectID>] = [
            ["config.test", "unknown"], ["depot1.test", "depot2.test", "depot3.test"],
        ]
        try await withOpus(fleet, clock: .fixed(Self.start)) { whole, mock in
            for step in 0..<20 {
                mock.withFleet { writer.write(to: &$0, now: Self.start + step) }
                mock.clock = .fixed(Self.start + step)
                var sum = Counts()
                for depots in halves {
                    let counts = try await withOpus(
                        mock, reading: .init(depots: depots)
                    ) { try Counts(try await $0.fleetSummary()) }
                    for (series, value) in counts.values {
                        sum.add(
                            series.family, String(decoding: series.label, as: UTF8.self), value,
                            action: series.action)
                    }
                }
                let all = try Counts(try await whole.fleetSummary())
                #expect(sum.differences(from: all) == [], "step \(step)")
            }
        }
    }
}
