extension ProcessUsage {
    /// The families that every exporter has of itself, by Prometheus's names for them.
    public static let families = measures.map(\.family)

    /// The families as they are now; what the kernel does not tell is left out.
    public var collected: [CollectedFamily] {
        Self.measures.compactMap { measure in
            measure.value(self).map { CollectedFamily(measure.family, [Sample([], $0)]) }
        }
    }

    private typealias Measure = (
        family: MetricFamily, value: @Sendable (ProcessUsage) -> Sample.Value?
    )

    private static let measures: [Measure] = [
        (
            MetricFamily(
                "process_cpu_seconds_total", .counter,
                "Total user and system CPU time spent in seconds."),
            { .number($0.cpuSeconds) }
        ),
        (
            MetricFamily("process_open_fds", .gauge, "Number of open file descriptors."),
            { $0.openFiles.map { .integer($0) } }
        ),
        (
            MetricFamily("process_max_fds", .gauge, "Maximum number of open file descriptors."),
            { $0.maximumFiles.map { .integer($0) } }
        ),
        (
            MetricFamily("process_virtual_memory_bytes", .gauge, "Virtual memory size in bytes."),
            { .integer($0.virtualBytes) }
        ),
        (
            MetricFamily("process_resident_memory_bytes", .gauge, "Resident memory size in bytes."),
            { .integer($0.residentBytes) }
        ),
        (
            MetricFamily(
                "process_start_time_seconds", .gauge,
                "Start time of the process since unix epoch in seconds."),
            { $0.startTime.map { .number($0) } }
        ),
    ]
}
