import ServiceLifecycle
import UnixSignals

/// Reads the configuration anew at each SIGHUP.
struct HangupService: Service {
    let reloader: ConfigurationReloader

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        // Its outcome is logged.
        for await _ in signals.cancelOnGracefulShutdown() { _ = reloader.reload() }
    }
}
