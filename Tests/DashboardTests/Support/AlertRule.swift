import Foundation

/// A rule of `alerts.yml`.
struct AlertRule: Codable, Equatable, Sendable {
    var alert: String
    var expr: String
    var duration: String
    var keepFiringFor: String
    var labels: [String: String]
    var annotations: [String: String]

    private enum CodingKeys: String, CodingKey {
        case alert, expr, labels, annotations
        case duration = "for"
        case keepFiringFor = "keep_firing_for"
    }

    private struct Group: Decodable { let rules: [AlertRule] }

    /// The rules of `alerts.yml`, as the mixin has them.
    static func all() async throws -> [AlertRule] { try await evaluation.value }

    /// It takes jsonnet a moment, so once is enough.
    private static let evaluation = Task {
        try await Tool.evaluate("mixin.prometheusAlerts.groups", as: [Group].self).flatMap(\.rules)
    }
}
