import ExporterToolkit
import OpusCore
import TestSupport
import Testing
import WebSupport

@testable import OpusExporter

/// An exporter on a free port of the loopback interface, for the time of a closure.
struct RunningExporter: Sendable {
    let port: Int
    let log: LogRecorder

    static func run<Value: Sendable>(
        source: any FleetSource = ConstantSource { Fleets.nasty },
        telemetryPath: String = "/metrics",
        clock: CollectorClock = .system,
        collections: [CollectionConfiguration] = [collection("opsi.test")],
        load: (@Sendable () throws(ConfigurationError) -> ExporterConfiguration)? = nil,
        observe: @escaping @Sendable (ReloadPhase) -> Void = { _ in },
        sources: CollectorPool.SourceMaker? = nil,
        _ body: @Sendable (RunningExporter) async throws -> Value
    ) async throws -> Value {
        let log = LogRecorder()
        let configuration = ExporterConfiguration(
            collections: collections,
            listenAddress: ListenAddress(host: "127.0.0.1", port: 0), telemetryPath: telemetryPath)
        let application = try ExporterApplication(
            configuration: configuration, clock: clock, logger: log.logger, load: load,
            observe: observe, makeSource: sources ?? { _ in (source, CallStatistics()) })
        return try await withServices(application.services) { _ in
            let url = try await application.url()
            let port = try #require(url.split(separator: ":").last.flatMap { Int($0) })
            return try await body(RunningExporter(port: port, log: log))
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
    @discardableResult
    func logged(_ prefix: String) async throws -> String {
        try await log.line(startingWith: prefix)
    }

    /// What comes back for a path.
    func get(_ path: String, _ headers: [String] = []) async throws -> RawHTTP.Answer {
        try await RawHTTP.send("GET", path, headers, port: port)
    }
}
