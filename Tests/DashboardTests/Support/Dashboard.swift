import Foundation

/// A dashboard's file, as far as tests look at it.
struct Dashboard: Decodable {
    struct Panel: Decodable {
        struct Place: Decodable { let x, y, w, h: Int }
        struct Target: Decodable {
            let refId: String
            let expr: String
        }
        struct FieldConfig: Decodable {
            struct Defaults: Decodable {
                let unit: String?
                let noValue: String?
            }
            let defaults: Defaults
        }
        let id: Int
        let type: String
        let title: String
        let description: String?
        let gridPos: Place
        let targets: [Target]?
        let fieldConfig: FieldConfig?
    }
    struct Variable: Decodable {
        struct Query: Decodable { let query: String }
        let name: String
        let type: String
        let query: String

        /// What its values are taken from.
        var selection: String {
            let inner = query.firstMatch(
                of: /^(?:label_values|query_result)\((?<inner>.+?)(?:, *[a-z]+)?\)$/)
            return String(inner?.inner ?? "")
        }

        private enum CodingKeys: CodingKey { case name, type, query }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            name = try values.decode(String.self, forKey: .name)
            type = try values.decode(String.self, forKey: .type)
            query =
                try (try? values.decode(Query.self, forKey: .query).query)
                ?? values.decode(String.self, forKey: .query)
        }
    }
    struct Templating: Decodable { let list: [Variable] }
    struct Annotations: Decodable {
        struct Annotation: Decodable { let expr: String }
        let list: [Annotation]
    }

    let uid: String
    let title: String
    let tags: [String]
    let editable: Bool
    let panels: [Panel]
    let templating: Templating
    let annotations: Annotations

    /// Every expression, with the place where it stands.
    var expressions: [(place: String, text: String)] {
        let panels = panels.flatMap { panel in
            (panel.targets ?? []).map { ("\(panel.title)/\($0.refId)", $0.expr) }
        }
        let variables = templating.list.filter { $0.type == "query" }
            .map { ("variable \($0.name)", $0.selection) }
        return panels + variables + annotations.list.map { ("annotation", $0.expr) }
    }

    /// Every dashboard, by its file's name without `.json`.
    static func all() throws -> [String: Dashboard] {
        var dashboards: [String: Dashboard] = [:]
        for file in try Files.list(Files.grafana, ".json") {
            dashboards[file.deletingPathExtension().lastPathComponent] =
                try JSONDecoder().decode(Dashboard.self, from: Data(contentsOf: file))
        }
        return dashboards
    }

    /// A text with every variable replaced by what stands for all, as Grafana does.
    static func expand(_ text: String) -> String {
        text.replacing("$__rate_interval", with: "1m").replacing(/\$(?<name>[a-z]+)/, with: ".+")
    }
}
