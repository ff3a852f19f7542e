import ExporterToolkit
import Logging
import OpusCore
import ServiceLifecycle
import TestSupport
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
        collections: [CollectionConfiguration] = [collection("opsi.test")],
        load: (@Sendable () throws(ConfigurationError) -> ExporterConfiguration)? = nil,
        observe: @escaping @Sendable (ReloadPhase) -> Void = { _ in },
        sources: CollectorPool.SourceMaker? = nil,
        _ body: @Sendable (RunningExporter) async throws -> Value
    ) async throws -> Value {
        let log = LogRecorder()
        let configuration = ExporterConfiguration(
            collections: collections,
            listenAddress: ListenAddress(host: host, port: 0), telemetryPath: telemetryPath)
        let application = try ExporterApplication(
            configuration: configuration, clock: clock, logger: log.logger, load: load,
            observe: observe, makeSource: sources ?? { _ in (source, CallStatistics()) })
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

    /// A server of this name.
    static func collection(
        _ name: String, interval: Duration = .seconds(60), families: OptionalFamilies = .init()
    ) -> CollectionConfiguration {
        CollectionConfiguration(
            name: name,
            server: .init(url: "https://\(name):4447", username: "u", password: "p"),
            interval: interval, families: families)
    }

    /// Waits for a line of the log that starts like this.
    func logged(_ prefix: String) async throws {
        while try await !log.lines.next().hasPrefix(prefix) {}
    }
}
