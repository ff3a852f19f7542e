import Foundation
import TestSupport
import Testing

/// Every expression against a real Prometheus that scraped the demonstration.
@Suite("Live data", .timeLimit(.minutes(3)))
struct LiveDataTests {
    /// Queries of dashboards that give nothing here, each with the reason.
    private static let emptyByDesign: [String: String] = [
        "fleet: New failures a day/A": "needs ten minutes of data",
        "fleet: Firing alerts/A": "none fires: each waits for minutes at least",
        "products: Products ranked by failed clients/A": "a family on request",
        "products: Products ranked by failed clients/B": "a family on request",
        "products: Products ranked by failed clients/C": "a family on request",
        "products: Most failed/A": "a family on request",
        "products: Most updatable/A": "a family on request",
        "exporter: Errors by reason/A": "there are no errors",
        "exporter: Series limits/A": "a family on request",
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
            let demo = try await ChildProcess.run(
                ChildProcess.product("opus-demo"),
                ["--port", "0", "--mock-port", "0", "--step", "1", "--interval", "1"]
            ) { demo in
                let line = try await demo.line(containing: "/metrics")
                let address = line.split(separator: "http://").last?.dropLast("/metrics".count)
                try await LivePrometheus.run(
                    scraping: ["opus": String(address ?? "")],
                    rules: [Files.alerts, Files.rules, copy]
                ) { prometheus in
                    _ = try await prometheus.wait(for: "count_over_time(opsi_up[5m])") {
                        $0.contains { $0.value >= 12 }
                    }
                    try await Self.checkDashboards(prometheus)
                    try await Self.checkRules(prometheus, rules)
                }
            }
            #expect(demo.status == 0)
        }
    }

    private static func checkDashboards(_ prometheus: LivePrometheus) async throws {
        for (name, dashboard) in try Dashboard.all() {
            for panel in dashboard.panels {
                for target in panel.targets ?? [] {
                    let place = "\(name): \(panel.title)/\(target.refId)"
                    let samples = try await prometheus.query(Dashboard.expand(target.expr))
                    // Once a family on request is there, its panels may have data.
                    guard emptyByDesign[place] == nil else { continue }
                    #expect(!samples.isEmpty, "\(place): \(target.expr)")
                    #expect(samples.contains { !$0.value.isNaN }, "\(place): \(target.expr)")
                }
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
            #expect(try await !prometheus.query(rule.name).isEmpty, "\(rule.name)")
        }
        // An alert is empty while all is well; what it is made from is not.
        for rule in rules {
            for selector in Expression(rule.expr).selectors
            where Declarations.onRequest[selector.name] == nil {
                #expect(
                    try await !prometheus.query(selector.name).isEmpty,
                    "\(rule.alert): \(selector.name)")
            }
        }
        for runbook in try Runbook.all() {
            for expression in runbook.expressions {
                let isOnRequest = Expression(expression).selectors.contains {
                    Declarations.onRequest[$0.name] != nil
                }
                let samples = try await prometheus.query(expression)
                #expect(isOnRequest || !samples.isEmpty, "\(runbook.name): \(expression)")
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
