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

    /// The alerts of `alerts.yml`, each about the thing with these labels, as a real Prometheus
    /// fills in their texts.
    static func all(about labels: [String: String]) async throws -> [RenderedAlert] {
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
            return try await LivePrometheus.run(scraping: [:], rules: [file]) { prometheus in
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
