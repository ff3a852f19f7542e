import ExporterToolkit
import OpusCore

extension MetricFamilies {
    /// Clients by depot.
    static let clients: [ExporterFamily] = [
        byDepot("opsi_clients", "Clients") { $0.clients },
        byDepot("opsi_clients_failed", .failed),
        byDepot("opsi_clients_updatable", .updatable),
        byDepot("opsi_clients_fresh", .fresh),
        byDepot("opsi_clients_outdated", .outdated),
        byDepot("opsi_clients_never_seen", .neverSeen),
        byDepot("opsi_clients_pending", .pending),
        byDepot("opsi_clients_stuck", .stuck),
        byDepot("opsi_clients_deferred", .deferred),
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
        byGroup("opsi_group_clients", "each counted once") { $0.clients },
        byGroup("opsi_group_clients_failed", .failed),
        byGroup("opsi_group_clients_updatable", .updatable),
        byGroup("opsi_group_clients_fresh", .fresh),
        byGroup("opsi_group_clients_outdated", .outdated),
        byGroup("opsi_group_clients_never_seen", .neverSeen),
        byGroup("opsi_group_clients_pending", .pending),
        byGroup("opsi_group_clients_stuck", .stuck),
        byGroup("opsi_group_clients_deferred", .deferred),
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

    private static func byDepot(_ name: String, _ state: ClientState) -> ExporterFamily {
        byDepot(name, "Clients " + state.meaning) { $0[state] }
    }

    private static func byGroup(_ name: String, _ state: ClientState) -> ExporterFamily {
        byGroup(name, state.meaning) { $0[state] }
    }

    private static func byDepot(
        _ name: String, _ who: String, _ count: @escaping @Sendable (StateCounts) -> Int
    ) -> ExporterFamily {
        .gauge(name, who + "." + oneDepot, labels: ["depot"]) { server in
            server.depots.map { Sample([$0.id.text], count($0.counts)) }
        }
    }

    private static func byGroup(
        _ name: String, _ who: String, _ count: @escaping @Sendable (StateCounts) -> Int
    ) -> ExporterFamily {
        .gauge(
            name,
            "Clients of the host group and of all groups below it, \(who)."
                + " Groups overlap: do not sum over group.",
            labels: ["group"]
        ) { server in
            server.groups.map { Sample([$0.id.text], count($0.counts)) }
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
