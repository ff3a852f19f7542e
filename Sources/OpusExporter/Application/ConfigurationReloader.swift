import Logging
import Synchronization

/// Where the reading of the configuration stands, for whoever supervises the process.
public enum ReloadPhase: Sendable, Equatable {
    /// It is about to be read anew.
    case began
    /// It has been read and taken over, or the old one stays.
    case ended(isSuccessful: Bool)
}

/// Reads the configuration anew and takes it over whole, or not at all.
final class ConfigurationReloader: Sendable {
    /// What came of it.
    typealias Outcome = Result<String, ConfigurationError>

    private let load: @Sendable () throws(ConfigurationError) -> ExporterConfiguration
    private let pool: CollectorPool
    private let board: MetricsBoard
    private let unixTime: @Sendable () -> Double
    private let logger: Logger
    private let observe: @Sendable (ReloadPhase) -> Void
    /// What the process was started with, in those parts that can't be changed.
    private let started: ExporterConfiguration
    private let turn = Mutex(())

    init(
        load: @escaping @Sendable () throws(ConfigurationError) -> ExporterConfiguration,
        started: ExporterConfiguration, pool: CollectorPool, board: MetricsBoard,
        unixTime: @escaping @Sendable () -> Double, logger: Logger,
        observe: @escaping @Sendable (ReloadPhase) -> Void
    ) {
        self.load = load
        self.started = started
        self.pool = pool
        self.board = board
        self.unixTime = unixTime
        self.logger = logger
        self.observe = observe
    }

    /// Reads the configuration; one call at a time.
    ///
    /// - Returns: what changed, for a person, or what is wrong.
    func reload() -> Outcome {
        turn.withLock { _ in inTurn() }
    }

    /// Reads the configuration, unless that is being done already: whoever asks from afar must not
    /// make threads wait.
    ///
    /// - Returns: what changed, for a person, or what is wrong; nil where nothing was done.
    func reloadUnlessBusy() -> Outcome? {
        turn.withLockIfAvailable { _ in inTurn() }
    }

    private func inTurn() -> Outcome {
        observe(.began)
        let outcome = attempt()
        switch outcome {
        case .success(let text):
            logger.info("configuration reloaded", metadata: ["changes": "\(text)"])
        case .failure(let error):
            board.reloadFailed()
            logger.error(
                "configuration not reloaded, the old one stays", metadata: ["reason": "\(error)"])
        }
        observe(.ended(isSuccessful: (try? outcome.get()) != nil))
        return outcome
    }

    private func attempt() -> Outcome {
        do throws(ConfigurationError) {
            let configuration = try load()
            let changes = try pool.exchange(
                configuration.collections,
                reload: ReloadStatus(isSuccessful: true, lastSuccess: unixTime()))
            let servers =
                "servers: \(changes.kept) kept, \(changes.started) started, \(changes.stopped)"
                + " stopped"
            let fixed = started.fixedSettings(otherThanIn: configuration)
            guard !fixed.isEmpty else { return .success(servers) }
            return .success(
                "\(servers); changed, but only after a restart: "
                    + fixed.map(\.rawValue).joined(separator: ", "))
        } catch {
            return .failure(error)
        }
    }
}

extension ExporterConfiguration {
    /// The settings that stay as they are until the process ends, where others are wanted.
    fileprivate func fixedSettings(otherThanIn new: ExporterConfiguration) -> [ExporterOption] {
        var fixed: [ExporterOption] = []
        if new.web.listenAddresses != web.listenAddresses { fixed.append(.listenAddress) }
        if new.web.policyFile?.path != web.policyFile?.path { fixed.append(.webConfigFile) }
        if new.web.limits.requests != web.limits.requests { fixed.append(.maximumRequests) }
        if new.web.limits.connections != web.limits.connections {
            fixed.append(.maximumConnections)
        }
        if new.web.limits.requestTimeout != web.limits.requestTimeout {
            fixed.append(.requestTimeout)
        }
        if new.web.limits.idleTimeout != web.limits.idleTimeout { fixed.append(.idleTimeout) }
        if new.telemetryPath != telemetryPath { fixed.append(.telemetryPath) }
        if new.logLevel != logLevel { fixed.append(.logLevel) }
        if new.logFormat != logFormat { fixed.append(.logFormat) }
        return fixed
    }
}
