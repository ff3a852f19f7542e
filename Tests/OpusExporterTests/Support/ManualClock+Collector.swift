import TestSupport

@testable import OpusExporter

extension ManualClock {
    /// The same for who collects.
    var clock: CollectorClock {
        CollectorClock(
            uptime: { self.now.offset },
            unixTime: { 1_790_000_000 + self.now.offset / .seconds(1) },
            sleep: { try? await self.sleep(until: Instant(offset: $0), tolerance: nil) })
    }
}
