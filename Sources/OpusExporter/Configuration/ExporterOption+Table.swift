import ExporterToolkit
import Logging
import OpusCore

extension ExporterOption {
    /// What the option is about.
    var definition: OptionDefinition {
        guard let definition = Self.table[self] else { preconditionFailure("\(self) is undefined") }
        return definition
    }

    /// The one place where options are described. Arguments, their help and the manual follow from
    /// it, as do the configuration file, what is read from all three, and what a reload compares.
    private static let table = connection.merging(reading) { $1 }.merging(series) { $1 }
        .merging(process) { $1 }

    private static let connection: [ExporterOption: OptionDefinition] = [
        .server: .connection("The opsi server, as https://HOST:4447.", .value, "url"),
        .username: .connection("The user name at the opsi server.", .value, "user"),
        .passwordFile: .connection(
            "The file that holds the password. It can be in OPUS_PASSWORD instead.", .path, "file"),
        .caFile: .connection(
            "The file with the CA certificate of the opsi server.", .path, "file",
            unset: "the system's CAs"),
        .clientCertFile: .connection(
            "The file with a client certificate, for an opsi server that asks for one.", .path,
            "file", unset: "none"),
        .clientKeyFile: .connection(
            "The file with the client certificate's key.", .path, "file", unset: "the same file"),
        .insecure: .connection(
            "Do not verify the opsi server's certificate. Anyone can then take the password.", .flag
        ),
        .name: .connection(
            "The value of the label 'server'.", .value, "name", unset: "the host in the URL"),
    ]

    private static let reading: [ExporterOption: OptionDefinition] = [
        .interval: .collection(
            "Time from one collection to the next.", .value, "duration", by: .duration(\.rhythm)),
        .maximumAge: .collection(
            "How long data is shown when no new data comes.", .value, "duration",
            unset: "\(CollectionConfiguration.standardIntervalsShown) intervals", by: .maximumAge),
        .collectionTimeout: .collection(
            "How long a collection may take.", .value, "duration", by: .duration(\.timeout)),
        .callTimeout: .collection(
            "How long a call to the opsi server may take.", .value, "duration",
            by: .duration(\.server.callTimeout)),
        .connectTimeout: .collection(
            "How long connecting to the opsi server may take.", .value, "duration",
            by: .duration(\.server.connectTimeout)),
        .batchSize: .collection(
            "The most clients whose products are read in one call.", .value, "count",
            by: .number(\.reading.batchSize, atMost: 50_000)),
        .concurrentCalls: .collection(
            "Calls to the opsi server at once.", .value, "count",
            by: .number(\.reading.concurrentCalls, atMost: 16)),
        .fullInterval: .collection(
            "Time after which everything is read again; before, only what changed.", .value,
            "duration", by: .duration(\.refreshing.fullInterval)),
        .events: .collection(
            """
            Whether the opsi server's events are listened to: auto, where it has a messagebus that \
            the user may read, or off.
            """, .value, "way", by: .choice(\.events, "way to hear of events")),
        .depots: .collection(
            """
            Depots whose clients are watched, between commas; 'unknown' are the clients whose \
            depot does not exist.
            """, .list, "ids", unset: "all",
            by: OptionReading { value, root throws(ConfigurationError) in
                root.reading.depots = try value.names(of: "depot")
            }),
        .outdatedAfterDays: .collection(
            "Days without being seen after which a client is outdated.", .value, "days",
            // A thousand years: beyond, a number is a slip.
            by: .number(\.definitions.outdatedAfterDays, atMost: 365_000)),
        .stuckAfterHours: .collection(
            "Hours after which a pending action counts as stuck.", .value, "hours",
            by: .number(\.definitions.stuckAfterHours, atMost: 8_760_000)),
        .agentProducts: .collection(
            "Products that are client agents, between commas.", .list, "ids", unset: "opsi's own",
            by: OptionReading { value, root throws(ConfigurationError) in
                root.definitions.agents = try value.names(of: "product")
            }),
        .baselineProducts: .collection(
            "Products that a fresh client may have beside an agent, between commas.", .list,
            unset: "opsi's own",
            by: OptionReading { value, root throws(ConfigurationError) in
                root.definitions.baseline = try value.names(of: "product")
            }),
    ]

