import ExporterToolkit
public import Logging
import OpusCore
public import ServiceLifecycle

/// An exporter, put together but not started.
public struct ExporterApplication: Sendable {
    /// What is to be run, in this order. Ended in the reverse order, HTTP stops first: running
    /// scrapes are answered, then running collections are cancelled and sessions ended.
    public let services: [any Service]

    /// Reads the configuration anew; nil where it was not read from anywhere.
    let reloader: Reloader?

    private let server: WebServer
    private let isCollecting: @Sendable () -> Bool

    /// Puts an exporter together; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - configuration: what it reads, and where it listens.
    ///   - logger: where it logs.
    /// - Returns: the exporter.
    /// - Throws: where a server's description can't be used.
    public static func build(
        configuration: ExporterConfiguration, logger: Logger
    ) throws -> ExporterApplication {
        try build(configuration: configuration, logger: logger, reloading: nil)
    }

    /// Puts an exporter together that can read its configuration anew.
    ///
    /// - Parameters:
    ///   - configuration: what it reads, and where it listens.
    ///   - logger: where it logs.
    ///   - load: reads the configuration anew; nil where that is not possible.
    ///   - observe: told when that begins and when it has ended.
    /// - Returns: the exporter.
    /// - Throws: `ConfigurationError` where a server's description can't be used.
    static func build(
        configuration: ExporterConfiguration, logger: Logger,
        reloading load: (@Sendable () throws(ConfigurationError) -> ExporterConfiguration)?,
        observe: @escaping @Sendable (ReloadPhase) -> Void = { _ in }
    ) throws(ConfigurationError) -> ExporterApplication {
        try ExporterApplication(
            configuration: configuration, clock: .system, logger: logger, load: load,
            observe: observe
        ) { collection throws(ConfigurationError) in
            try source(of: collection, logger: logger)
        }
    }

    /// Prepares the reading of a server; it has to be shut down some time.
    static func source(
        of collection: CollectionConfiguration, logger: Logger
    ) throws(ConfigurationError) -> CollectorPool.Source {
        let calls = CallStatistics()
        do {
            let opus = try Opus(
                server: collection.server, definitions: collection.definitions,
                reading: collection.reading, logger: logger.naming(collection),
                observer: calls.record)
            let fleet = WatchedFleet(
                opus, refreshing: collection.refreshing,
                logs: collection.families.causes.map { _ in collection.logsPerInterval },
                listens: collection.events == .auto)
            return (fleet, calls)
        } catch {
            throw ConfigurationError(.configuration, "server '\(collection.name)': \(error)")
        }
    }

    /// Waits until the exporter listens.
    ///
    /// - Returns: a URL under which this machine reaches it, with the port that it listens on,
    ///   such as `http://localhost:10447`.
    /// - Throws: `ListenError` where it can't listen.
    public func url() async throws -> String {
        try await urls().first ?? ""
    }

    /// Waits until the exporter listens.
    ///
    /// - Returns: one URL an address, in the order in which they were configured.
    /// - Throws: `ListenError` where it can't listen.
    public func urls() async throws -> [String] {
        try await server.urls()
    }

    /// The services, and one that keeps systemd informed where it wants to be.
    ///
    /// - Parameter systemd: what it is told by; nil where it does not want to be.
    /// - Returns: what is to be run, in this order.
    func services(telling systemd: SystemdNotices?) -> [any Service] {
        guard let systemd else { return services }
        return services + [
            SystemdService(systemd, server: server, isAlive: isCollecting)
        ]
    }

    /// Puts an exporter together around any sources of fleets.
    init(
        configuration: ExporterConfiguration, clock: CollectorClock, logger: Logger,
        load: (@Sendable () throws(ConfigurationError) -> ExporterConfiguration)? = nil,
        observe: @escaping @Sendable (ReloadPhase) -> Void = { _ in },
        makeSource: @escaping CollectorPool.SourceMaker
    ) throws(ConfigurationError) {
        let board = MetricsBoard(servers: [])
        let pool = CollectorPool(
            board: board, clock: clock, logger: logger, makeSource: makeSource)
        _ = try pool.exchange(
            configuration.collections,
            reload: ReloadStatus(isSuccessful: true, lastSuccess: clock.unixTime()))
        isCollecting = pool.isCollecting
        let reloader = load.map { load in
            let exchange = ConfigurationExchange(
                load: load, started: configuration, pool: pool, board: board,
                unixTime: clock.unixTime)
            return Reloader(logger: logger, observe: observe, attempt: exchange.attempt)
        }
        let path = configuration.telemetryPath
        server = WebServer(
            configuration.web,
            Endpoints(
                metrics: board.publisher, at: path,
                page: {
                    LandingPage(
                        metrics: board.collected, telemetryPath: path, now: clock.unixTime()
                    ).html
                },
                reload: reloader?.reloadUnlessBusy, refresh: pool.readAll),
            logger: logger)
        board.follow { [server] in server.certificateExpiry }
        self.reloader = reloader
        services = [pool, server]
    }
}

extension Logger {
    /// The same log, with the server's name on every line.
    func naming(_ collection: CollectionConfiguration) -> Logger {
        var logger = self
        logger[metadataKey: "server"] = "\(collection.name)"
        return logger
    }
}
