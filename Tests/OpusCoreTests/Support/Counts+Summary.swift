import FleetModel
import OpusCore
import TestSupport

extension Counts {
    /// Those of `fleet-example-expected.tsv`.
    init(_ expected: ExpectedCounts) {
        self.init()
        for (family, counts) in expected.counts {
            for (label, count) in counts { set(family, label, count) }
        }
    }

    /// Those of a summary.
    init(_ summary: FleetSummary) throws {
        self.init()
        for depot in summary.depots {
            set("opsi_clients", depot.id.text, depot.counts, ungrouped: depot.ungrouped)
            set("opsi_client_products_failed", depot.id.text, depot.productsFailed)
            set("opsi_client_products_updatable", depot.id.text, depot.productsUpdatable)
            for (action, count) in depot.productsRequested {
                set("opsi_client_products_requested", depot.id.text, count, action: action.rawValue)
            }
            if let details = depot.details {
                set("opsi_depot_products", depot.id.text, details.products)
            }
        }
        for group in try summary.groups.get() {
            set("opsi_group_clients", group.id.text, group.counts, ungrouped: nil)
        }
        for product in summary.products {
            set("opsi_product_clients_installed", product.id.text, product.installed)
            set("opsi_product_clients_failed", product.id.text, product.failed)
            set("opsi_product_clients_updatable", product.id.text, product.updatable)
        }
        for client in summary.clients {
            set("opsi_client_failed_products", client.id.text, client.failedProducts)
            if let seen = client.lastSeen {
                set("opsi_client_last_seen_timestamp_seconds", client.id.text, seen)
            }
            set("downgrade", client.id.text, client.states.contains(.downgrade) ? 1 : 0)
        }
    }

    /// Those of what failed by version, and of since when clients are failed.
    init(failures summary: FleetSummary) {
        self.init()
        let family = "opsi_product_version_clients_"
        for version in summary.failingVersions {
            let label = "\(version.depot.text) \(version.product.text) \(version.version)"
            set(family + "failed", label, version.failed)
            set(family + "failed_recently", label, version.failedRecently)
            guard let uptake = version.uptake else { continue }
            set(family + "waiting", label, uptake.waiting)
            set(family + "succeeded", label, uptake.succeeded)
            set(family + "succeeded_recently", label, uptake.succeededRecently)
        }
        for (client, since) in summary.failedSince {
            set("opsi_client_failed_since_timestamp_seconds", client.text, since)
        }
    }

    private mutating func set(
        _ prefix: String, _ label: String, _ counts: StateCounts, ungrouped: Int?
    ) {
        set(prefix, label, counts.clients)
        set(prefix + "_failed", label, counts[.failed])
        set(prefix + "_updatable", label, counts[.updatable])
        set(prefix + "_fresh", label, counts[.fresh])
        set(prefix + "_outdated", label, counts[.outdated])
        set(prefix + "_never_seen", label, counts[.neverSeen])
        set(prefix + "_pending", label, counts[.pending])
        set(prefix + "_stuck", label, counts[.stuck])
        set(prefix + "_deferred", label, counts[.deferred])
        if let ungrouped { set(prefix + "_ungrouped", label, ungrouped) }
    }
}
