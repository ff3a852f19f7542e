import ExporterToolkit
import OpusCore

extension MetricFamilies {
    /// Depots, the pairs of client and product by depot, and the server itself.
    static let depots: [ExporterFamily] = [
        .gauge(
            "opsi_server_info",
            "The opsi server's own version. The value is always 1.",
            labels: ["version"]
        ) { server in
            server.fleet?.serverVersion.map { [Sample([$0], 1)] } ?? []
        },
        .gauge(
            "opsi_depot_info",
            "Depots and the master depot of each: the depot itself where it is one, empty where"
                + " it has none. The value is always 1.",
            labels: ["depot", "master"]
        ) { server in
            server.depots.compactMap { depot in
                depot.details.map { Sample([depot.id.text, $0.master.text], 1) }
            }
        },
        .gauge(
            "opsi_depot_products",
            "Products on the depot, of every type.",
            labels: ["depot"]
        ) { server in
            server.depots.compactMap { depot in
                depot.details.map { Sample([depot.id.text], $0.products) }
            }
        },
        .gauge(
            "opsi_client_products_failed",
            "Pairs of client and localboot product whose last action failed.",
            labels: ["depot"]
        ) { server in
            server.depots.map { Sample([$0.id.text], $0.productsFailed) }
        },
        .gauge(
            "opsi_client_products_updatable",
            "Pairs of client and installed localboot product of which the client's depot has a newer"
                + " version.",
            labels: ["depot"]
        ) { server in
            server.depots.map { Sample([$0.id.text], $0.productsUpdatable) }
        },
        .gauge(
            "opsi_client_products_requested",
            "Pairs of client and localboot product by the action that is requested.",
            labels: ["depot", "action"]
        ) { server in
            server.depots.flatMap { depot in
                ActionRequest.allCases.filter { $0 != .none }.map { action in
                    Sample([depot.id.text, action.rawValue], depot.productsRequested[action] ?? 0)
                }
            }
        },
    ]
}
