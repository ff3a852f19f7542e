import ExporterToolkit
import OpusCore

extension MetricFamilies {
    /// How reading the opsi server goes.
    static let collection: [ExporterFamily] = [
        .gauge(
            "opsi_up",
            "Whether the last collection from the opsi server succeeded: 1 if it did, 0 if it did"
                + " not, none has ended yet, or the next one is overdue."
        ) { [Sample([], $0.isUp ? 1 : 0)] },
        .gauge(
            "opsi_server_certificate_expiry_timestamp_seconds",
            "When the certificate ends that the opsi server showed last, in Unix time. Absent before"
                + " the first connection, and without TLS."
        ) { server in server.certificateExpiry.map { [Sample([], $0)] } ?? [] },
        .gauge(
            "opsi_exporter_collection_interval_seconds",
            "Time from the start of one collection to the start of the next, as configured."
        ) { [Sample([], .seconds($0.interval))] },
        .gauge(
            "opsi_exporter_last_collection_success_timestamp_seconds",
            "When a collection last succeeded, in Unix time by the exporter's clock. Absent before"
                + " the first success."
        ) { server in server.lastSuccess.map { [Sample([], $0)] } ?? [] },
        .gauge(
            "opsi_exporter_last_collection_duration_seconds",
            "How long the last collection took, successful or not. Absent before the first one"
                + " has ended."
        ) { server in server.lastDuration.map { [Sample([], .seconds($0))] } ?? [] },
        .counter(
            "opsi_exporter_collections_total",
            "Collections that have ended, successful or not."
        ) { [Sample([], $0.collections)] },
        .counter(
            "opsi_exporter_collection_errors_total",
            "Collections that failed, were overdue, or succeeded without a part that could not be"
                + " read, by reason.",
            labels: ["reason"]
        ) { server in
            ServerError.Code.allCases.map { Sample([$0.rawValue], server.errors[$0] ?? 0) }
        },
        .counter(
            "opsi_exporter_collections_skipped_total",
            "Collections that were due and left out, as the one before was still running."
        ) { [Sample([], $0.skipped)] },
    ]
}
