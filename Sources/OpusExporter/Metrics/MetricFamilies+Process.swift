import ExporterToolkit

extension MetricFamilies {
    /// The exporter as a process.
    static let process: [ExporterFamily] = [
        .ofProcess(
            "opsi_exporter_build_info", .gauge,
            "The exporter's version. The value is always 1.", labels: ["version"]
        ) { [Sample([$0.version], 1)] },
        .ofProcess(
            "opsi_exporter_certificate_expiry_timestamp_seconds", .gauge,
            "When the exporter's own certificate ends, in Unix time. Absent for plain HTTP."
        ) { process in process.certificateExpiry.map { [Sample([], $0)] } ?? [] },
        .ofProcess(
            "opsi_exporter_config_last_reload_successful", .gauge,
            "Whether the configuration could be read and taken over the last time: 1 if it"
                + " could, 0 if the one before stays."
        ) { [Sample([], $0.reload.isSuccessful ? 1 : 0)] },
        .ofProcess(
            "opsi_exporter_config_last_reload_success_timestamp_seconds", .gauge,
            "When the configuration was last read and taken over, in Unix time by the"
                + " exporter's clock."
        ) { $0.reload.lastSuccess.map { [Sample([], $0)] } ?? [] },
        .ofProcess(
            "opsi_exporter_http_requests_total", .counter,
            "HTTP requests answered before the last collection ended, by status code.",
            labels: ["code"]
        ) { process in process.requests.map { Sample(["\($0.status)"], $0.count) } },
    ]
}
