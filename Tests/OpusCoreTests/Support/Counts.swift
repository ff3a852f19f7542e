import OpusCore
import TestSupport

/// Everything that is counted, by family and by the bytes of its labels.
///
/// Two ids can be equal to Swift and yet be different ones, so bytes are what is compared.
struct Counts: Equatable {
    struct Series: Hashable, CustomStringConvertible {
        var family: String
        var label: [UInt8]
        var action = ""

        var description: String {
            "\(family){\(String(decoding: label, as: UTF8.self))} \(action)"
        }
    }

    private(set) var values: [Series: Int] = [:]

    mutating func set(_ family: String, _ label: String, _ value: Int, action: String = "") {
        values[Series(family: family, label: Array(label.utf8), action: action)] = value
    }

    mutating func add(_ family: String, _ label: String, _ value: Int, action: String = "") {
        let series = Series(family: family, label: Array(label.utf8), action: action)
        values[series, default: 0] += value
    }

    /// The series in which two counts differ, for a person.
    func differences(from other: Counts) -> [String] {
        Set(values.keys).union(other.values.keys)
            .filter { values[$0] != other.values[$0] }
            .map {
                "\($0): \(values[$0] as Int?, default: "none"), not \(other.values[$0] as Int?, default: "none")"
            }
            .sorted()
    }

    /// Those of some families alone.
    func only(_ families: Set<String>) -> Counts {
        var counts = self
        counts.values = values.filter { families.contains($0.key.family) }
        return counts
    }
}

extension Counts {
    /// Those of `fleet-example-expected.tsv`.
    init(_ expected: ExpectedCounts) {
        for (series, value) in expected.counts { set(series.family, series.value, value) }
    }

    /// Those of a summary.
    init(_ summary: FleetSummary) throws {
        for depot in summary.depots {
            set("opsi_clients", depot.id, depot.counts, ungrouped: depot.ungrouped)
            set("opsi_client_products_failed", depot.id, depot.productsFailed)
            set("opsi_client_products_updatable", depot.id, depot.productsUpdatable)
            for (action, count) in depot.productsRequested {
                set("opsi_client_products_requested", depot.id, count, action: action.rawValue)
            }
            if let details = depot.details {
                set("opsi_depot_products", depot.id, details.products)
            }
        }
        for group in try summary.groups.get() {
            set("opsi_group_clients", group.id, group.counts, ungrouped: nil)
        }
        for product in summary.products {
            set("opsi_product_clients_installed", product.id, product.installed)
            set("opsi_product_clients_failed", product.id, product.failed)
            set("opsi_product_clients_updatable", product.id, product.updatable)
        }
        for client in summary.clients {
            set("opsi_client_failed_products", client.id, client.failedProducts)
            if let seen = client.lastSeen {
                set("opsi_client_last_seen_timestamp_seconds", client.id, seen)
            }
            set("downgrade", client.id, client.states.contains(.downgrade) ? 1 : 0)
        }
    }

    private mutating func set(
        _ prefix: String, _ label: String, _ counts: StateCounts, ungrouped: Int?
    ) {
        set(prefix, label, counts.clients)
        set(prefix + "_failed", label, counts.failed)
        set(prefix + "_updatable", label, counts.updatable)
        set(prefix + "_fresh", label, counts.fresh)
        set(prefix + "_outdated", label, counts.outdated)
        set(prefix + "_never_seen", label, counts.neverSeen)
        set(prefix + "_pending", label, counts.pending)
        set(prefix + "_stuck", label, counts.stuck)
        if let ungrouped { set(prefix + "_ungrouped", label, ungrouped) }
    }
}
