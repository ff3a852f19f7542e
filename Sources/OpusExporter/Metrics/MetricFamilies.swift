/// Every metric family that the exporter has. Whatever needs to know which there are reads this.
enum MetricFamilies {
    static let all: [MetricFamily] =
        clients + groups + depots + optional + collection + limits + calls + process

    /// Those for node_exporter's textfile collector. It has `process_*` of its own, and refuses a
    /// series that is there twice; and nobody asks a file over HTTP.
    static let textfile = all.filter { family in
        switch family.generator {
        case .server: true
        case .process: family.name.hasSuffix("_info")
        }
    }
}

extension MetricFamily {
    /// A gauge with samples of one opsi server.
    static func gauge(
        _ name: String, _ help: String, labels: [String] = [],
        _ generate: @escaping @Sendable (ServerMetrics) -> [Sample]
    ) -> MetricFamily {
        MetricFamily(
            name: name, kind: .gauge, help: help, labels: labels, generator: .server(generate))
    }

    /// A counter with samples of one opsi server.
    static func counter(
        _ name: String, _ help: String, labels: [String] = [],
        _ generate: @escaping @Sendable (ServerMetrics) -> [Sample]
    ) -> MetricFamily {
        MetricFamily(
            name: name, kind: .counter, help: help, labels: labels, generator: .server(generate))
    }
}
