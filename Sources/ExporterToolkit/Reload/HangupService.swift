public import ServiceLifecycle
import UnixSignals

/// Reads the configuration anew at each SIGHUP.
public struct HangupService: Service {
    private let reloader: Reloader
    private let signals: UnixSignalsSequence

    /// Takes over the signal at once, as it would end the process otherwise: whoever is told that the
    /// exporter is ready may send it.
    ///
    /// - Parameter reloader: reads the configuration.
    public init(_ reloader: Reloader) async {
        self.reloader = reloader
        signals = await UnixSignalsSequence(trapping: .sighup)
    }

    /// Waits for signals until the task is shut down.
    public func run() async {
        // Its outcome is logged.
        for await _ in signals.cancelOnGracefulShutdown() { _ = reloader.reload() }
    }
}