    /// Families by product and by client. Those that are wanted stand before what belongs to them.
    private static let series: [ExporterOption: OptionDefinition] = [
        .collectProducts: .collection(
            "Serve opsi_product_clients_failed, _updatable and _installed by product.", .flag,
            by: OptionReading { value, root throws(ConfigurationError) in
                let isWanted = try value.flag()
                root.families.products = isWanted ? .products : nil
            }),
        .includedProducts: .collection(
            """
            Products that have series: patterns between commas, such as 'firefox,office-*'. * \
            stands for any text, ? for one character; a pattern matches whole ids, without case.
            """, .list, "patterns", unset: "all", by: .patterns(\.families.products, \.include)),
        .excludedProducts: .collection(
            "Products that have no series, whatever is included.", .list, "patterns", unset: "none",
            by: .patterns(\.families.products, \.exclude)),
        .maximumProductSeries: .collection(
            "Series that each of these families may have; with more it is withheld.", .value,
            "count", by: .series(\.families.products, standard: .products)),
        .collectClients: .collection(
            "Serve opsi_client_failed_products and opsi_client_last_seen_timestamp_seconds by client.",
            .flag,
            by: OptionReading { value, root throws(ConfigurationError) in
                let isWanted = try value.flag()
                root.families.clients = isWanted ? .clients : nil
            }),
        .includedClients: .collection(
            "Clients that have series: patterns between commas, such as 'pc-*'.", .list,
            "patterns", unset: "all", by: .patterns(\.families.clients, \.include)),
        .excludedClients: .collection(
            "Clients that have no series, whatever is included.", .list, "patterns", unset: "none",
            by: .patterns(\.families.clients, \.exclude)),
        .maximumClientSeries: .collection(
            "Series that each of these families may have; with more it is withheld.", .value,
            "count", by: .series(\.families.clients, standard: .clients)),
        .maximumFailureSeries: .collection(
            """
            Series that each of opsi_product_version_clients_* may have, with more it is withheld; \
            0 turns them off.
            """,
            .value, "count", by: .failureSeries),
        .collectCauses: .collection(
            """
            Serve opsi_product_clients_failed_by_cause; where a package gives no reason, the \
            client's log is read.
            """,
            .flag,
            by: OptionReading { value, root throws(ConfigurationError) in
                let isWanted = try value.flag()
                root.families.causes = isWanted ? .causes : nil
            }),
        .maximumLogs: .collection(
            "Logs that may be read between two collections.", .value, "count",
            by: .number(\.logsPerInterval, from: 0, atMost: 10_000)),
        .maximumCauseSeries: .collection(
            "Series that the family may have; with more it is withheld.", .value, "count",
            by: .series(\.families.causes, standard: .causes)),
    ]

    private static let process: [ExporterOption: OptionDefinition] = [
        .configFile: .process(
            "A YAML file with any of these settings, and with several opsi servers.", .path, "file"),
        .listenAddress: .process(
            "Where to listen: HOST:PORT, or :PORT for all interfaces; repeatable.", .repeatable,
            "address", by: .listenAddresses),
        .systemdSocket: .process(
            "Listen on the sockets that systemd hands over, and on no address.", .flag),
        .telemetryPath: .process(
            "The path under which the metrics are served.", .value, "path", by: .telemetryPath),
        .webConfigFile: .process(
            "The file with TLS and users, in the format of Prometheus's exporter-toolkit.", .path,
            "file", by: .webConfigurationFile),
        .maximumRequests: .process(
            "Requests for metrics answered at once, 0 for any number.", .value, "count",
            by: .number(\.web.limits.requests, from: 0, atMost: 100_000)),
        .maximumConnections: .process(
            "Connections open at once.", .value, "count",
            by: .number(\.web.limits.connections, atMost: 100_000)),
        .requestTimeout: .process(
            "How long a client may take to send a request.", .value, "duration",
            by: .duration(\.web.limits.requestTimeout)),
        .idleTimeout: .process(
            "How long a connection may be open without a request.", .value, "duration",
            by: .duration(\.web.limits.idleTimeout)),
        .logLevel: .process(
            "From which level on to log: debug, info, warning or error.", .value, "level",
            by: .choice(\.logLevel, "log level")),
        .logFormat: .process(
            "How lines of the log are written: logfmt or json.", .value, "format",
            by: .choice(\.logFormat, "log format")),
    ]
}
