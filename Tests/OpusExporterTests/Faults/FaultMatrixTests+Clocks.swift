import Foundation
import OpsiMock
import OpusCore
import Synchronization
import TestSupport
import Testing
import WebSupport

@testable import OpusExporter
@testable import OpusServer

/// Time that does not go on as it should.
extension FaultMatrixTests {
    @Test("a collection slower than the interval is let be, then cut off; the others are skipped")
    func slow() async throws {
        try await ObservedExporter.run { exporter, mock, good in
            mock.faults.set([.init(.hang, method: Self.products)])
            let asked = Inbox<Void>()
            mock.changeFleet(after: Self.hosts) { _ in asked.put(()) }
            exporter.clock.advance(to: .seconds(60))
            try await asked.next()
            for minute in 2...3 {
                try await exporter.advance(
                    to: .seconds(60 * minute), until: "warning collection skipped")
            }
            // Nobody knows how the fleet is now.
            #expect(try await exporter.samples().isUp == "0")
            try await exporter.advance(
                to: .seconds(210), until: "error collection failed: the collection took longer")
            let bad = try await exporter.samples()
            #expect(bad.isUp == "0")
            // Each interval has failed, and the collection itself.
            #expect(bad.errors(.timeout) == "3")
            #expect(
                bad[#"opsi_exporter_collections_skipped_total{server="opsi.test"}"#] == "2")
            #expect(bad.fleet == good.fleet)
            try await exporter.logged("debug the cancelled collection has ended")
            mock.faults.clear()
            try await exporter.advance(to: .seconds(240), until: "info collected")
            #expect(try await exporter.samples().fleet == good.fleet)
        }
    }

    @Test("a clock of this machine that jumps neither hides data nor keeps it")
    func clock() async throws {
        let unixTime = Mutex(1_790_000_000.0)
        try await ObservedExporter.run(unixTime: { unixTime.withLock { $0 } }) {
            exporter, mock, good in
            for (minute, time) in [(1, 1_900_000_000.0), (2, 100.0), (3, 1_790_000_180)] {
                unixTime.withLock { $0 = time }
                try await exporter.advance(to: .seconds(60 * minute), until: "debug collected")
                let after = try await exporter.samples()
                #expect(after.fleet == good.fleet)
                #expect(after.isUp == "1")
                let series =
                    #"opsi_exporter_last_collection_success_timestamp_seconds{server="opsi.test"}"#
                #expect(after[series].flatMap { Double($0) } == time)
            }
        }
    }

    @Test("a clock of the server that jumps changes who is outdated, and nobody else")
    func serverClock() async throws {
        try await ObservedExporter.run(configuration: .init { $0.clock = .fixed(1_795_366_800) }) {
            exporter, mock, good in
            mock.clock = .fixed(1_795_366_800 + 400 * 86_400)
            try await exporter.advance(to: .seconds(60), until: "debug collected")
            let later = try await exporter.samples()
            let depends = ["outdated", "stuck"]
            func steady(_ samples: [String: String]) -> [String: String] {
                samples.fleet.filter { sample in
                    !depends.contains { sample.key.contains($0) }
                }
            }
            #expect(steady(later) == steady(good))
            #expect(later.fleet != good.fleet)
            mock.clock = .fixed(1_795_366_800)
            try await exporter.advance(to: .seconds(120), until: "debug collected")
            #expect(try await exporter.samples().fleet == good.fleet)
        }
    }
}
