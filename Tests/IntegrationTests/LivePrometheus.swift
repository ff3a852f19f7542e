import AsyncHTTPClient
import Foundation
import NIOCore
import TestSupport

/// A real Prometheus that scrapes some targets every second.
struct LivePrometheus: Sendable {
    /// Its address, such as `http://127.0.0.1:41234`.
    let url: String

    /// Runs Prometheus for as long as a body runs.
    ///
    /// - Parameters:
    ///   - targets: what it scrapes, as `HOST:PORT` by job name.
    ///   - body: uses it.
    /// - Returns: what the body returns.
    /// - Throws: what the body throws, or where Prometheus can't be started.
    static func run<Value: Sendable>(
        scraping targets: [String: String],
        _ body: @Sendable (LivePrometheus) async throws -> Value
    ) async throws -> Value {
        try await withTemporaryDirectory { directory in
            var lines = [
                "global: { scrape_interval: 1s, scrape_timeout: 1s }", "scrape_configs:",
            ]
            for (job, target) in targets.sorted(by: { $0.key < $1.key }) {
                lines.append("- job_name: \(job)")
                lines.append("  static_configs: [{ targets: [\"\(target)\"] }]")
            }
            let file = directory.appending(path: "prometheus.yml")
            try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
            return try await ChildProcess.run(
                URL(filePath: "/usr/bin/prometheus"),
                [
                    "--config.file=\(file.path)", "--web.listen-address=127.0.0.1:0",
                    "--storage.tsdb.path=\(directory.appending(path: "data").path)",
                ]
            ) { process in
                let line = try await process.line(containing: "\"Listening on\"")
                let address = line.split(separator: "address=").last.map(String.init) ?? ""
                return try await body(LivePrometheus(url: "http://\(address)"))
            }.value
        }
    }

    /// One series of an instant query's answer.
    struct Sample: Decodable {
        let metric: [String: String]
        let value: Double

        enum CodingKeys: CodingKey { case metric, value }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            metric = try container.decode([String: String].self, forKey: .metric)
            var pair = try container.nestedUnkeyedContainer(forKey: .value)
            _ = try pair.decode(Double.self)
            value = Double(try pair.decode(String.self)) ?? .nan
        }
    }

    private struct Answer: Decodable {
        struct Data: Decodable { let result: [Sample] }
        let data: Data
    }

    /// What an expression gives now.
    func query(_ expression: String) async throws -> [Sample] {
        let escaped = expression.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: "\(url)/api/v1/query?query=\(escaped ?? "")"),
            timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 64 * 1024 * 1024)
        return try JSONDecoder().decode(Answer.self, from: Data(buffer: body)).data.result
    }

    /// Asks again until an expression gives what is wanted; Prometheus tells nobody by itself.
    func wait(
        for expression: String, until wanted: ([Sample]) -> Bool
    ) async throws -> [Sample] {
        while true {
            let samples = try await query(expression)
            if wanted(samples) { return samples }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
