import ExporterToolkit

/// Every metric family that the exporter has. Whatever needs to know which there are reads this.
enum MetricFamilies {
    /// Those that are the exporter's own.
    static let own: [ExporterFamily] =
        clients + groups + depots + optional + collection + events + limits + calls + process

    /// Those that any exporter has, too.
    static let declared: [MetricFamily] = own.map(\.declaration) + ProcessUsage.families

    /// Those for node_exporter's textfile collector. It has `process_*` of its own, and refuses a
    /// series that is there twice; and nobody asks a file over HTTP.
    static let textfile = own.filter { family in
        switch family.generator {
        case .server: true
        case .process: family.name.hasSuffix("_info")
        }
    }

    /// All families as they are now.
    static func collected(from metrics: ExporterMetrics) -> [CollectedFamily] {
        own.map { $0.collected(from: metrics) } + (metrics.process.usage?.collected ?? [])
    }
}
