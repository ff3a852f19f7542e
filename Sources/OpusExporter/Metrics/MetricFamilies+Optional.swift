import ExporterToolkit
import OpusCore

extension MetricFamilies {
    /// Families with as many series as the fleet has products, clients or failures, each with a
    /// limit.
    static let optional: [ExporterFamily] = products + singleClients + failures

    /// Which of them were withheld.
    static let limits: [ExporterFamily] = [
        .gauge(
            "opsi_exporter_series_limit_exceeded",
            "Whether a family on request is withheld, as it would have more series of this server"
                + " than its limit allows: 1 if it is, 0 if it is there. Only for families that"
                + " were asked for, while there is data.",
            labels: ["family"]
        ) { server in
            guard server.fleet != nil else { return [] }
            let withheld = server.withheldFamilies
            return optional.compactMap { family in
                guard let collector = family.collector, server.families[collector] != nil else {
                    return nil
                }
                let isWithheld = withheld.contains(family.name)
                // Those that nobody asked for are told of when there is something to tell.
                guard isWithheld || collector != .failures else { return nil }
                return Sample([family.name], isWithheld ? 1 : 0)
            }
        }
    ]

    private static let products: [ExporterFamily] = [
        byProduct(
            "opsi_product_clients_failed",
            "Clients on which the last action with the localboot product failed, whatever its"
                + " installation status.",
            \.failed),
        byProduct(
            "opsi_product_clients_updatable",
            "Clients on which the localboot product is installed and whose depot has a newer"
                + " version, in opsi's version order.",
            \.updatable),
        byProduct(
            "opsi_product_clients_installed",
            "Clients on which the localboot product is installed.",
            \.installed),
    ]

    private static let singleClients: [ExporterFamily] = [
        byClient(
            "opsi_client_failed_products",
            "Localboot products of the client whose last action failed."
        ) { _ in { $0.failedProducts } },
        byClient(
            "opsi_client_failed_since_timestamp_seconds",
            "Since when the client is failed, in Unix time by the server's clock: since its oldest"
                + " failure that still is, over retries for as long as the exporter runs, else as"
                + " the row was last written. Absent for a client without a failed product."
        ) { server in
            let since = server.fleet?.failedSince ?? [:]
            return { since[$0.id] }
        },
        byClient(
            "opsi_client_last_seen_timestamp_seconds",
            "When the client last contacted the opsi server, in Unix time by the server's clock; a"
                + " new client has the time of its creation. Absent for a client of which the"
                + " server knows none."
        ) { _ in { $0.lastSeen } },
    ]

    /// A family with a series for each client of which there is something to say.
    private static func byClient(
        _ name: String, _ help: String,
        _ value: @escaping @Sendable (ServerMetrics) -> (ClientSummary) -> Int?
    ) -> ExporterFamily {
        .gauge(name, help, labels: ["client"], on: .clients) { server in
            let value = value(server)
            return server.shownClients.compactMap { client in
                value(client).map { Sample([client.id.text], $0) }
            }
        }
    }

    private static func byProduct(
        _ name: String, _ help: String, _ count: any KeyPath<ProductSummary, Int> & Sendable
    ) -> ExporterFamily {
        .gauge(name, help, labels: ["product"], on: .products) { server in
            server.shownProducts.map { Sample([$0.id.text], $0[keyPath: count]) }
        }
    }
}

extension MetricFamilies {
    /// Families that have more series of a server than their limit allows.
    static func withheld(from server: ServerMetrics) -> [String] {
        optional.filter { $0.isWithheld(from: server) }.map(\.name)
    }
}

extension ExporterFamily {
    fileprivate func isWithheld(from server: ServerMetrics) -> Bool {
        guard case .server(let generate) = generator, let collector,
            let selection = server.families[collector],
            // Samples need not be made where there can't be too many.
            server.mostSeries(of: collector) > selection.maximumSeries
        else { return false }
        return generate(server).count > selection.maximumSeries
    }
}

extension ServerMetrics {
    /// As many series as a family of a collector can have.
    fileprivate func mostSeries(of collector: OptionalCollector) -> Int {
        switch collector {
        case .products: shownProducts.count
        case .clients: shownClients.count
        case .failures: fleet?.failingVersions.count ?? 0
        case .causes: causes?.counts.count ?? 0
        }
    }
}
