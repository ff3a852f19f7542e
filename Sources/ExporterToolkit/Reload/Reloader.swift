public import Logging
import Synchronization

/// Has the configuration read anew, one time after the other, and tells how it went.
public final class Reloader: Sendable {
    private let logger: Logger
    private let observe: @Sendable (ReloadPhase) -> Void
    private let attempt: @Sendable () -> ReloadOutcome
    private let turn = Mutex(())

    /// Does nothing yet.
    ///
    /// - Parameters:
    ///   - logger: where the outcome is logged.
    ///   - observe: told when reading begins and when it has ended.
    ///   - attempt: reads the configuration and takes it over whole, or not at all.
    public init(
        logger: Logger, observe: @escaping @Sendable (ReloadPhase) -> Void = { _ in },
        attempt: @escaping @Sendable () -> ReloadOutcome
    ) {
        self.logger = logger
        self.observe = observe
        self.attempt = attempt
    }

    /// Reads the configuration; one call at a time.
    ///
    /// - Returns: what came of it.
    @discardableResult
    public func reload() -> ReloadOutcome {
        turn.withLock { _ in inTurn() }
    }

    /// Reads the configuration, unless that is being done already: whoever asks from afar must not
    /// make threads wait.
    ///
    /// - Returns: what came of it; nil where nothing was done.
    public func reloadUnlessBusy() -> ReloadOutcome? {
        turn.withLockIfAvailable { _ in inTurn() }
    }

    private func inTurn() -> ReloadOutcome {
        observe(.began)
        let outcome = attempt()
        switch outcome {
        case .reloaded(let changes):
            logger.info("configuration reloaded", metadata: ["changes": "\(changes)"])
        case .failed(let reason):
            logger.error(
                "configuration not reloaded, the old one stays", metadata: ["reason": "\(reason)"])
        }
        observe(.ended(isSuccessful: outcome.isSuccessful))
        return outcome
    }
}
