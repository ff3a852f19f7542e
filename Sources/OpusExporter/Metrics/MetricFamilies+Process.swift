extension MetricFamilies {
    /// The exporter as a process.
    static let process: [MetricFamily] = [
        MetricFamily(
            name: "opsi_exporter_build_info", kind: .gauge,
            help: "The exporter's version. The value is always 1.",
            labels: ["version"],
            generator: .process { [Sample([$0.version], 1)] }
        ),
        MetricFamily(
            name: "opsi_exporter_config_last_reload_successful", kind: .gauge,
            help: "Whether the configuration could be read and taken over the last time: 1 if it"
                + " could, 0 if the one before stays.",
            labels: [],
            generator: .process { [Sample([], $0.reload.isSuccessful ? 1 : 0)] }
        ),
        MetricFamily(
            name: "opsi_exporter_config_last_reload_success_timestamp_seconds", kind: .gauge,
            help: "When the configuration was last read and taken over, in Unix time by the"
                + " exporter's clock.",
            labels: [],
            generator: .process { $0.reload.lastSuccess.map { [Sample([], $0)] } ?? [] }
        ),
        MetricFamily(
            name: "opsi_exporter_http_requests_total", kind: .counter,
            help: "HTTP requests answered before the last collection ended, by status code.",
            labels: ["code"],
            generator: .process { process in
                process.requests.map { Sample(["\($0.status)"], $0.count) }
            }
        ),
        usage(
            "process_cpu_seconds_total", .counter,
            "Total user and system CPU time spent in seconds."
        ) { .number($0.cpuSeconds) },
        usage(
            "process_open_fds", .gauge,
            "Number of open file descriptors."
        ) { $0.openFiles.map { .integer($0) } },
        usage(
            "process_max_fds", .gauge,
            "Maximum number of open file descriptors."
        ) { $0.maximumFiles.map { .integer($0) } },
        usage(
            "process_virtual_memory_bytes", .gauge,
            "Virtual memory size in bytes."
        ) { .integer($0.virtualBytes) },
        usage(
            "process_resident_memory_bytes", .gauge,
            "Resident memory size in bytes."
        ) { .integer($0.residentBytes) },
        usage(
            "process_start_time_seconds", .gauge,
            "Start time of the process since unix epoch in seconds."
        ) { $0.startTime.map { .number($0) } },
    ]

    private static func usage(
        _ name: String, _ kind: MetricFamily.Kind, _ help: String,
        _ value: @escaping @Sendable (ProcessUsage) -> Sample.Value?
    ) -> MetricFamily {
        MetricFamily(
            name: name, kind: kind, help: help, labels: [],
            generator: .process { process in
                process.usage.flatMap(value).map { [Sample([], $0)] } ?? []
            })
    }
}
