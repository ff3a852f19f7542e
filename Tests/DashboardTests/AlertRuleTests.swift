import Foundation
import TestSupport
import Testing

/// The alerts, their runbooks, and their doubles in Grafana.
@Suite("Alert rules")
struct AlertRuleTests {
    @Test("fire and do not fire as promtool is told")
    func rules() async throws {
        let checked = try await Tool.run(
            "promtool", ["check", "rules", Files.alerts.path, Files.rules.path])
        #expect(checked.status == 0, "\(checked.output)")
        let old = try await Tool.run(
            "promtool", ["check", "rules", Files.alertsForOldPrograms.path])
        #expect(old.status == 0, "\(old.output)")
        let tested = try await Tool.run("promtool", ["test", "rules", Files.tests.path])
        #expect(tested.status == 0, "\(tested.output)")
    }

    @Test("each has a test that compares its text")
    func tested() async throws {
        let tests = try Files.text(Files.tests)
        for rule in try await AlertRule.all() {
            #expect(tests.contains("- alertname: \(rule.alert)\n"), "\(rule.alert)")
        }
        // promtool passes tests of alerts that no rule has.
        let known = Set(try await AlertRule.all().map(\.alert))
        for match in tests.matches(of: /alertname: (?<name>\w+)/) {
            #expect(known.contains(String(match.name)), "\(match.name)")
        }
    }

    @Test("each tells its severity, the thing, the command and the runbook")
    func texts() async throws {
        let base = try await Tool.evaluate("mixin._config.runbookAddress", as: String.self)
        let rules = try await AlertRule.all()
        #expect(Set(rules.map(\.alert)).count == 16)
        for rule in rules {
            #expect(["warning", "critical"].contains(rule.labels["severity"]), "\(rule.alert)")
            #expect(Set(rule.annotations.keys) == ["summary", "description", "runbook_url"])
            let description = rule.annotations["description"] ?? ""
            #expect(!Commands.named(in: description).isEmpty, "\(rule.alert)")
            #expect(Commands.unknown(in: description) == [], "\(rule.alert)")
            #expect(rule.annotations["runbook_url"] == "\(base)/\(rule.alert).md")
        }
    }

    @Test("every threshold is marked as one")
    func thresholds() async throws {
        for rule in try await AlertRule.all() {
            for line in rule.expr.split(separator: "\n") {
                // Equality with 0 or 1 compares a truth, not an amount.
                guard line.contains(/(?:^| )[<>]=? [0-9]/) else { continue }
                #expect(line.contains("# threshold: "), "\(rule.alert): \(line)")
            }
        }
    }

    @Test("each has a runbook with the same four parts, and commands that opus has")
    func runbooks() async throws {
        let runbooks = try Runbook.all()
        #expect(Set(runbooks.map(\.name)) == Set(try await AlertRule.all().map(\.alert)))
        for runbook in runbooks {
            #expect(runbook.text.hasPrefix("# \(runbook.name)\n"))
            #expect(
                runbook.headings == ["What it means", "How to look", "How to fix", "False alarms"],
                "\(runbook.name)")
            #expect(!Commands.named(in: runbook.commands).isEmpty, "\(runbook.name)")
            #expect(Commands.unknown(in: runbook.commands) == [], "\(runbook.name)")
        }
    }

    /// A rule that Grafana evaluates itself.
    private struct Provisioned: Decodable {
        struct Query: Decodable {
            struct Model: Decodable { let expr: String? }
            let refId: String
            let datasourceUid: String
            let model: Model
        }
        struct Group: Decodable { let rules: [Provisioned] }
        struct File: Decodable { let groups: [Group] }

        let uid: String
        let title: String
        let data: [Query]
        let `for`: String
        let keepFiringFor: String
        let noDataState: String
        let labels: [String: String]
        let annotations: [String: String]
    }

    /// A text of Grafana's as it is in Prometheus, whose templates can ask further questions.
    private static func asInPrometheus(_ text: String) -> String {
        text.replacing("$values.A.Value", with: "$value")
            .replacing("if and false (", with: "range query (")
            .replacing(
                "{{- if $labels.server -}}\n{{- $context =",
                with: "{{- range query \"count(count by (server) (opsi_up)) > 1\" -}}\n"
                    + "{{- $context =")
    }

    @Test("Grafana's own are the same rules")
    func provisioned() async throws {
        let provisioned = try await Tool.evaluate(
            "mixin.grafanaAlerting", as: Provisioned.File.self
        ).groups.flatMap(\.rules)
        let rules = provisioned.map { rule in
            AlertRule(
                alert: rule.title, expr: rule.data.first?.model.expr ?? "", duration: rule.for,
                keepFiringFor: rule.keepFiringFor, labels: rule.labels,
                annotations: rule.annotations.mapValues(Self.asInPrometheus))
        }
        #expect(rules == (try await AlertRule.all()))
        #expect(Set(provisioned.map(\.uid)).count == rules.count)
        #expect(provisioned.allSatisfy { $0.uid.count <= 40 && $0.noDataState == "OK" })
        #expect(
            provisioned.allSatisfy {
                $0.data.map(\.datasourceUid) == ["opus-prometheus", "__expr__", "__expr__"]
            })
    }

    @Test("Alertmanager takes the example")
    func alertmanager() async throws {
        let checked = try await Tool.run("amtool", ["check-config", Files.alertmanager.path])
        #expect(checked.status == 0, "\(checked.output)")
    }
}
