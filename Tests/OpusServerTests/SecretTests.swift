import Foundation
import Logging
import MockSupport
import OpsiMock
import Synchronization
import TestSupport
import Testing

@testable import OpusServer

@Suite("Secrets")
struct SecretTests {
    private static let password = "tr0ub4dor-and-3"
    private static let cookie = "0123456789abcdef0123456789abcdef"

    /// Everything by which a password could be known again.
    private static var traces: [String] {
        [
            password, cookie, Data("adminuser:\(password)".utf8).base64EncodedString(),
            Data(password.utf8).base64EncodedString(),
        ]
    }

    private static func expectNoTrace(
        in text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for trace in traces {
            #expect(!text.contains(trace), sourceLocation: sourceLocation)
        }
    }

    private static func everyText(_ value: Any) -> String {
        var text = "\(value) \(String(reflecting: value)) "
        dump(value, to: &text, maxDepth: 12, maxItems: 20_000)
        return text
    }

    @Test("A secret shows nothing, however it is printed")
    func printed() {
        let secret = Secret(Self.password)
        #expect(
            "\(secret) \(String(reflecting: secret)) \([secret])" == "<secret> <secret> [<secret>]")
        Self.expectNoTrace(in: Self.everyText(secret))
        Self.expectNoTrace(in: Self.everyText(["password": secret]))
    }

    @Test("Configuration, server and session show no password and no cookie")
    func dumped() async throws {
        let transport = ScriptedTransport { .result("true", to: $0) }
        let server = try Server.scripted(transport, password: Secret(Self.password))
        #expect(try await server.userIsAdmin())
        #expect(try await server.userIsAdmin())
        // The transport of a test keeps the requests, so it is not what is looked at.
        for child in Mirror(reflecting: server.rpc).children where child.label != "transport" {
            Self.expectNoTrace(in: Self.everyText(child.value))
        }
        let configuration = ServerConfiguration(
            url: "https://opsi.test", username: "adminuser", password: Secret(Self.password))
        Self.expectNoTrace(in: Self.everyText(configuration))
        let network = try Server(configuration)
        Self.expectNoTrace(in: Self.everyText(network))
        await network.shutdown()
    }

    @Test("No error tells the password or the cookie")
    func errors() async throws {
        let steps: [ScriptedTransport.Step] =
            [301, 400, 401, 403, 404, 405, 500, 503].map { .status($0, "{}") }
            + ["", "{}", "[]", #"{"error":"text"}"#, #"{"error":{"message":"m","class":"c"}}"#].map
        { .body($0) }
            + [TransportFailure.Kind.closedBeforeAnswer, .unreachable, .tls, .timeout, .malformed]
            .map { .failure(TransportFailure(kind: $0, reason: "reason")) }
        for step in steps {
            let failing = Mutex(false)
            let transport = ScriptedTransport { request in
                failing.withLock { $0 } ? step : .result("true", to: request)
            }
            let server = try Server.scripted(transport, password: Secret(Self.password))
            #expect(try await server.userIsAdmin())
            failing.withLock { $0 = true }
            let error = try await serverError { try await server.userIsAdmin() }
            Self.expectNoTrace(in: Self.everyText(error))
            Self.expectNoTrace(in: error.localizedDescription)
        }
    }

    @Test("No log line tells the password or the cookie")
    func logged() async throws {
        let lines = LineCollector()
        var logger = Logger(label: "test") { _ in lines }
        logger.logLevel = .trace
        try await withOpsiMock { mock in
            let server = try Server(mock.access(), logger: logger)
            _ = try await server.userIsAdmin()
            mock.faults.set([.init(.status(500))])
            _ = try await serverError { try await server.userIsAdmin() }
            mock.faults.clear()
            await server.shutdown()
            #expect(!lines.text.isEmpty)
            #expect(!lines.text.contains(mock.password))
            #expect(!lines.text.contains("opsiconfd-session"))
            #expect(!lines.text.contains("Basic "))
        }
    }
}

/// Keeps all that is logged, of any level.
private final class LineCollector: LogHandler, Sendable {
    private let lines = Mutex("")
    var text: String { lines.withLock { $0 } }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        lines.withLock { $0 += "\(event.level) \(event.message) \(event.metadata ?? [:])\n" }
    }
}
