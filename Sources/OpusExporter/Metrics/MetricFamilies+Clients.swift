import OpusCore

/// What a state of a client means, for HELP texts.
private enum Meaning {
    static let failed =
        "with at least one localboot product whose last action failed, whatever its installation"
        + " status"
    static let updatable =
        "with at least one installed localboot product of which their depot has a newer version,"
        + " in opsi's version order"
    static let fresh =
        "with a client agent and no other localboot product installed beyond the configured"
        + " baseline"
    static let outdated =
        "not seen for the configured number of days (30 by default), by the opsi server's clock;"
        + " this is not about versions, see updatable"
    static let neverSeen = "never seen since they were created"
    static let pending =
        "with an action requested for a localboot product that has not run yet; requests of always"
        + " are not counted"
    static let stuck =
        "with an action pending for the configured number of hours (24 by default), by the opsi"
        + " server's clock"
}

/// One of the counts that depots and groups share.
private struct StateCount {
    /// What follows `opsi_clients` or `opsi_group_clients`.
    let suffix: String
    let help: String
    let value: any KeyPath<StateCounts, Int> & Sendable

    static let all = [
        StateCount(suffix: "", help: "", value: \.clients),
        StateCount(suffix: "_failed", help: Meaning.failed, value: \.failed),
        StateCount(suffix: "_updatable", help: Meaning.updatable, value: \.updatable),
        StateCount(suffix: "_fresh", help: Meaning.fresh, value: \.fresh),
        StateCount(suffix: "_outdated", help: Meaning.outdated, value: \.outdated),
        StateCount(suffix: "_never_seen", help: Meaning.neverSeen, value: \.neverSeen),
        StateCount(suffix: "_pending", help: Meaning.pending, value: \.pending),
        StateCount(suffix: "_stuck", help: Meaning.stuck, value: \.stuck),
    ]
}

extension MetricFamilies {
    /// Clients by depot.
    static let clients: [MetricFamily] =
        StateCount.all.map { count in
            .gauge(
                "opsi_clients\(count.suffix)",
                (count.help.isEmpty ? "Clients" : "Clients \(count.help)")
                    + ". Each client is counted at exactly one depot, so summing is right.",
                labels: ["depot"]
            ) { server in
                server.depots.map { Sample([$0.id.text], $0.counts[keyPath: count.value]) }
            }
        } + [
            .gauge(
                "opsi_clients_ungrouped",
                "Clients that are direct members of no host group."
                    + " Each client is counted at exactly one depot, so summing is right.",
                labels: ["depot"]
            ) { server in
                server.depots.compactMap { depot in
                    depot.ungrouped.map { Sample([depot.id.text], $0) }
                }
            }
        ]

    /// Clients by host group.
    static let groups: [MetricFamily] =
        StateCount.all.map { count in
            .gauge(
                "opsi_group_clients\(count.suffix)",
                "Clients of the host group and of all groups below it, "
                    + (count.help.isEmpty ? "each counted once" : count.help)
                    + ". Groups overlap: do not sum over group.",
                labels: ["group"]
            ) { server in
                server.groups.map { Sample([$0.id.text], $0.counts[keyPath: count.value]) }
            }
        } + [
            .gauge(
                "opsi_group_info",
                "Host groups and the group above each, which is empty for a root and need not"
                    + " exist. The value is always 1.",
                labels: ["group", "parent"]
            ) { server in
                server.groups.map { Sample([$0.id.text, $0.parent?.text ?? ""], 1) }
            }
        ]
}

extension ServerMetrics {
    /// Depots as last read, none where that is unknown.
    var depots: [DepotSummary] { fleet?.depots ?? [] }

    /// Host groups as last read, none where that is unknown.
    fileprivate var groups: [GroupSummary] {
        guard case .success(let groups) = fleet?.groups else { return [] }
        return groups
    }
}
