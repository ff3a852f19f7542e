/// Every option; each is an argument, an environment variable and a key of the configuration file
/// of the same name. What it is about stands in its `definition`.
///
/// The raw values are the arguments' names without dashes. A dot separates levels.
enum ExporterOption: String, CaseIterable {
    case configFile = "config.file"
    case server
    case username
    case passwordFile = "password-file"
    case caFile = "ca-file"
    case clientCertFile = "client-cert-file"
    case clientKeyFile = "client-key-file"
    case insecure
    case name
    case interval
    case maximumAge = "max-age"
    case collectionTimeout = "collection-timeout"
    case callTimeout = "call-timeout"
    case connectTimeout = "connect-timeout"
    case batchSize = "batch-size"
    case concurrentCalls = "concurrent-calls"
    case fullInterval = "full-interval"
    case events
    case depots
    case outdatedAfterDays = "outdated-after-days"
    case stuckAfterHours = "stuck-after-hours"
    case agentProducts = "agent-products"
    case baselineProducts = "baseline-products"
    case collectProducts = "collector.products"
    case includedProducts = "collector.products.include"
    case excludedProducts = "collector.products.exclude"
    case maximumProductSeries = "collector.products.max-series"
    case collectClients = "collector.clients"
    case includedClients = "collector.clients.include"
    case excludedClients = "collector.clients.exclude"
    case maximumClientSeries = "collector.clients.max-series"
    case maximumFailureSeries = "collector.failures.max-series"
    case collectCauses = "collector.causes"
    case maximumLogs = "collector.causes.max-logs"
    case maximumCauseSeries = "collector.causes.max-series"
    case listenAddress = "web.listen-address"
    case systemdSocket = "web.systemd-socket"
    case telemetryPath = "web.telemetry-path"
    case webConfigFile = "web.config.file"
    case maximumRequests = "web.max-requests"
    case maximumConnections = "web.max-connections"
    case requestTimeout = "web.request-timeout"
    case idleTimeout = "web.idle-timeout"
    case logLevel = "log.level"
    case logFormat = "log.format"

    /// As an argument: `--web.listen-address`.
    var argument: String { "--\(rawValue)" }

    /// As a configuration key: `opus.web.listen-address`.
    var key: [String] {
        ["opus"] + rawValue.split(separator: ".").map(String.init)
    }

    /// As a key of one server in the configuration file.
    var serverKey: String { self == .server ? "url" : rawValue }
}
