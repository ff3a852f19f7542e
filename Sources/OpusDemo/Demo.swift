import ExporterToolkit
import Foundation
import Logging
import OpsiMock
import OpusCore
import OpusExporter
import ServiceLifecycle

/// The demonstration: a mock opsi server, a fleet that lives, and the exporter that watches it.
struct Demo {
    private let command: DemoCommand
    private let mock: OpsiMock
    private let logger: Logger

    init(_ command: DemoCommand) throws {
        self.command = command
        var logger = Logger(label: "opus-demo") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        self.logger = logger
        var configuration = OpsiMock.Configuration()
        configuration.port = command.mockPort
        let fleet = OpsiMock.Fleet.generated(
            clients: command.clients, products: command.products, groups: command.groups,
            seed: command.seed)
        configuration.agents = Self.agents(of: fleet, command)
        mock = try OpsiMock(fleet: fleet, configuration: configuration, logger: logger)
    }

    /// Clients that look for requests several times in a step. Few go off, but for long: so about
    /// a tenth of them becomes outdated.
    private static func agents(
        of fleet: OpsiMock.Fleet, _ command: DemoCommand
    ) -> OpsiMock.AgentConfiguration {
        var agents = OpsiMock.AgentConfiguration()
        agents.seed = command.seed
        agents.pace = .seconds(command.step) / 4
        agents.failing = 15
        agents.goingOff = 2
        agents.stepsOff = 4_000
        agents.off = 0
        agents.alwaysOff = FleetDays.sleepers(
            in: fleet, now: OpsiMock.Clock.system.text())
        return agents
    }

    /// Runs until the process is told to end, or until the first numbers were shown.
    func run() async throws {
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: mock),
                    .init(
                        service: Exporting(demo: self),
                        successTerminationBehavior: .gracefullyShutdownGroup),
                    .init(
                        service: FleetLife(
                            mock: mock, step: .seconds(command.step), seed: command.seed)),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    /// Starts the exporter once the mock server listens, and tells where everything is.
    private struct Exporting: Service {
        let demo: Demo

        func run() async throws {
            let serverURL = try await demo.mock.waitUntilListening()
            let application = try demo.exporter(serverURL)
            let access = try CommandLineAccess(
                serverURL: serverURL, username: demo.mock.username, password: demo.mock.password)
            defer { access.remove() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                let services = ServiceGroup(
                    configuration: .init(services: application.services, logger: demo.logger))
                group.addTask { try await services.run() }
                group.addTask {
                    try await DemoOutput.introduce(
                        exporterURL: try await application.url(), serverURL: serverURL,
                        username: demo.mock.username, interval: demo.command.interval,
                        access: access)
                    // What follows is Prometheus's to read.
                    if demo.command.once { await services.triggerGracefulShutdown() }
                }
                try await withGracefulShutdownHandler {
                    try await group.waitForAll()
                } onGracefulShutdown: {
                    Task { await services.triggerGracefulShutdown() }
                }
            }
        }
    }

    private func exporter(_ serverURL: String) throws -> ExporterApplication {
        try ExporterApplication.build(
            configuration: ExporterConfiguration(
                collections: [
                    CollectionConfiguration(
                        name: "demo",
                        server: OpusCore.ServerConfiguration(
                            url: serverURL, username: mock.username,
                            password: Secret(mock.password)),
                        interval: .seconds(command.interval),
                        // A fleet of more clients than this shows what becomes of a family then.
                        families: OptionalFamilies(
                            products: SeriesSelection(
                                maximumSeries: SeriesSelection.standardProducts),
                            clients: SeriesSelection(
                                maximumSeries: SeriesSelection.standardClients),
                            causes: .causes))
                ],
                listenAddress: ListenAddress(host: "127.0.0.1", port: command.port)),
            logger: logger)
    }
}
