import ServiceLifecycle
import TestSupport
import WebSupport

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
        return try await withServices([server]) { group in
            let addresses = try await server.addresses()
            return try await body(
                RunningServer(
                    ports: addresses.map(\.port), urls: addresses.map(\.url), log: log,
                    metrics: metrics, group: group))
        }
    }

    /// A server with a web configuration, and a certificate where it is to have one, as files say.
    static func run<Value: Sendable>(
        _ configuration: String, by identity: CertificateAuthority.Identity? = nil,
        passwords: PasswordChecker = PasswordChecker(),
        _ change: (inout WebLimits) -> Void = { _ in },
        _ body: @Sendable (RunningServer, WebFiles) async throws -> Value
    ) async throws -> Value {
        try await WebFiles.use { files in
            if let identity { try files.write(identity) }
            try files.write(configuration)
            return try await run(try files.settings(change), passwords: passwords) {
                try await body($0, files)
            }
        }
    }

    /// What comes back for a path.
    func get(_ path: String, _ headers: [String] = []) async throws -> RawHTTP.Answer {
        try await RawHTTP.send("GET", path, headers, port: port)
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
