import ArgumentParser
import Logging
import OpusCore
import OpusFrontEnd
import ServiceLifecycle

/// Runs `opus-exporter` with this process's arguments and environment, until it is told to end by
/// SIGTERM or SIGINT.
///
/// A mistake in them is told on standard error and ends the process with the fitting status.
public func runExporter() async {
    await ExporterCommand.main()
}

struct ExporterCommand: AsyncParsableCommand {
    /// How long running requests may take to end.
    private static let patience = Duration.seconds(10)

    static let configuration = CommandConfiguration(
        commandName: "opus-exporter",
        abstract: "Serves the state of an opsi fleet to Prometheus.",
        discussion: """
            Every option can be set in the environment instead: OPUS_ and its name in capitals, \
            with underscores, such as OPUS_WEB_LISTEN_ADDRESS. Arguments win. The password comes \
            from a file or from OPUS_PASSWORD, never from an argument.

            Durations are written as 60s, 5m, 1h30m or 500ms.
            """,
        version: Version.current)

    @Option(
        help: ArgumentHelp(
            """
            Collect once, write the metrics to this file for node_exporter's textfile collector, \
            and end. The file is replaced whole or not at all.
            """,
            valueName: "file"))
    var once: String?

    @OptionGroup var arguments: ExporterArguments

    func run() async throws {
        let configuration: ExporterConfiguration
        do {
            configuration = try ExporterConfiguration(
                Settings(
                    arguments: arguments.given, environment: ProcessEnvironment.variables()))
        } catch {
            throw Self.end(error.status, "\(error)")
        }
        let logger = Logger.exporter(level: configuration.logLevel)
        if let once { return try await Self.collectOnce(into: once, configuration, logger) }
        let application: ExporterApplication
        do {
            application = try ExporterApplication.build(
                configuration: configuration, logger: logger)
        } catch {
            throw Self.end(.configuration, "\(error)")
        }
        try await Self.run(application, logger)
    }

    private static func collectOnce(
        into path: String, _ configuration: ExporterConfiguration, _ logger: Logger
    ) async throws {
        let sources: [(source: any FleetSource, calls: CallStatistics)]
        do {
            sources = try ExporterApplication.sources(of: configuration, logger: logger)
        } catch {
            throw end(.configuration, "\(error)")
        }
        let (text, isComplete) = await SingleRun(
            configuration: configuration, sources: sources, clock: .system, logger: logger
        ).collect()
        do {
            try AtomicFile.write(text, to: path)
        } catch {
            throw end(.cannotCreate, "--once: \(error)")
        }
        // Why has been logged, and stands in the file.
        if !isComplete { throw ExitCode(ExitStatus.unavailable.rawValue) }
    }

    private static func run(_ application: ExporterApplication, _ logger: Logger) async throws {
        var groupLogger = logger
        if groupLogger.logLevel == .info { groupLogger.logLevel = .notice }
        var group = ServiceGroupConfiguration(
            services: application.services(environment: ProcessEnvironment.variables()),
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: groupLogger)
        group.maximumGracefulShutdownDuration = patience
        logger.info("starting", metadata: ["version": "\(Version.current)"])
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as ListenError {
            throw end(.unavailable, "\(error)")
        } catch is CancellationError {
            // Requests that did not end in time were cut off, as announced.
        } catch {
            throw end(.software, "ended unexpectedly: \(error)")
        }
        logger.info("stopped")
    }

    private static func end(_ status: ExitStatus, _ message: String) -> ExitCode {
        StandardError.write(line: "opus-exporter: \(message)")
        return ExitCode(status.rawValue)
    }
}
