import OpsiMock
import ServiceLifecycle

/// Lets the time of a mock fleet hurry, and administrators act on it: rollouts begin, and what
/// failed is tried again. A step of it takes most of an hour of the fleet's time.
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
                    for request in days.requests(in: mock.withFleet { $0 }) {
                        await mock.request("setup", of: request.productId, on: request.clients)
                    }
                }
            } catch is CancellationError {
                // The end of the demonstration.
            }
        }
    }
}
