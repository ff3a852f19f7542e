import ArgumentParser

/// The arguments of `opus-exporter`, as they were given: what is left out may be set in the
/// environment.
struct ExporterArguments: ParsableArguments {
    @Option(help: "The opsi server, as https://HOST:4447.")
    var server: String?

    @Option(help: "The user name at the opsi server.")
    var username: String?

    @Option(help: "The file that holds the password. It can be in OPUS_PASSWORD instead.")
    var passwordFile: String?

    @Option(
        help: "The file with the CA certificate of the opsi server. (default: the system's CAs)")
    var caFile: String?

    @Flag(help: "Do not verify the opsi server's certificate. Anyone can then take the password.")
    var insecure = false

    @Option(help: "The value of the label 'server'. (default: the host in the URL)")
    var name: String?

    @Option(help: "Time from one collection to the next. (default: 60s)")
    var interval: String?

    @Option(
        name: .customLong("max-age"),
        help: "How long data is shown when no new data comes. (default: 5 intervals)")
    var maximumAge: String?

    @Option(help: "How long a collection may take. (default: 5m)")
    var collectionTimeout: String?

    @Option(help: "How long a call to the opsi server may take. (default: 60s)")
    var callTimeout: String?

    @Option(help: "How long connecting to the opsi server may take. (default: 10s)")
    var connectTimeout: String?

    @Option(help: "Clients whose products are read in one call. (default: 200)")
    var batchSize: String?

    @Option(help: "Calls to the opsi server at once. (default: 2)")
    var concurrentCalls: String?

    @Option(help: "Days without being seen after which a client is outdated. (default: 30)")
    var outdatedAfterDays: String?

    @Option(help: "Hours after which a pending action counts as stuck. (default: 24)")
    var stuckAfterHours: String?

    @Option(help: "Products that are client agents, between commas. (default: opsi's own)")
    var agentProducts: String?

    @Option(
        help:
            "Products that a fresh client may have beside an agent, between commas. (default: opsi's own)"
    )
    var baselineProducts: String?

    @Option(
        name: .customLong("web.listen-address"),
        help: "Where to listen: HOST:PORT, or :PORT for all interfaces. (default: :10447)")
    var listenAddress: String?

    @Option(
        name: .customLong("web.telemetry-path"),
        help: "The path under which the metrics are served. (default: /metrics)")
    var telemetryPath: String?

    @Option(
        name: .customLong("log.level"),
        help: "From which level on to log: debug, info, warning or error. (default: info)")
    var logLevel: String?

    /// Those that were given.
    var given: [ExporterOption: String] {
        let all: [(ExporterOption, String?)] = [
            (.server, server), (.username, username), (.passwordFile, passwordFile),
            (.caFile, caFile), (.insecure, insecure ? "true" : nil), (.name, name),
            (.interval, interval), (.maximumAge, maximumAge),
            (.collectionTimeout, collectionTimeout), (.callTimeout, callTimeout),
            (.connectTimeout, connectTimeout), (.batchSize, batchSize),
            (.concurrentCalls, concurrentCalls), (.outdatedAfterDays, outdatedAfterDays),
            (.stuckAfterHours, stuckAfterHours), (.agentProducts, agentProducts),
            (.baselineProducts, baselineProducts), (.listenAddress, listenAddress),
            (.telemetryPath, telemetryPath), (.logLevel, logLevel),
        ]
        return all.reduce(into: [:]) { given, entry in given[entry.0] = entry.1 }
    }
}
