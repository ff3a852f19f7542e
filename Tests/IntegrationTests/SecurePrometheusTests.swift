import Foundation
import TestSupport
import Testing

/// Prometheus and the exporter, each a process of its own, by TLS and password.
@Suite("A real Prometheus, by TLS and password", .timeLimit(.minutes(3)))
struct SecurePrometheusTests {
    /// The bcrypt hash of `correct horse`.
    private static let hash = "$2y$04$1pnFs5AovtebG4Glq4sIze6LitiheHLxSW25rwi9mKdzDKElkTj2K"

    /// An authority and what it signs, made by openssl.
    private struct Authority: Sendable {
        let folder: URL

        init(_ folder: URL) async throws {
            self.folder = folder
            try await openssl([
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", path("ca.key"), "-out", path("ca.pem"), "-subj", "/CN=Test CA",
            ])
        }

        func path(_ name: String) -> String { folder.appending(path: name).path }

        /// Makes a certificate, and puts it where the exporter looks for it, as tools do that renew
        /// certificates: one file after the other, each at once.
        func renew() async throws {
            try await openssl([
                "req", "-x509", "-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-newkey", "ec",
                "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", path("new.key"),
                "-out", path("new.crt"), "-subj", "/CN=exporter",
                "-addext", "subjectAltName=IP:127.0.0.1",
            ])
            for suffix in ["crt", "key"] {
                guard rename(path("new.\(suffix)"), path("server.\(suffix)")) == 0 else {
                    throw CocoaError(.fileWriteUnknown)
                }
            }
        }

        private func openssl(_ arguments: [String]) async throws {
            let end = try await ChildProcess.run(URL(filePath: "/usr/bin/openssl"), arguments)
            try #require(end.status == 0, "\(end.errors)")
        }
    }

    private static func exporter<Value: Sendable>(
        _ authority: Authority, address: String,
        _ body: @Sendable (_ exporter: ChildProcess, _ address: String) async throws -> Value
    ) async throws -> ChildProcess.End<Value> {
        try await ChildProcess.run(
            "opus-exporter",
            [
                "--server", "https://127.0.0.1:1", "--web.listen-address", address,
                "--web.config.file", authority.path("web.yml"),
                // So that each scrape is a connection of its own, and sees the certificate.
                "--web.idle-timeout", "100ms",
            ],
            environment: ["OPUS_USERNAME": "monitor", "OPUS_PASSWORD": "secret"]
        ) { exporter in
            let address = "127.0.0.1:\(try await exporter.listening().port)"
            return try await body(exporter, address)
        }
    }

    /// One value of `up`, and when it was scraped.
    private struct Scrape: Sendable {
        let time: Double
        let succeeded: Bool
    }

    private static func scrapes(_ prometheus: LivePrometheus) async throws -> [Scrape] {
        struct Answer: Decodable {
            struct Data: Decodable { let result: [Series] }
            struct Series: Decodable { let values: [[Value]] }
            enum Value: Decodable {
                case number(Double)
                case text(String)

                init(from decoder: any Decoder) throws {
                    let container = try decoder.singleValueContainer()
                    if let number = try? container.decode(Double.self) {
                        self = .number(number)
                    } else {
                        self = .text(try container.decode(String.self))
                    }
                }
            }
            let data: Data
        }
        let body = try await prometheus.get("api/v1/query?query=up%5B10m%5D")
        return try JSONDecoder().decode(Answer.self, from: body).data.result.flatMap(\.values)
            .compactMap { pair in
                guard case .number(let time) = pair[0], case .text(let value) = pair[1] else {
                    return nil
                }
                return Scrape(time: time, succeeded: value == "1")
            }
    }

    @Test("misses no scrape when the certificate is renewed, and few when the exporter restarts")
    func renewalAndRestart() async throws {
        try await withTemporaryDirectory { folder in
            let authority = try await Authority(folder)
            try await authority.renew()
            try Data(
                """
                tls_server_config:
                  cert_file: server.crt
                  key_file: server.key
                  min_version: TLS13
                basic_auth_users:
                  prometheus: \(Self.hash)

                """.utf8
            ).write(to: URL(filePath: authority.path("web.yml")))
            let options = [
                "scheme: https", "scrape_interval: 500ms", "scrape_timeout: 500ms",
                "tls_config: { ca_file: \"\(authority.path("ca.pem"))\" }",
                "basic_auth: { username: prometheus, password: correct horse }",
            ]
            let end = try await Self.exporter(authority, address: "127.0.0.1:0") {
                exporter, address in
                try await LivePrometheus.run(scraping: ["opus": address], options: options) {
                    try await Self.renew(authority, exporter, $0)
                    try await Self.restart(authority, exporter, address, $0)
                }
            }
            #expect(end.status == 0)
        }
    }

    private static let count = "count_over_time(up[10m])"

    /// Waits for some more scrapes.
    private static func watch(_ prometheus: LivePrometheus) async throws {
        let before = try await prometheus.query(count).first?.value ?? 0
        _ = try await prometheus.wait(for: count) { ($0.first?.value ?? 0) >= before + 8 }
    }

    private static func renew(
        _ authority: Authority, _ exporter: ChildProcess, _ prometheus: LivePrometheus
    ) async throws {
        try await watch(prometheus)
        for _ in 0..<2 {
            try await authority.renew()
            _ = try await exporter.line(containing: "web configuration reloaded")
            try await watch(prometheus)
        }
        let scrapes = try await scrapes(prometheus)
        #expect(scrapes.count >= 24)
        let missed = scrapes.filter { !$0.succeeded }
        #expect(missed.isEmpty)
    }

    private static func restart(
        _ authority: Authority, _ exporter: ChildProcess, _ address: String,
        _ prometheus: LivePrometheus
    ) async throws {
        let stop = Date().timeIntervalSince1970
        exporter.terminate()
        for await _ in exporter.lines {}
        let second = try await Self.exporter(authority, address: address) { _, _ in
            let start = Date().timeIntervalSince1970
            try await watch(prometheus)
            return start
        }
        #expect(second.status == 0)
        // A scrape has the time of its start, and takes half a second at most. The second exporter
        // is gone by now, too.
        let missed = try await scrapes(prometheus).filter { !$0.succeeded }
        let outOfTurn = missed.filter { $0.time < stop - 0.6 }
        #expect(outOfTurn.isEmpty)
        let during = try await scrapes(prometheus).filter { $0.succeeded && $0.time > second.value }
        #expect(during.count >= 7)
    }
}
