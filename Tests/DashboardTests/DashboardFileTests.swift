import Foundation
import TestSupport
import Testing

/// The files for Grafana, without Prometheus.
@Suite("Dashboard files")
struct DashboardFileTests {
    @Test("are what their sources make")
    func generated() async throws {
        try await withTemporaryDirectory { folder in
            let made = try await Tool.run(
                "jsonnet",
                ["--multi", folder.path, Files.source.appending(path: "main.jsonnet").path])
            #expect(made.status == 0, "\(made.output)")
            for file in try Files.list(folder, ".json") {
                let name = file.lastPathComponent
                #expect(
                    try Files.text(file) == Files.text(Files.grafana.appending(path: name)),
                    "\(name) is not what `make dashboards` makes")
            }
            try await Self.isMade(
                "provisioning/alerting/opus.yaml", in: Files.grafana,
                with: [Files.source.appending(path: "alerting.jsonnet").path])
            try await Self.isMade(
                "alerts.yml", in: Files.prometheus, with: Tool.mixin("mixin.alertsFile"))
            try await Self.isMade(
                "alerts-without-keep-firing.yml", in: Files.prometheus,
                with: Tool.mixin("(mixin { _config+:: { keepFiring: false } }).alertsFile"))
        }
    }

    private static func isMade(
        _ path: String, in folder: URL, with arguments: [String]
    ) async throws {
        try await withTemporaryDirectory { temporary in
            let file = temporary.appending(path: "made")
            let made = try await Tool.run(
                "jsonnet", ["--string", "--output-file", file.path] + arguments)
            #expect(made.status == 0, "\(made.output)")
            #expect(
                try Files.text(file) == Files.text(folder.appending(path: path)),
                "\(path) is not what `make dashboards` makes")
        }
    }

    @Test("have stable identities")
    func identity() throws {
        let dashboards = try Dashboard.all()
        #expect(Set(dashboards.keys) == ["fleet", "group", "products", "exporter"])
        for (name, dashboard) in dashboards {
            #expect(dashboard.uid == "opus-\(name)")
            #expect(dashboard.tags.contains("opus"))
            #expect(!dashboard.editable)
            let variables = dashboard.templating.list.map(\.name)
            #expect(variables.starts(with: ["datasource"]))
            #expect(variables.contains("server"))
        }
    }

    @Test("explain every panel, its unit, and what its being empty means")
    func explained() throws {
        for (name, dashboard) in try Dashboard.all() {
            #expect(Set(dashboard.panels.map(\.id)).count == dashboard.panels.count)
            for panel in dashboard.panels where panel.type != "row" {
                let title = "\(name): \(panel.title)"
                #expect(panel.description?.isEmpty == false, "\(title)")
                guard panel.targets != nil else { continue }
                #expect(panel.fieldConfig?.defaults.unit != nil, "\(title)")
                let stands = panel.fieldConfig?.defaults.noValue
                // A number that is always there has nothing to explain.
                let isAlwaysThere = panel.targets?.first?.expr.contains("vector(0)") == true
                #expect(isAlwaysThere || (stands != nil && stands != "No data"), "\(title)")
            }
        }
    }

    @Test("hold nothing that Grafana's migrations from schema 38 to 43 would change")
    func schema() throws {
        for file in try Files.list(Files.grafana, ".json") {
            let text = try Files.text(file)
            #expect(text.contains("\"schemaVersion\": 38"))
            // 39 and 43 rename transformations, 40 makes texts of refresh rates, 41 removes the time
            // picker's options, 42 hides from the tooltip what is hidden from the panel.
            for gone in ["timeSeriesTable", "formatTime", "time_options", "hideFrom"] {
                #expect(!text.contains(gone), "\(file.lastPathComponent): \(gone)")
            }
            #expect(text.contains("\"refresh\": \"1m\""))
        }
    }

    @Test("name commands that opus has")
    func commands() throws {
        let texts = try Files.list(Files.grafana, ".json").map(Files.text)
        #expect(texts.contains { !Commands.named(in: $0).isEmpty })
        #expect(texts.flatMap(Commands.unknown) == [])
    }

    @Test("link to dashboards that exist")
    func links() throws {
        let known = Set(try Dashboard.all().values.map(\.uid))
        for file in try Files.list(Files.grafana, ".json") {
            let text = try Files.text(file)
            for match in text.matches(of: /"\/d\/(?<uid>[a-z-]+)/) {
                #expect(known.contains(String(match.uid)))
            }
        }
    }
}
