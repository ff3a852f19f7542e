import ExporterToolkit

extension MetricFamilies {
    /// Calls to the opsi server. A method has samples from its first call on.
    static let calls: [ExporterFamily] = [
        .histogram(
            "opsi_rpc_duration_seconds",
            "How long calls to the opsi server took, from sending the request to the decoded"
                + " answer, repetitions included, successful or not.",
            labels: ["method"]
        ) { server in server.calls.map { Sample([$0.method], .histogram($0.durations)) } },
        .counter(
            "opsi_rpc_errors_total",
            "Calls to the opsi server that failed in the end.",
            labels: ["method"]
        ) { server in server.calls.map { Sample([$0.method], $0.failed) } },
        .counter(
            "opsi_rpc_response_bytes_total",
            "Bytes of the opsi server's answers as they crossed the network, without HTTP headers.",
            labels: ["method"]
        ) { server in server.calls.map { Sample([$0.method], $0.responseBytes) } },
    ]
}
