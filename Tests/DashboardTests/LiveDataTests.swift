import Foundation
import TestSupport
import Testing

/// Every expression against a real Prometheus that scraped the demonstration.
@Suite("Live data", .timeLimit(.minutes(10)))
struct LiveDataTests {
    /// Queries of dashboards that give nothing here, each with the reason.
    private static let emptyByDesign: [String: String] = [
        "exporter: Errors by reason/A": "there are no errors",
        "exporter: Full reads and mended rows/A": "the first one came before the first scrape",
        "exporter: Full reads and mended rows/B": "no event is missed",
        "exporter: Full reads and mended rows/C": "every row is as it is known",
        "fleet: annotation": "no alert fires: each waits for minutes at least",
        "group: annotation": "no alert fires",
        "products: annotation": "no alert fires",
        "products: Rollouts in stages/A": "nobody rolls out in the demonstration",
        "products: Rollouts in stages/B": "nobody rolls out",
        "products: Rollouts in stages/C": "nobody rolls out",
        "products: Rollouts in stages/D": "nobody rolls out",
        "products: Rollouts in stages/E": "nobody rolls out",
        "products: Stage of each rollout/A": "nobody rolls out",
        "exporter: annotation": "no alert fires",
    ]

    @Test("fills every panel, recorded rule and runbook, and Prometheus reads the alerts as we do")
    func everything() async throws {
        try await withTemporaryDirectory { folder in
            // The same alerts once more, as our reader of alerts.yml understands them.
            let copy = folder.appending(path: "copy.yml")
            let rules = try await AlertRule.all()
            let encoder = JSONEncoder()
            encoder.outputFormatting = .withoutEscapingSlashes
            try encoder.encode(["groups": [Group(name: "copy", rules: rules)]]).write(to: copy)
            try await LiveDemo.run(["--step", "1", "--interval", "1"]) { demo in
                try await LivePrometheus.run(
                    scraping: ["opus": demo.exporter],
                    rules: [Files.alerts, Files.rules, copy]
                ) { prometheus in
                    _ = try await prometheus.wait(for: "count_over_time(opsi_up[5m])") {
                        $0.contains { $0.value >= 12 }
                    }
                    try await Self.checkDashboards(prometheus)
                    try await Self.checkRules(prometheus, rules)
                }
            }
        }
    }

    private static func checkDashboards(_ prometheus: LivePrometheus) async throws {
        for (name, dashboard) in try Dashboard.all() {
            for (place, text) in dashboard.expressions {
                let expression = Dashboard.expand(text)
                guard emptyByDesign["\(name): \(place)"] == nil else {
                    _ = try await prometheus.query(expression)
                    continue
                }
                await hasData(expression, "\(name): \(place)", prometheus)
            }
        }
    }

    /// What is there only where connections are encrypted, or somebody rolls something out.
    private static let notInDemonstration = [
        "opsi_rollout_",
        "opsi_server_certificate_expiry_timestamp_seconds",
        "opsi_exporter_certificate_expiry_timestamp_seconds",
    ]

    /// That an expression gives a number, now or in a moment: on a busy machine a scrape may have
    /// failed just now. What is not in the demonstration is only understood.
    private static func hasData(
        _ expression: String, _ place: String, _ prometheus: LivePrometheus
    ) async {
        guard !notInDemonstration.contains(where: expression.contains) else {
            await #expect(throws: Never.self, "\(place)") {
                let found = try await prometheus.query(expression)
                #expect(found.isEmpty)
            }
            return
        }
        await #expect(throws: Never.self, "\(place)") {
            _ = try await prometheus.wait(for: expression, patience: .seconds(60)) {
                $0.contains { !$0.value.isNaN }
            }
        }
    }

    private static func checkRules(
        _ prometheus: LivePrometheus, _ rules: [AlertRule]
    ) async throws {
        let answer = try JSONDecoder().decode(
            Answer.self, from: await prometheus.get("api/v1/rules"))
        let groups = Dictionary(
            answer.data.groups.map { ($0.name, $0.rules) }, uniquingKeysWith: { first, _ in first })
        #expect(groups["opus"] == groups["copy"])
        #expect(groups["opus"]?.map(\.name) == rules.map(\.alert))
        let recorded = try #require(groups["opus-ratios"])
        for rule in recorded {
            await hasData(rule.name, "rules.yml", prometheus)
        }
        // An alert is empty while all is well; what it is made from is not.
        for rule in rules {
            for selector in Expression(rule.expr).selectors {
                await hasData(selector.name, rule.alert, prometheus)
            }
        }
        for runbook in try Runbook.all() {
            for expression in runbook.expressions {
                await hasData(expression, runbook.name, prometheus)
            }
        }
    }

    private struct Group: Encodable {
        let name: String
        let rules: [AlertRule]
    }

    private struct Answer: Decodable {
        struct Data: Decodable { let groups: [Read] }
        struct Read: Decodable {
            let name: String
            let rules: [Rule]
        }
        struct Rule: Decodable, Equatable {
            let name: String
            let query: String
            let duration: Double?
            let keepFiringFor: Double?
            let labels: [String: String]?
            let annotations: [String: String]?
        }
        let data: Data
    }
}
