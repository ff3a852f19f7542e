import ServiceLifecycle
import UnixSignals

/// Reads the configuration anew at each SIGHUP.
struct HangupService: Service {
    private let reloader: ConfigurationReloader
    private let signals: UnixSignalsSequence

    /// Takes over the signal at once, as it would end the process otherwise: whoever is told that the
    /// exporter is ready may send it.
    init(reloader: ConfigurationReloader) async {
        self.reloader = reloader
        signals = await UnixSignalsSequence(trapping: .sighup)
    }

    func run() async {
        // Its outcome is logged.
        for await _ in signals.cancelOnGracefulShutdown() { _ = reloader.reload() }
    }
}
