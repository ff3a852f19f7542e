import AsyncHTTPClient
import Foundation
import Hummingbird
import NIOCore
import TestSupport
import Testing
import WebSupport

/// The main job from outside: a mock server, the exporter and a real Prometheus, each a process
/// of its own.
@Suite("A real Prometheus", .timeLimit(.minutes(2)))
struct PrometheusTests {
    private static let password = "a password of the demonstration"

    @Test("gets the expected counts, and sees the server go")
    func countsAndOutage() async throws {
        let mock = try await ChildProcess.run(
            "opsi-mock",
            [
                "--fleet", Fixture.url("fleet-example.json").path,
                "--now", "\(ExpectedCounts.unixTime)",
                "--username", "monitor", "--password", Self.password,
            ]
        ) { mock in
            let server = try await mock.listening().url
            return try await ExporterProcess.run(server, password: Self.password) { _, exporter in
                try await LivePrometheus.run(scraping: ["opus": exporter]) { prometheus in
                    try await Self.checkCounts(prometheus)
                    mock.terminate()
                    try await Self.checkOutage(prometheus)
                }
            }.status
        }
        #expect(mock.value == 0, "the exporter's exit status after SIGTERM")
        #expect(mock.status == 0, "the mock server's exit status after SIGTERM")
    }

    private static func checkCounts(_ prometheus: LivePrometheus) async throws {
        _ = try await prometheus.wait(for: "opsi_up") { $0.map(\.value) == [1] }
        let expected = try ExpectedCounts().counts
        var counted: [String: [String: Int]] = [:]
        for family in expected.keys {
            for sample in try await prometheus.query(family) {
                let value = sample.metric["depot"] ?? sample.metric["group"] ?? ""
                counted[family, default: [:]][value] = Int(sample.value)
                #expect(sample.metric["server"] == "127.0.0.1")
            }
        }
        #expect(counted == expected)
    }

    private static func checkOutage(_ prometheus: LivePrometheus) async throws {
        _ = try await prometheus.wait(for: "opsi_up") { $0.map(\.value) == [0] }
        let errors = try await prometheus.wait(
            for: "opsi_exporter_collection_errors_total{reason='unreachable'}"
        ) { $0.contains { $0.value > 0 } }
        #expect(errors.count == 1)
        // The exporter itself is well, and Prometheus knows the difference.
        #expect(try await prometheus.query("up").map(\.value) == [1])
        // After five intervals without news the old counts are gone, not zero.
        let gone = try await prometheus.wait(for: "opsi_clients") { $0.isEmpty }
        #expect(gone.isEmpty)
    }

    @Test("asks for gzip, and gets it")
    func gzip() async throws {
        let (requests, request) = AsyncStream.makeStream(of: [String: String].self)
        let headers = try await Self.recording(request) { address in
            try await LivePrometheus.run(scraping: ["recorder": address]) { _ in
                await requests.first { _ in true } ?? [:]
            }
        }
        #expect(headers["accept-encoding"] == "gzip")

        let end = try await ExporterProcess.run("https://127.0.0.1:1") { _, address in
            let scrape = Self.scrape(address, as: headers)
            let response = try await HTTPClient.shared.execute(scrape, timeout: .seconds(60))
            #expect(response.status == .ok)
            #expect(response.headers["content-encoding"] == ["gzip"])
            #expect(
                response.headers["content-type"]
                    == ["application/openmetrics-text; version=1.0.0; charset=utf-8"])
        }
        #expect(end.status == 0)
    }

    private static func scrape(_ address: String, as headers: [String: String]) -> HTTPClientRequest
    {
        var request = HTTPClientRequest(url: "http://\(address)/metrics")
        for name in ["accept", "accept-encoding", "user-agent"] {
            request.headers.add(name: name, value: headers[name] ?? "")
        }
        return request
    }

    /// Runs a target that records the headers of the requests that it gets.
    private static func recording<Value: Sendable>(
        _ request: AsyncStream<[String: String]>.Continuation,
        _ body: @escaping @Sendable (_ address: String) async throws -> Value
    ) async throws -> Value {
        let router = Router()
        router.get("metrics") { received, _ in
            var headers: [String: String] = [:]
            for field in received.headers { headers[field.name.canonicalName] = field.value }
            request.yield(headers)
            return ""
        }
        return try await withServer(router, body)
    }
}
