import Foundation
import TestSupport

/// An alert as Prometheus sends it, with its texts filled in.
struct RenderedAlert: Decodable, Sendable {
    let labels: [String: String]
    let annotations: [String: String]

    var name: String { labels["alertname"] ?? "" }

    private struct Answer: Decodable {
        struct Data: Decodable { let alerts: [RenderedAlert] }
        let data: Data
    }

    private struct Group: Encodable {
        let name: String
        let rules: [AlertRule]
    }

    private struct Recorded: Encodable {
        let record: String
        let expr: String
        let labels: [String: String]
    }

    private struct RecordedGroup: Encodable {
        let name: String
        let rules: [Recorded]
    }

    /// The alerts of `alerts.yml`, each about the thing with these labels, as a real Prometheus
    /// fills in their texts.
    ///
    /// - Parameters:
    ///   - labels: the labels.
    ///   - servers: the opsi servers that Prometheus knows of.
    /// - Returns: the alerts.
    /// - Throws: where Prometheus does not run or answer.
    static func all(
        about labels: [String: String], servers: [String] = []
    ) async throws -> [RenderedAlert] {
        let rules = try await AlertRule.all().map { rule in
            var rule = rule
            // It fires at once, and has the labels.
            rule.expr = labels.reduce("vector(0.5)") { expression, label in
                "label_replace(\(expression), \"\(label.key)\", \"\(label.value)\", \"\", \"\")"
            }
            rule.duration = "0s"
            rule.keepFiringFor = "0s"
            return rule
        }
        return try await withTemporaryDirectory { folder in
            let file = folder.appending(path: "rules.yml")
            // JSON is YAML, too.
            let encoder = JSONEncoder()
            encoder.outputFormatting = .withoutEscapingSlashes
            try encoder.encode(["groups": [Group(name: "all", rules: rules)]]).write(to: file)
            let up = folder.appending(path: "up.yml")
            let recorded = servers.map {
                Recorded(record: "opsi_up", expr: "vector(1)", labels: ["server": $0])
            }
            try encoder.encode(["groups": [RecordedGroup(name: "up", rules: recorded)]])
                .write(to: up)
            return try await LivePrometheus.run(
                scraping: [:], rules: servers.isEmpty ? [file] : [up, file]
            ) { prometheus in
                if !servers.isEmpty {
                    // By then, the texts were filled in with the servers known.
                    _ = try await prometheus.wait(for: "count_over_time(opsi_up[1m])") {
                        $0.count == servers.count && $0.allSatisfy { $0.value >= 3 }
                    }
                }
                _ = try await prometheus.wait(for: "count(ALERTS{alertstate=\"firing\"})") {
                    $0.map(\.value) == [Double(rules.count)]
                }
                let answer = try JSONDecoder().decode(
                    Answer.self, from: await prometheus.get("api/v1/alerts"))
                let alerts = Dictionary(grouping: answer.data.alerts, by: \.name)
                return rules.compactMap { alerts[$0.alert]?.first }
            }
        }
    }
}
