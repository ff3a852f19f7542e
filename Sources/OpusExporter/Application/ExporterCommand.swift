import ArgumentParser
import ExporterToolkit
import LocalSystem
import Logging
import OpusCore
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs `opus-exporter` with this process's arguments and environment, until it is told to end by
/// SIGTERM or SIGINT.
///
/// A mistake in them is told on standard error and ends the process with the fitting status.
@MainActor public func runExporter() async {
    ResidentMemory.keepLittle()
    if let option = ProcessArguments.optionWithoutValue() {
        StandardError.write(
            line:
                "opus-exporter: \(option)= has no value: write one behind it, or leave the option out"
        )
        exit(ExitStatus.usage.rawValue)
    }
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
            with underscores, such as OPUS_WEB_LISTEN_ADDRESS, or in the file that --config.file \
            names. Arguments beat the environment, which beats the file. The password comes from a \
            file or from OPUS_PASSWORD, never from an argument.

            Durations are written as 60s, 5m, 1h30m or 500ms.
            """,
        version: OpusVersion.current,
        subcommands: [HashPasswordCommand.self])

    @Option(
        help: ArgumentHelp(
            """
            Collect once, write the metrics to this file for node_exporter's textfile collector, \
            and end. The file is replaced whole or not at all.
            """,
            valueName: "file"))
    var once: String?

    @Flag(
        name: .customLong("config.check"),
        help:
            "Check the configuration, passwords and certificates included, say what it means, and end."
    )
    var isCheck = false

    @OptionGroup var arguments: ExporterArguments

    func run() async throws {
        let environment = ProcessEnvironment.variables()
        let source = ConfigurationSource(arguments: arguments.given, environment: environment)
        let configuration: ExporterConfiguration
        do {
            configuration = try source.load(takesSockets: !isCheck && once == nil)
        } catch {
            throw Self.end(error.status, "\(error)")
        }
        let logger = Logger.exporter(
            level: configuration.logLevel, format: configuration.logFormat)
        if isCheck {
            try await Self.check(configuration, logger)
            let remarks = source.remarks(on: configuration)
            return remarks.forEach { logger.warning("\($0)") }
        }
        if let once { return try await Self.collectOnce(into: once, configuration, logger) }
        let systemd = SystemdNotices()
        let application: ExporterApplication
        do {
            application = try ExporterApplication.build(
                configuration: configuration, logger: logger,
                reloading: { () throws(ConfigurationError) in try source.load() },
                observe: { systemd?.reload($0) })
        } catch {
            throw Self.end(error.status, "\(error)")
        }
        try await Self.run(application, systemd, logger)
    }

    private static func check(
        _ configuration: ExporterConfiguration, _ logger: Logger
    ) async throws {
        for (source, _) in try await sources(configuration, logger) { await source.shutdown() }
        for warning in configuration.web.configurationFile?.warnings ?? [] {
            logger.warning("\(warning)")
        }
        print(configuration.explanation)
    }

    /// Prepares the reading of every server.
    private static func sources(
        _ configuration: ExporterConfiguration, _ logger: Logger
    ) async throws -> [CollectorPool.Source] {
        var sources: [CollectorPool.Source] = []
        for collection in configuration.collections {
            do {
                sources.append(try ExporterApplication.source(of: collection, logger: logger))
            } catch {
                for (source, _) in sources { await source.shutdown() }
                throw end(error.status, "\(error)")
            }
        }
        return sources
    }

    private static func collectOnce(
        into path: String, _ configuration: ExporterConfiguration, _ logger: Logger
    ) async throws {
        let sources = try await sources(configuration, logger)
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

    private static func run(
        _ application: ExporterApplication, _ systemd: SystemdNotices?, _ logger: Logger
    ) async throws {
        var hangup: [any Service] = []
        if let reloader = application.reloader {
            hangup.append(await HangupService(reloader))
        }
        var groupLogger = logger
        if groupLogger.logLevel == .info { groupLogger.logLevel = .notice }
        var group = ServiceGroupConfiguration(
            services: hangup + application.services(telling: systemd),
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: groupLogger)
        group.maximumGracefulShutdownDuration = patience
        logger.info("starting", metadata: ["version": "\(OpusVersion.current)"])
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

extension Logger {
    /// The exporter's own log, on standard error.
    ///
    /// - Parameters:
    ///   - level: from which level on to log.
    ///   - format: how a line is written.
    /// - Returns: the logger.
    static func exporter(level: Logger.Level, format: LogFormat = .logfmt) -> Logger {
        Logger(label: "opus-exporter") { _ in LogLineHandler(format: format, logLevel: level) }
    }
}
