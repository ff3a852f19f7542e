import AsyncHTTPClient
public import Foundation
import NIOCore

/// A real Prometheus that scrapes some targets every second.
public struct LivePrometheus: Sendable {
    /// Its address, such as `http://127.0.0.1:41234`.
    public let url: String

    /// Runs Prometheus for as long as a body runs.
    ///
    /// - Parameters:
    ///   - targets: what it scrapes, as `HOST:PORT` by job name, several with commas between.
    ///   - rules: its rule files, evaluated every second once all targets were scraped.
    ///   - alertmanager: where it sends alerts, as `HOST:PORT`.
    ///   - options: lines of its configuration for every job.
    ///   - body: uses it.
    /// - Returns: what the body returns.
    /// - Throws: what the body throws, or where Prometheus can't be started.
    public static func run<Value: Sendable>(
        scraping targets: [String: String], rules: [URL] = [], alertmanager: String? = nil,
        options: [String] = [], _ body: @Sendable (LivePrometheus) async throws -> Value
    ) async throws -> Value {
        try await withTemporaryDirectory { directory in
            let file = directory.appending(path: "prometheus.yml")
            try configuration(targets, rules: [], alertmanager, options)
                .write(to: file, atomically: true, encoding: .utf8)
            return try await ChildProcess.run(
                URL(filePath: "/usr/bin/prometheus"),
                [
                    "--config.file=\(file.path)", "--web.listen-address=127.0.0.1:0",
                    "--web.enable-lifecycle",
                    "--storage.tsdb.path=\(directory.appending(path: "data").path)",
                ]
            ) { process in
                let line = try await process.line(containing: "\"Listening on\"")
                let address = line.split(separator: "address=").last.map(String.init) ?? ""
                let prometheus = LivePrometheus(url: "http://\(address)")
                // It listens before it can answer.
                while try await !prometheus.isReady() {
                    try await Task.sleep(for: .milliseconds(50))
                }
                if !rules.isEmpty {
                    // It takes seconds to find its targets; alerts would call them absent.
                    _ = try await prometheus.wait(for: "up") { $0.count == targets.count }
                    try configuration(targets, rules: rules, alertmanager, options)
                        .write(to: file, atomically: true, encoding: .utf8)
                    try await prometheus.reload()
                }
                return try await body(prometheus)
            }.value
        }
    }

    private static func configuration(
        _ targets: [String: String], rules: [URL], _ alertmanager: String?, _ options: [String]
    ) -> String {
        var lines = [
            "global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }",
            "rule_files: [\(rules.map { "\"\($0.path)\"" }.joined(separator: ", "))]",
        ]
        if let alertmanager {
            lines.append("alerting: { alertmanagers: [{ static_configs: [")
            lines.append("  { targets: [\"\(alertmanager)\"] }] }] }")
        }
        lines.append("scrape_configs:")
        for (job, target) in targets.sorted(by: { $0.key < $1.key }) {
            lines.append("- job_name: \(job)")
            lines += options.map { "  \($0)" }
            lines.append("  static_configs: [{ targets: \(target.split(separator: ",")) }]")
        }
        return lines.joined(separator: "\n")
    }

    private func reload() async throws {
        var request = HTTPClientRequest(url: "\(url)/-/reload")
        request.method = .POST
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 1 << 20)
        guard response.status == .ok else { throw Refusal(body: String(buffer: body)) }
    }

    private func isReady() async throws -> Bool {
        try await HTTPClient.shared.execute(
            HTTPClientRequest(url: "\(url)/-/ready"), timeout: .seconds(60)
        ).status == .ok
    }

    /// One series of an instant query's answer.
    public struct Sample: Decodable, Sendable {
        /// Its labels, the name as `__name__`.
        public let metric: [String: String]
        /// Its value.
        public let value: Double

        private enum CodingKeys: CodingKey { case metric, value }

        /// Reads a sample as the API writes it, the value as a text in a pair.
        public init(from decoder: any Decoder) throws {
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

    /// Prometheus refused a request.
    public struct Refusal: Error {
        /// Its answer.
        public let body: String
    }

    /// What an expression gives now.
    public func query(_ expression: String) async throws -> [Sample] {
        let escaped = expression.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        let body = try await get("api/v1/query?query=\(escaped ?? "")")
        return try JSONDecoder().decode(Answer.self, from: body).data.result
    }

    /// The answer to a GET request.
    ///
    /// - Parameter path: the path without its first slash, such as `api/v1/rules`.
    /// - Returns: the body.
    /// - Throws: `Refusal` where the status is not 200.
    public func get(_ path: String) async throws -> Data {
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: "\(url)/\(path)"), timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 64 * 1024 * 1024)
        guard response.status == .ok else { throw Refusal(body: String(buffer: body)) }
        return Data(body.readableBytesView)
    }

    /// An expression did not give what was waited for.
    public struct NeverSeen: Error {
        /// The expression.
        public let expression: String
        /// What it gave instead.
        public let last: [Sample]
    }

    /// Asks again until an expression gives what is wanted; Prometheus tells nobody by itself.
    ///
    /// - Parameters:
    ///   - expression: what is asked.
    ///   - patience: after which time it is given up; far longer than it takes.
    ///   - wanted: whether this is it.
    /// - Returns: what was wanted.
    /// - Throws: `NeverSeen` where it is given up, `Refusal` for a wrong expression.
    public func wait(
        for expression: String, patience: Duration = .seconds(180),
        until wanted: ([Sample]) -> Bool
    ) async throws -> [Sample] {
        let end = ContinuousClock.now + patience
        while true {
            let samples = try await query(expression)
            if wanted(samples) { return samples }
            guard ContinuousClock.now < end else {
                throw NeverSeen(expression: expression, last: samples)
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
