import FleetModel
import OpsiMock
import TestSupport
import Testing

@testable import OpusCore
@testable import OpusServer

/// Whatever is written, and whatever befalls the connection, the counts are those of an independent
/// model two refreshes later; those of groups, of which no event tells, five later. Ten thousand rows are
/// written by all seeds together.
@Suite("Random writes", .timeLimit(.minutes(15)))
struct RandomWritesTests {
    @Test(
        "after any writes and faults, two refreshes make the counts right, five those of groups",
        arguments: 0..<5)
    func writes(seed: UInt64) async throws {
        try await ListeningBench.run(ListeningBench.fleet(seed: 500 + seed)) { bench in
            var calls = bench.mock.withFleet { fleet in
                RandomCalls(seed: 900 + seed, fleet: fleet)
            }
            try await bench.heard()
            _ = try await bench.monitor.refresh()
            var round = 0
            while calls.writes < 2_000 {
                round += 1
                var fault = Int.random(in: 0..<8, using: &calls.generator)
                if fault == 0 { bench.mock.faults.add(.init(.stall, count: 1, seconds: 0.2)) }
                for _ in 0..<Int.random(in: 1...20, using: &calls.generator) {
                    for call in calls.calls() {
                        try await bench.writer.change(call.method, call.parameters)
                    }
                    // In the middle of things.
                    if fault == 1 {
                        bench.mock.dropMessagebus()
                        fault = -1
                    }
                    if fault == 2 {
                        bench.mock.faults.add(
                            .init(.drop, method: "event:productOnClient_updated", count: 1))
                        fault = -1
                    }
                    if fault == 3 {
                        bench.mock.faults.add(
                            .init(.status(503), method: "messagebus", count: 1))
                        bench.mock.dropMessagebus()
                        fault = -1
                    }
                }
                bench.mock.faults.clear()
                bench.mock.resumeMessagebus()
                try await bench.heard()
                _ = try await bench.monitor.refresh()
                let second = try await bench.monitor.refresh()
                var differences = try bench.differences(second).filter { !$0.contains("group") }
                for _ in 1...2 { _ = try await bench.monitor.refresh() }
                differences += try bench.differences(try await bench.monitor.refresh())
                #expect(differences == [], "seed \(seed), round \(round)")
                if !differences.isEmpty { return }
            }
            // It broke off, or more came at once than is safe; how much that is, hangs on how busy
            // the machine is.
            #expect(bench.monitor.account.eventGaps > 0)
        }
    }
}
