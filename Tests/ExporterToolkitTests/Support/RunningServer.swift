import Logging
import ServiceLifecycle
import TestSupport

@testable import ExporterToolkit

/// A web server that publishes what it is told, for the time of a closure.
struct RunningServer: Sendable {
    let ports: [Int]
    let urls: [String]
    let log: LogRecorder
    let metrics: MetricsPublisher
    fileprivate let group: ServiceGroup

    var port: Int { ports[0] }
    var url: String { urls[0] }

    static func run<Value: Sendable>(
        _ settings: WebSettings = WebSettings(
            listenAddresses: [.init(host: "127.0.0.1", port: 0)]),
        passwords: PasswordChecker = PasswordChecker(),
        families: [CollectedFamily] = [],
        page: (@Sendable () -> String)? = nil,
        reload: (@Sendable () -> ReloadOutcome?)? = nil,
        _ body: @Sendable (RunningServer) async throws -> Value
    ) async throws -> Value {
        let log = LogRecorder()
        let metrics = MetricsPublisher()
        metrics.publish(families)
        let server = WebServer(
            settings, Endpoints(metrics: metrics, page: page, reload: reload), passwords: passwords,
            logger: log.logger)
        var quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        quiet.logLevel = .critical
        let group = ServiceGroup(configuration: .init(services: [server], logger: quiet))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let addresses = try await server.addresses()
            let result: Result<Value, any Error>
            do {
                result = .success(
                    try await body(
                        RunningServer(
                            ports: addresses.map(\.port), urls: addresses.map(\.url), log: log,
                            metrics: metrics, group: group)))
            } catch {
                result = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }

    /// Waits for a line of the log that starts like this.
    @discardableResult
    func logged(_ prefix: String) async throws -> String {
        try await log.line(startingWith: prefix)
    }

    /// Tells the server to end, as SIGTERM does.
    func shutDown() async {
        await group.triggerGracefulShutdown()
    }
}
