import Logging
import OpusCore
import ServiceLifecycle
import Testing

@testable import OpusExporter

/// An exporter on a free port of the loopback interface, for the time of a closure.
struct RunningExporter: Sendable {
    let port: Int
    let log: LogRecorder

    static func run<Value: Sendable>(
        source: any FleetSource = ConstantSource { Fleets.nasty },
        telemetryPath: String = "/metrics",
        clock: CollectorClock = .system,
        host: String? = "127.0.0.1",
        _ body: @Sendable (RunningExporter) async throws -> Value
    ) async throws -> Value {
        let log = LogRecorder()
        let configuration = ExporterConfiguration(
            collections: [
                CollectionConfiguration(
                    server: .init(url: "https://opsi.test:4447", username: "u", password: "p"))
            ],
            listenAddress: ListenAddress(host: host, port: 0), telemetryPath: telemetryPath)
        let application = ExporterApplication(
            configuration: configuration, sources: [(source, CallStatistics())], clock: clock,
            logger: log.logger)
        var quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        quiet.logLevel = .critical
        let group = ServiceGroup(
            configuration: .init(services: application.services, logger: quiet))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let url = try await application.url()
            let port = try #require(url.split(separator: ":").last.flatMap { Int($0) })
            let value: Value
            do {
                value = try await body(RunningExporter(port: port, log: log))
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return value
        }
    }

    /// Waits for a line of the log that starts like this.
    func logged(_ prefix: String) async throws {
        while try await !log.lines.next().hasPrefix(prefix) {}
    }
}
