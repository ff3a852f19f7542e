import Logging
import ServiceLifecycle

@testable import OpusExporter

/// The exporter's HTTP server alone, without any opsi server, for the time of a closure.
struct RunningServer: Sendable {
    let ports: [Int]
    let urls: [String]
    let log: LogRecorder
    let service: WebService
    fileprivate let group: ServiceGroup

    var port: Int { ports[0] }
    var url: String { urls[0] }

    static func run<Value: Sendable>(
        _ settings: WebSettings = WebSettings(
            listenAddresses: [.init(host: "127.0.0.1", port: 0)]),
        passwords: PasswordChecker = PasswordChecker(),
        _ body: @Sendable (RunningServer) async throws -> Value
    ) async throws -> Value {
        let log = LogRecorder()
        let board = MetricsBoard(servers: [], tagPrefix: "t")
        let service = WebService(
            limits: settings.limits,
            policies: WebPolicyStore(settings.policyFile, logger: log.logger),
            responder: ExporterResponder(board: board, telemetryPath: "/metrics"),
            passwords: passwords)
        let bound = BoundAddress()
        let server = WebServer(
            sockets: settings.sockets, service: service, bound: bound, logger: log.logger)
        var quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        quiet.logLevel = .critical
        let group = ServiceGroup(configuration: .init(services: [server], logger: quiet))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let addresses = try await bound.values()
            let result: Result<Value, any Error>
            do {
                result = .success(
                    try await body(
                        RunningServer(
                            ports: addresses.map(\.port), urls: addresses.map(\.url), log: log,
                            service: service, group: group)))
            } catch {
                result = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }

    /// Waits for a line of the log that starts like this.
    func logged(_ prefix: String) async throws -> String {
        while true {
            let line = try await log.lines.next()
            if line.hasPrefix(prefix) { return line }
        }
    }

    /// Tells the server to end, as SIGTERM does.
    func shutDown() async {
        await group.triggerGracefulShutdown()
    }
}
