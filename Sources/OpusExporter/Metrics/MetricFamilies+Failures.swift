import ExporterToolkit
import OpusCore

extension MetricFamilies {
    /// The value of the label `cause` where the cause may still be found out.
    static let pendingCause = "pending"

    /// What failed, by version and by cause.
    static let failures: [ExporterFamily] = [
        byVersion(
            "opsi_product_version_clients_failed",
            "Clients on which the last action with this version of the localboot product failed."
        ) { $0.failed },
        byVersion(
            "opsi_product_version_clients_failed_recently",
            "Those of opsi_product_version_clients_failed whose action ended within the last \(hours)"
                + " hours, by the opsi server's clock, and of which no retry waits."
        ) { $0.failedRecently },
        byVersion(
            "opsi_product_version_clients_succeeded",
            "Clients on which this version of the localboot product is installed and the last action"
                + " succeeded." + whereOnDepot
        ) { $0.uptake?.succeeded },
        byVersion(
            "opsi_product_version_clients_succeeded_recently",
            "Those of opsi_product_version_clients_succeeded whose action ended within the last"
                + " \(hours) hours, by the opsi server's clock, and which wait for no other."
                + whereOnDepot
        ) { $0.uptake?.succeededRecently },
        byVersion(
            "opsi_product_version_clients_waiting",
            "Clients that are asked to install or run this version of the localboot product and have"
                + " not yet; those whose retry waits are among the failed, too." + whereOnDepot
        ) { $0.uptake?.waiting },
        .gauge(
            "opsi_product_clients_failed_by_cause",
            "Clients on which the last action with the localboot product failed, by cause; pending"
                + " where the client's log was not read yet, or may still come. Only causes that"
                + " there are.",
            labels: ["product", "cause"], on: .causes
        ) { server in
            guard server.fleet != nil else { return [] }
            return (server.causes?.counts ?? []).map { count in
                Sample([count.product.text, count.cause?.name ?? pendingCause], count.clients)
            }
        },
    ]

    private static let hours = FailingVersion.recentSeconds / 3600

    private static let whereOnDepot =
        " Only where it failed on a client of the depot, and the depot has this version."

    private static func byVersion(
        _ name: String, _ help: String, _ count: @escaping @Sendable (FailingVersion) -> Int?
    ) -> ExporterFamily {
        .gauge(name, help, labels: ["depot", "product", "version"], on: .failures) { server in
            (server.fleet?.failingVersions ?? []).compactMap { version in
                count(version).map {
                    Sample([version.depot.text, version.product.text, version.version], $0)
                }
            }
        }
    }
}
