import TestSupport

/// The exporter as a process of its own.
enum ExporterProcess {
    /// Runs one that collects from a server every second, and gives a body its address.
    static func run<Value: Sendable>(
        _ server: String, password: String = "secret",
        _ body: @Sendable (_ exporter: ChildProcess, _ address: String) async throws -> Value
    ) async throws -> ChildProcess.End<Value> {
        try await ChildProcess.run(
            "opus-exporter",
            ["--server", server, "--interval", "1s", "--web.listen-address", "127.0.0.1:0"],
            environment: ["OPUS_USERNAME": "monitor", "OPUS_PASSWORD": password]
        ) { exporter in
            try await body(exporter, "127.0.0.1:\(try await exporter.listening().port)")
        }
    }
}
