import Foundation
import TestSupport

/// Where the files under test lie.
enum Files {
    /// The folder `dashboards` of this repository.
    static let root = Project.url("dashboards")
    static let grafana = root.appending(path: "grafana")
    static let source = grafana.appending(path: "source")
    static let runbooks = root.appending(path: "runbooks")
    static let prometheus = root.appending(path: "prometheus")
    static let alerts = prometheus.appending(path: "alerts.yml")
    static let alertsForOldPrograms = prometheus.appending(path: "alerts-without-keep-firing.yml")
    static let rules = prometheus.appending(path: "rules.yml")
    static let tests = prometheus.appending(path: "tests.yml")
    static let alertmanager = root.appending(path: "alertmanager.example.yml")

    static func text(_ url: URL) throws -> String {
        String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }

    /// The files of a folder whose names end like this, in order.
    static func list(_ folder: URL, _ suffix: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix(suffix) }
            .sorted { $0.path < $1.path }
    }
}
