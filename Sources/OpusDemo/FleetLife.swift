import OpsiMock
import ServiceLifecycle

/// Lets a mock fleet live: rollouts begin, installs run, fail, are retried and recover, clients
/// fall asleep and wake up. A step of it takes hours of the fleet's time.
struct FleetLife: Service {
    /// Seconds of the fleet's time in one step: a day passes in a minute of two-second steps.
    private static let secondsInStep = 48 * 60

    let mock: OpsiMock
    let step: Duration
    let seed: UInt64

    func run() async throws {
        _ = try await mock.waitUntilListening()
        try await cancelWhenGracefulShutdown {
            var days = FleetDays(seed: seed)
            do {
                while true {
                    try await Task.sleep(for: step)
                    mock.clock = .offset(days.pass(seconds: Self.secondsInStep))
                    let now = mock.now
                    mock.withFleet { fleet in days.live(&fleet, now: now) }
                }
            } catch is CancellationError {
                // The end of the demonstration.
            }
        }
    }
}
