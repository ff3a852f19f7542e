import FleetModel
import MockSupport
import OpsiMock
import OpusCore
import TestSupport
import Testing

/// A fleet that is watched no more.
@Suite("Forgetting a fleet")
struct FleetForgettingTests {
    @Test("The latest counts stay; whoever asks again has everything read")
    func end() async throws {
        try await withOpus(.example, clock: .fixed(ExpectedCounts.unixTime)) { opus, mock in
            let monitor = FleetMonitor(opus)
            let before = try Counts(try await monitor.refresh())
            _ = try await monitor.refresh()
            #expect(monitor.account.fullReads == [.first: 1])
            monitor.end()
            #expect(try Counts(#require(monitor.latest)).differences(from: before) == [])
            #expect(try Counts(try await monitor.refresh()).differences(from: before) == [])
            #expect(monitor.account.fullReads == [.first: 2])
        }
    }
}
