/// opus-exporter with nothing to collect from.
enum ExporterProcess {
    /// Nobody listens there, and nobody can without being root.
    static let environment = [
        "OPUS_SERVER": "https://127.0.0.1:1", "OPUS_USERNAME": "monitor",
        "OPUS_PASSWORD": "xyzzy-secret", "OPUS_WEB_LISTEN_ADDRESS": "127.0.0.1:0",
    ]
}
