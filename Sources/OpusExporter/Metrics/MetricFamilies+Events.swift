import ExporterToolkit
import OpusCore

extension MetricFamilies {
    /// How exact the numbers are: events of the opsi server, and full reads.
    static let events: [ExporterFamily] = [
        .gauge(
            "opsi_exporter_events_connected",
            "Whether the opsi server's events are heard: 1 if they are, 0 if what changed is asked"
                + " for with each collection."
        ) { [Sample([], $0.account.isListening ? 1 : 0)] },
        .counter(
            "opsi_exporter_events_total",
            "Events that came from the opsi server, by its own names for them; unknown are messages"
                + " that stand for anything.",
            labels: ["event"]
        ) { server in
            FleetAccount.eventNames.map { Sample([$0], server.account.events[$0] ?? 0) }
        },
        .counter(
            "opsi_exporter_event_gaps_total",
            "Times that events of the opsi server may have been missed: its connection ended, more"
                + " came at once than it holds, or something unknown came."
        ) { [Sample([], $0.account.eventGaps)] },
        .gauge(
            "opsi_exporter_event_lag_seconds",
            "How long the events that were counted last had waited for that since they came. Absent"
                + " before the first ones."
        ) { server in server.account.eventLag.map { [Sample([], .seconds($0))] } ?? [] },
        .counter(
            "opsi_exporter_full_reads_total",
            "Times that everything was read of the opsi server's fleet, by reason.",
            labels: ["reason"]
        ) { server in
            FullReadReason.allCases.map { Sample([$0.rawValue], server.account.fullReads[$0] ?? 0) }
        },
        .gauge(
            "opsi_exporter_last_full_read_timestamp_seconds",
            "When everything was last read, in Unix time by the exporter's clock. Absent before the"
                + " first time."
        ) { server in server.lastFullRead.map { [Sample([], $0)] } ?? [] },
        .counter(
            "opsi_exporter_mended_rows_total",
            "Rows of the opsi server's database that were found to be others than was known though"
                + " nothing had told, and were mended."
        ) { [Sample([], $0.account.mendedRows)] },
    ]
}
