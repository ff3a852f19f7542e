import ExporterToolkit
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

extension MetricFamilies {
    /// Clients by depot.
    static let clients: [ExporterFamily] = [
        byDepot("opsi_clients", "Clients", \.clients),
        byDepot("opsi_clients_failed", "Clients " + Meaning.failed, \.failed),
        byDepot("opsi_clients_updatable", "Clients " + Meaning.updatable, \.updatable),
        byDepot("opsi_clients_fresh", "Clients " + Meaning.fresh, \.fresh),
        byDepot("opsi_clients_outdated", "Clients " + Meaning.outdated, \.outdated),
        byDepot("opsi_clients_never_seen", "Clients " + Meaning.neverSeen, \.neverSeen),
        byDepot("opsi_clients_pending", "Clients " + Meaning.pending, \.pending),
        byDepot("opsi_clients_stuck", "Clients " + Meaning.stuck, \.stuck),
        .gauge(
            "opsi_clients_ungrouped",
            "Clients that are direct members of no host group." + oneDepot,
            labels: ["depot"]
        ) { server in
            server.depots.compactMap { depot in depot.ungrouped.map { Sample([depot.id.text], $0) }
            }
        },
    ]

    /// Clients by host group.
    static let groups: [ExporterFamily] = [
        byGroup("opsi_group_clients", "each counted once", \.clients),
        byGroup("opsi_group_clients_failed", Meaning.failed, \.failed),
        byGroup("opsi_group_clients_updatable", Meaning.updatable, \.updatable),
        byGroup("opsi_group_clients_fresh", Meaning.fresh, \.fresh),
        byGroup("opsi_group_clients_outdated", Meaning.outdated, \.outdated),
        byGroup("opsi_group_clients_never_seen", Meaning.neverSeen, \.neverSeen),
        byGroup("opsi_group_clients_pending", Meaning.pending, \.pending),
        byGroup("opsi_group_clients_stuck", Meaning.stuck, \.stuck),
        .gauge(
            "opsi_group_info",
            "Host groups and the group above each, which is empty for a root and need not"
                + " exist. The value is always 1.",
            labels: ["group", "parent"]
        ) { server in
            server.groups.map { Sample([$0.id.text, $0.parent?.text ?? ""], 1) }
        },
    ]

    private static let oneDepot =
        " Each client is counted at exactly one depot, so summing is right."

    private static func byDepot(
        _ name: String, _ who: String, _ count: any KeyPath<StateCounts, Int> & Sendable
    ) -> ExporterFamily {
        .gauge(name, who + "." + oneDepot, labels: ["depot"]) { server in
            server.depots.map { Sample([$0.id.text], $0.counts[keyPath: count]) }
        }
    }

    private static func byGroup(
        _ name: String, _ who: String, _ count: any KeyPath<StateCounts, Int> & Sendable
    ) -> ExporterFamily {
        .gauge(
            name,
            "Clients of the host group and of all groups below it, \(who)."
                + " Groups overlap: do not sum over group.",
            labels: ["group"]
        ) { server in
            server.groups.map { Sample([$0.id.text], $0.counts[keyPath: count]) }
        }
    }
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
