import ArgumentParser

/// The arguments that say where to listen and what for; repeated ones are joined by commas.
struct WebArguments: ParsableArguments {
    @Option(
        name: .customLong("web.listen-address"),
        help: ArgumentHelp(
            "Where to listen: HOST:PORT, or :PORT for all interfaces; repeatable. (default: :10447)",
            valueName: "address"))
    var listenAddresses: [String] = []

    @Flag(
        name: .customLong("web.systemd-socket"),
        help: "Listen on the sockets that systemd hands over, and on no address.")
    var systemdSocket = false

    @Option(
        name: .customLong("web.telemetry-path"),
        help: ArgumentHelp(
            "The path under which the metrics are served. (default: /metrics)", valueName: "path"))
    var telemetryPath: String?

    @Option(
        name: .customLong("web.config.file"),
        help: ArgumentHelp(
            "The file with TLS and users, in the format of Prometheus's exporter-toolkit.",
            valueName: "file"))
    var configFile: String?

    @Option(
        name: .customLong("web.max-requests"),
        help: ArgumentHelp(
            "Requests for metrics answered at once, 0 for any number. (default: 40)",
            valueName: "count"))
    var maximumRequests: String?

    @Option(
        name: .customLong("web.max-connections"),
        help: ArgumentHelp("Connections open at once. (default: 512)", valueName: "count"))
    var maximumConnections: String?

    @Option(
        name: .customLong("web.request-timeout"),
        help: ArgumentHelp(
            "How long a client may take to send a request. (default: 10s)", valueName: "duration"))
    var requestTimeout: String?

    @Option(
        name: .customLong("web.idle-timeout"),
        help: ArgumentHelp(
            "How long a connection may be open without a request. (default: 5m)",
            valueName: "duration"))
    var idleTimeout: String?

    /// Those that were given.
    var given: [(ExporterOption, String?)] {
        [
            (
                .listenAddress,
                listenAddresses.isEmpty ? nil : listenAddresses.joined(separator: ",")
            ),
            (.systemdSocket, systemdSocket ? "true" : nil), (.telemetryPath, telemetryPath),
            (.webConfigFile, configFile), (.maximumRequests, maximumRequests),
            (.maximumConnections, maximumConnections), (.requestTimeout, requestTimeout),
            (.idleTimeout, idleTimeout),
        ]
    }
}
