public import Logging
public import OpusCore
public import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An exporter, put together but not started.
public struct ExporterApplication: Sendable {
    /// What is to be run, in this order. Ended in the reverse order, HTTP stops first: running
    /// scrapes are answered, then running collections are cancelled and sessions ended.
    public let services: [any Service]

    private let bound: BoundAddress
    private let isCollecting: @Sendable () -> Bool

    /// Puts an exporter together; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - configuration: what it reads, and where it listens.
    ///   - logger: where it logs.
    /// - Returns: the exporter.
    /// - Throws: `ServerError` with code `configuration` where a server's description can't be
    ///   used.
    public static func build(
        configuration: ExporterConfiguration, logger: Logger
    ) throws(ServerError) -> ExporterApplication {
        ExporterApplication(
            configuration: configuration, sources: try sources(of: configuration, logger: logger),
            clock: .system, logger: logger)
    }

    /// Prepares the reading of every server; each has to be shut down some time.
    static func sources(
        of configuration: ExporterConfiguration, logger: Logger
    ) throws(ServerError) -> [(source: any FleetSource, calls: CallStatistics)] {
        var sources: [(source: any FleetSource, calls: CallStatistics)] = []
        for collection in configuration.collections {
            let calls = CallStatistics()
            do {
                let opus = try Opus(
                    server: collection.server, definitions: collection.definitions,
                    reading: collection.reading, logger: logger.naming(collection),
                    observer: calls.record)
                sources.append((opus, calls))
            } catch {
                for (source, _) in sources { Task { await source.shutdown() } }
                throw error
            }
        }
        return sources
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
        try await bound.values().map(\.url)
    }

    /// The services, and one that keeps systemd informed where it wants to be.
    ///
    /// - Parameter environment: all environment variables, `NOTIFY_SOCKET` perhaps among them.
    /// - Returns: what is to be run, in this order.
    func services(environment: [String: String]) -> [any Service] {
        guard let socket = NotifySocket(environment) else { return services }
        return services + [
            SystemdService(socket: socket, urls: urls, isCollecting: isCollecting)
        ]
    }

    /// Puts an exporter together around any sources of fleets.
    init(
        configuration: ExporterConfiguration,
        sources: [(source: any FleetSource, calls: CallStatistics)],
        clock: CollectorClock, logger: Logger
    ) {
        let board = MetricsBoard(
            servers: configuration.collections.map(ServerMetrics.init),
            tagPrefix: "\(getpid())-\(Int(clock.unixTime() * 1000))")
        var services: [any Service] = []
        var pulses: [Pulse] = []
        for (index, (collection, source)) in zip(configuration.collections, sources).enumerated() {
            let pulse = Pulse()
            pulses.append(pulse)
            services.append(
                Collector(
                    source: source.source, calls: source.calls, timing: collection.timing,
                    report: CollectionReport(
                        board: board, server: index, logger: logger.naming(collection),
                        unixTime: clock.unixTime),
                    clock: clock, pulse: pulse))
        }
        isCollecting = { [pulses] in
            pulses.allSatisfy { $0.isBeating(at: clock.uptime()) }
        }
        bound = BoundAddress()
        services.append(
            WebServer(
                sockets: configuration.web.sockets,
                service: WebService(
                    limits: configuration.web.limits,
                    policies: WebPolicyStore(configuration.web.policyFile, logger: logger),
                    responder: ExporterResponder(
                        board: board, telemetryPath: configuration.telemetryPath)),
                bound: bound, logger: logger))
        self.services = services
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
