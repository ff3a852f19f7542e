#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The times that a collector needs.
struct CollectorClock: Sendable {
    /// Time since some fixed moment; never goes back.
    var uptime: @Sendable () -> Duration
    /// This machine's date and time, in Unix seconds.
    var unixTime: @Sendable () -> Double
    /// Returns at a moment of `uptime`, or before where the task is cancelled.
    var sleep: @Sendable (_ until: Duration) async -> Void

    /// The machine's own clocks.
    static let system: CollectorClock = {
        let clock = ContinuousClock()
        let origin = clock.now
        return CollectorClock(
            uptime: { clock.now - origin },
            unixTime: {
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
            },
            // A cancelled sleep is the wanted way to end one.
            sleep: { try? await clock.sleep(until: origin + $0) }
        )
    }()
}
