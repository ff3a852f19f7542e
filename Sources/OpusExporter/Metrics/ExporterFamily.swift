import ExporterToolkit

/// A metric family, and how its samples follow from what is known.
struct ExporterFamily: Sendable {
    /// What the samples are made from.
    enum Generator: Sendable {
        /// Samples of one opsi server, without the label `server` before their own.
        case server(@Sendable (ServerMetrics) -> [Sample])
        /// Samples of this process.
        case process(@Sendable (ProcessMetrics) -> [Sample])
    }

    let declaration: MetricFamily
    let generator: Generator
    /// What the family is asked for by; nil where it is always there.
    var collector: OptionalCollector?

    var name: String { declaration.name }

    /// The family as it is now.
    func collected(from metrics: ExporterMetrics) -> CollectedFamily {
        switch generator {
        case .server:
            CollectedFamily(
                declaration, parts: metrics.servers.map { .init([$0.name], samples(of: $0)) })
        case .process(let generate): CollectedFamily(declaration, generate(metrics.process))
        }
    }

    /// The samples of one opsi server, none where there are more than the family's limit allows.
    ///
    /// - Parameter server: the server.
    /// - Returns: the samples; none where the family is not about servers.
    func samples(of server: ServerMetrics) -> [Sample] {
        guard case .server(let generate) = generator else { return [] }
        let samples = generate(server)
        guard let collector else { return samples }
        let limit = server.families[collector]?.maximumSeries ?? 0
        return samples.count <= limit ? samples : []
    }
}

extension ExporterFamily {
    /// A gauge with samples of one opsi server.
    static func gauge(
        _ name: String, _ help: String, labels: [String] = [],
        on collector: OptionalCollector? = nil,
        _ generate: @escaping @Sendable (ServerMetrics) -> [Sample]
    ) -> ExporterFamily {
        server(name, .gauge, help, labels, collector, generate)
    }

    /// A counter with samples of one opsi server.
    static func counter(
        _ name: String, _ help: String, labels: [String] = [],
        _ generate: @escaping @Sendable (ServerMetrics) -> [Sample]
    ) -> ExporterFamily {
        server(name, .counter, help, labels, nil, generate)
    }

    /// A histogram of one opsi server.
    static func histogram(
        _ name: String, _ help: String, labels: [String] = [],
        _ generate: @escaping @Sendable (ServerMetrics) -> [Sample]
    ) -> ExporterFamily {
        server(name, .histogram, help, labels, nil, generate)
    }

    /// A gauge of this process.
    static func ofProcess(
        _ name: String, _ kind: MetricFamily.Kind, _ help: String, labels: [String] = [],
        _ generate: @escaping @Sendable (ProcessMetrics) -> [Sample]
    ) -> ExporterFamily {
        ExporterFamily(
            declaration: MetricFamily(name, kind, help, labels: labels),
            generator: .process(generate))
    }

    private static func server(
        _ name: String, _ kind: MetricFamily.Kind, _ help: String, _ labels: [String],
        _ collector: OptionalCollector?, _ generate: @escaping @Sendable (ServerMetrics) -> [Sample]
    ) -> ExporterFamily {
        ExporterFamily(
            declaration: MetricFamily(name, kind, help, labels: ["server"] + labels),
            generator: .server(generate), collector: collector)
    }
}
