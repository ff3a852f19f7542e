import Foundation
import TestSupport
import Testing

/// Every expression of every dashboard, rule and runbook.
@Suite("Expressions")
struct ExpressionTests {
    /// Every expression with the place where it stands.
    private static func all() async throws -> [(place: String, text: String)] {
        var all: [(String, String)] = []
        for (name, dashboard) in try Dashboard.all().sorted(by: { $0.key < $1.key }) {
            all += dashboard.expressions.map { ("\(name): \($0.place)", $0.text) }
        }
        for rule in try await AlertRule.all() { all.append((rule.alert, rule.expr)) }
        for line in try Files.text(Files.rules).split(separator: "\n") {
            guard let match = line.firstMatch(of: /^ +expr: (?<expr>.+)$/) else { continue }
            all.append(("rules.yml", String(match.expr)))
        }
        for runbook in try Runbook.all() {
            for expression in runbook.expressions { all.append((runbook.name, expression)) }
        }
        return all.map { ($0.0, Dashboard.expand($0.1)) }
    }

    @Test("parse")
    func parse() async throws {
        let expressions = try await Self.all()
        #expect(expressions.count > 120)
        try await withTemporaryDirectory { folder in
            let rules = expressions.enumerated().map { index, expression in
                ["record": "test:expression:\(index)", "expr": expression.text]
            }
            let file = folder.appending(path: "rules.yml")
            // JSON is YAML, too.
            let encoder = JSONEncoder()
            encoder.outputFormatting = .withoutEscapingSlashes
            try encoder.encode(["groups": [Rules(name: "all", rules: rules)]]).write(to: file)
            let checked = try await Tool.run(
                "promtool", ["check", "rules", "--lint=none", file.path])
            #expect(checked.status == 0, "\(checked.output)")
        }
    }

    private struct Rules: Encodable {
        let name: String
        let rules: [[String: String]]
    }

    @Test("name only metrics and labels that the exporter declares")
    func declared() async throws {
        let declarations = Declarations()
        for (place, text) in try await Self.all() {
            let expression = Expression(text)
            #expect(!expression.selectors.isEmpty, "\(place): \(text)")
            #expect(declarations.unknown(in: expression) == [], "\(place): \(text)")
        }
    }

    @Test(
        "that name something unknown are noticed",
        arguments: [
            "opsi_clients_broken", "sum(rate(opsi_clients{depots=\"a\"}[5m]))",
            "sum by (group) (opsi_clients)", "opsi_up and on (depot) opsi_up", "opsi_up == other",
            "histogram_quantile(0.5, opsi_rpc_duration_seconds{method=\"a\"})",
        ])
    func unknown(text: String) {
        #expect(Declarations().unknown(in: Expression(text)).count == 1)
    }

    @Test("are limited to the chosen servers, or the chosen exporters")
    func limited() throws {
        for (name, dashboard) in try Dashboard.all() {
            let scope: Set<String> = name == "exporter" ? ["job", "instance"] : ["server"]
            for panel in dashboard.panels {
                for target in panel.targets ?? [] {
                    for selector in Expression(target.expr).selectors {
                        #expect(
                            scope.isSubset(of: selector.labels), "\(name): \(panel.title)")
                    }
                }
            }
        }
    }
}
