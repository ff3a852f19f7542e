import Foundation
import TestSupport
import Testing

/// The dashboards and alerts as somebody else's jsonnet takes them.
@Suite("The mixin")
struct MixinTests {
    /// A site's own file beside `vendor`, as jsonnet-bundler lays it out.
    private static func evaluate<Value: Decodable>(
        _ expression: String, with configuration: String, as type: Value.Type
    ) async throws -> Value {
        try await withTemporaryDirectory { site in
            let vendor = site.appending(path: "vendor")
            try FileManager.default.createDirectory(
                at: vendor, withIntermediateDirectories: false)
            try FileManager.default.copyItem(
                at: Files.root, to: vendor.appending(path: "dashboards"))
            let made = try await Tool.run(
                "jsonnet",
                [
                    "--jpath", vendor.path, "--exec",
                    """
                    local site = (import 'dashboards/mixin.libsonnet') {
                      _config+:: { \(configuration) },
                    };
                    \(expression)
                    """,
                ])
            try #require(made.status == 0, "\(made.output)")
            return try JSONDecoder().decode(type, from: Data(made.output.utf8))
        }
    }

    private struct Group: Decodable {
        struct Rule: Decodable {
            let alert: String?
            let record: String?
            let expr: String
            let annotations: [String: String]?
        }
        let rules: [Rule]
    }

    @Test("its configuration reaches every alert")
    func alerts() async throws {
        let rules = try await Self.evaluate(
            "site.prometheusAlerts.groups",
            with: """
                job: 'opsi', runbookAddress: 'https://wiki.example.org/r',
                thresholds+: { groupFailedShare: 0.35, certificateDays: 30 }
                """,
            as: [Group].self
        ).flatMap(\.rules)
        let expressions = Dictionary(
            uniqueKeysWithValues: rules.map { ($0.alert ?? "", $0.expr) })
        #expect(expressions["OpsiExporterDown"]?.contains("up{job=\"opsi\"}") == true)
        #expect(expressions["OpsiExporterAbsent"]?.contains("absent(up{job=\"opsi\"})") == true)
        #expect(expressions["OpsiGroupInstallsFailed"]?.contains("> 0.35  # threshold") == true)
        #expect(expressions["OpsiCertificateEnds"]?.contains("< 2592000  # threshold") == true)
        for rule in rules {
            let name = rule.alert ?? ""
            #expect(
                rule.annotations?["runbook_url"] == "https://wiki.example.org/r/\(name).md")
        }
    }

    @Test("its configuration reaches the dashboards")
    func dashboards() async throws {
        let text = try await Self.evaluate(
            "std.manifestJsonEx(site.grafanaDashboards['fleet.json'], '')",
            with: """
                runbookAddress: 'https://wiki.example.org/r',
                thresholds+: { outdatedShare: 0.4375 }
                """,
            as: String.self)
        #expect(text.contains("https://wiki.example.org/r/${__value.text}.md"))
        #expect(!text.contains("opus.example.org"))
        #expect(text.contains("\"value\": 0.4375"))
    }

    @Test("has the recording rules, and leaves out what old programs refuse")
    func rules() async throws {
        let recorded = try await Self.evaluate(
            "site.prometheusRules.groups", with: "", as: [Group].self
        ).flatMap(\.rules)
        #expect(recorded.contains { $0.record == "server:opsi_clients_failed:ratio" })
        let text = try await Self.evaluate(
            "std.manifestJsonEx([site.prometheusAlerts, site.grafanaAlerting], '')",
            with: "keepFiring: false", as: String.self)
        #expect(text.contains("OpsiUnreachable"))
        #expect(!text.contains(/keep_?[Ff]iring/))
    }
}
