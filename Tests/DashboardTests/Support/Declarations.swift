import ExporterToolkit

@testable import OpusExporter

/// The metrics that expressions may name, with the labels that each has.
struct Declarations {
    /// Labels by metric.
    let labels: [String: Set<String>]

    /// Labels that Prometheus adds to whatever it scrapes.
    private static let target: Set<String> = ["job", "instance"]

    /// What Prometheus itself makes.
    private static let prometheus: [String: Set<String>] = [
        "up": target,
        "scrape_duration_seconds": target,
        "ALERTS": [
            "alertname", "alertstate", "severity", "server", "depot", "group", "reason", "family",
            "product", "version", "job", "instance",
        ],
    ]

    /// What `opus rollout --metrics-file` writes, by node_exporter; the tests of OpusCLI compare it
    /// with what is written.
    private static let rollouts: [String: Set<String>] = [
        "opsi_rollout_state": ["server", "rollout", "product", "state"],
        "opsi_rollout_stage": ["server", "rollout"],
        "opsi_rollout_clients": ["server", "rollout", "stage", "outcome"],
    ]

    init() {
        var labels = Self.prometheus
        for family in MetricFamilies.declared {
            let own = Set(family.labels).union(Self.target)
            if family.kind == .histogram {
                labels[family.name + "_sum"] = own
                labels[family.name + "_count"] = own
                labels[family.name + "_bucket"] = own.union(["le"])
            } else {
                labels[family.name] = own
            }
        }
        for (name, own) in Self.rollouts { labels[name] = own.union(Self.target) }
        self.labels = labels
    }

    /// What an expression names that does not exist.
    func unknown(in expression: Expression) -> [String] {
        var problems: [String] = []
        var available: Set<String> = []
        for selector in expression.selectors {
            guard let own = labels[selector.name] else {
                problems.append("metric \(selector.name)")
                continue
            }
            available.formUnion(own)
            problems += selector.labels.subtracting(own).sorted().map {
                "label \($0) of \(selector.name)"
            }
        }
        problems += expression.grouping.subtracting(available).sorted().map { "label \($0)" }
        return problems
    }
}
