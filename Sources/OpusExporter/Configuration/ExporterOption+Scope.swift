extension ExporterOption {
    /// What an option is about.
    enum Scope: CaseIterable {
        /// How to reach one opsi server.
        case connection
        /// How a server is read, and what is told of it; may differ from server to server.
        case collection
        /// The exporter as a whole.
        case process
    }

    var scope: Scope {
        switch self {
        case .server, .name, .username, .passwordFile, .caFile, .insecure: .connection
        case .interval, .maximumAge, .collectionTimeout, .callTimeout, .connectTimeout, .batchSize,
            .concurrentCalls, .fullInterval, .depots, .outdatedAfterDays, .stuckAfterHours,
            .agentProducts,
            .baselineProducts, .collectProducts, .includedProducts, .excludedProducts,
            .maximumProductSeries, .collectClients, .includedClients, .excludedClients,
            .maximumClientSeries:
            .collection
        case .configFile, .listenAddress, .systemdSocket, .telemetryPath, .webConfigFile,
            .maximumRequests, .maximumConnections, .requestTimeout, .idleTimeout, .logLevel,
            .logFormat:
            .process
        }
    }

    /// Whether it takes several values, in the configuration file as a list.
    var isList: Bool {
        switch self {
        case .agentProducts, .baselineProducts, .depots, .includedProducts, .excludedProducts,
            .includedClients, .excludedClients, .listenAddress:
            true
        default: false
        }
    }

    /// Whether it names a file; in the configuration file from the directory of that on.
    var isPath: Bool {
        switch self {
        case .passwordFile, .caFile, .webConfigFile: true
        default: false
        }
    }

    /// As a key of one server in the configuration file.
    var serverKey: String { self == .server ? "url" : rawValue }
}
