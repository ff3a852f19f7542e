import ArgumentParser

/// The arguments of `opus-exporter`, as they were given: what is left out may be set in the
/// environment.
struct ExporterArguments: ParsableArguments {
    @Option(
        name: .customLong("config.file"),
        help: ArgumentHelp(
            "A YAML file with any of these settings, and with several opsi servers.",
            valueName: "file"))
    var configFile: String?

    @Option(help: ArgumentHelp("The opsi server, as https://HOST:4447.", valueName: "url"))
    var server: String?

    @Option(help: ArgumentHelp("The user name at the opsi server.", valueName: "user"))
    var username: String?

    @Option(
        help: ArgumentHelp(
            "The file that holds the password. It can be in OPUS_PASSWORD instead.",
            valueName: "file"))
    var passwordFile: String?

    @Option(
        help: ArgumentHelp(
            "The file with the CA certificate of the opsi server. (default: the system's CAs)",
            valueName: "file"))
    var caFile: String?

    @Flag(help: "Do not verify the opsi server's certificate. Anyone can then take the password.")
    var insecure = false

    @Option(
        help: ArgumentHelp(
            "The value of the label 'server'. (default: the host in the URL)", valueName: "name"))
    var name: String?

    @Option(
        help: ArgumentHelp(
            "Time from one collection to the next. (default: 60s)", valueName: "duration"))
    var interval: String?

    @Option(
        name: .customLong("max-age"),
        help: ArgumentHelp(
            "How long data is shown when no new data comes. (default: 5 intervals)",
            valueName: "duration"))
    var maximumAge: String?

    @Option(
        help: ArgumentHelp("How long a collection may take. (default: 5m)", valueName: "duration"))
    var collectionTimeout: String?

    @Option(
        help: ArgumentHelp(
            "How long a call to the opsi server may take. (default: 60s)", valueName: "duration"))
    var callTimeout: String?

    @Option(
        help: ArgumentHelp(
            "How long connecting to the opsi server may take. (default: 10s)", valueName: "duration"
        ))
    var connectTimeout: String?

    @Option(
        help: ArgumentHelp(
            "The most clients whose products are read in one call. (default: 1000)",
            valueName: "count"))
    var batchSize: String?

    @Option(
        help: ArgumentHelp("Calls to the opsi server at once. (default: 2)", valueName: "count"))
    var concurrentCalls: String?

    @Option(
        help: ArgumentHelp(
            "Time after which everything is read again; before, only what changed. (default: 1h)",
            valueName: "duration"))
    var fullInterval: String?

    @Option(
        help: ArgumentHelp(
            """
            Depots whose clients are watched, between commas; 'unknown' are the clients whose \
            depot does not exist. (default: all)
            """,
            valueName: "ids"))
    var depots: String?

    @Option(
        help: ArgumentHelp(
            "Days without being seen after which a client is outdated. (default: 30)",
            valueName: "days"))
    var outdatedAfterDays: String?

    @Option(
        help: ArgumentHelp(
            "Hours after which a pending action counts as stuck. (default: 24)", valueName: "hours")
    )
    var stuckAfterHours: String?

    @Option(
        help: ArgumentHelp(
            "Products that are client agents, between commas. (default: opsi's own)",
            valueName: "ids"))
    var agentProducts: String?

    @Option(
        help:
            "Products that a fresh client may have beside an agent, between commas. (default: opsi's own)"
    )
    var baselineProducts: String?

    @Flag(
        name: .customLong("collector.products"),
        help: "Serve opsi_product_clients_failed, _updatable and _installed by product.")
    var collectProducts = false

    @Option(
        name: .customLong("collector.products.include"),
        help: ArgumentHelp(
            """
            Products that have series: patterns between commas, such as 'firefox,office-*'. * \
            stands for any text, ? for one character; a pattern matches whole ids, without case. \
            (default: all)
            """,
            valueName: "patterns"))
    var includedProducts: String?

    @Option(
        name: .customLong("collector.products.exclude"),
        help: ArgumentHelp(
            "Products that have no series, whatever is included. (default: none)",
            valueName: "patterns"))
    var excludedProducts: String?

    @Option(
        name: .customLong("collector.products.max-series"),
        help: ArgumentHelp(
            "Series that each of these families may have; with more it is withheld. (default: 1000)",
            valueName: "count"))
    var maximumProductSeries: String?

    @Flag(
        name: .customLong("collector.clients"),
        help: """
            Serve opsi_client_failed_products and opsi_client_last_seen_timestamp_seconds by client.
            """)
    var collectClients = false

    @Option(
        name: .customLong("collector.clients.include"),
        help: ArgumentHelp(
            "Clients that have series: patterns between commas, such as 'pc-*'. (default: all)",
            valueName: "patterns"))
    var includedClients: String?

    @Option(
        name: .customLong("collector.clients.exclude"),
        help: ArgumentHelp(
            "Clients that have no series, whatever is included. (default: none)",
            valueName: "patterns"))
    var excludedClients: String?

    @Option(
        name: .customLong("collector.clients.max-series"),
        help: ArgumentHelp(
            "Series that each of these families may have; with more it is withheld. (default: 10000)",
            valueName: "count"))
    var maximumClientSeries: String?

    @OptionGroup var web: WebArguments

    @Option(
        name: .customLong("log.level"),
        help: ArgumentHelp(
            "From which level on to log: debug, info, warning or error. (default: info)",
            valueName: "level"))
    var logLevel: String?

    @Option(
        name: .customLong("log.format"),
        help: ArgumentHelp(
            "How lines of the log are written: logfmt or json. (default: logfmt)",
            valueName: "format"))
    var logFormat: String?

    /// Those that were given.
    var given: [ExporterOption: String] {
        let all: [(ExporterOption, String?)] = [
            (.configFile, configFile), (.server, server), (.username, username),
            (.passwordFile, passwordFile),
            (.caFile, caFile), (.insecure, insecure ? "true" : nil), (.name, name),
            (.interval, interval), (.maximumAge, maximumAge),
            (.collectionTimeout, collectionTimeout), (.callTimeout, callTimeout),
            (.connectTimeout, connectTimeout), (.batchSize, batchSize),
            (.concurrentCalls, concurrentCalls), (.fullInterval, fullInterval),
            (.depots, depots), (.outdatedAfterDays, outdatedAfterDays),
            (.stuckAfterHours, stuckAfterHours), (.agentProducts, agentProducts),
            (.baselineProducts, baselineProducts),
            (.collectProducts, collectProducts ? "true" : nil),
            (.includedProducts, includedProducts), (.excludedProducts, excludedProducts),
            (.maximumProductSeries, maximumProductSeries),
            (.collectClients, collectClients ? "true" : nil),
            (.includedClients, includedClients), (.excludedClients, excludedClients),
            (.maximumClientSeries, maximumClientSeries), (.logLevel, logLevel),
            (.logFormat, logFormat),
        ]
        return (all + web.given).reduce(into: [:]) { given, entry in given[entry.0] = entry.1 }
    }
}
