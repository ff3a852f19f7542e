public import ExporterToolkit
public import Logging
public import OpusCore

/// Everything that an exporter can be told.
public struct ExporterConfiguration: Sendable {
    /// The opsi servers to read; at least one.
    public var collections: [CollectionConfiguration]
    /// Where to listen for HTTP, and for whom.
    public var web: WebSettings
    /// The path under which the metrics are served.
    public var telemetryPath: String
    /// From which level on to log.
    public var logLevel: Logger.Level
    /// How lines of the log are written.
    public var logFormat = LogFormat.logfmt

    /// Describes an exporter.
    ///
    /// - Parameters:
    ///   - collections: the opsi servers to read.
    ///   - listenAddress: where to listen for HTTP.
    ///   - telemetryPath: the path under which the metrics are served.
    ///   - logLevel: from which level on to log.
    public init(
        collections: [CollectionConfiguration],
        listenAddress: ListenAddress = .standard,
        telemetryPath: String = "/metrics",
        logLevel: Logger.Level = .info
    ) {
        self.collections = collections
        web = WebSettings(listenAddresses: [listenAddress])
        web.realm = "opus-exporter"
        web.listenOption = ExporterOption.listenAddress.argument
        self.telemetryPath = telemetryPath
        self.logLevel = logLevel
    }
}

extension ListenAddress {
    /// Every interface, the exporter's own port.
    public static let standard = ListenAddress(host: nil, port: 10447)
}

/// Whether an opsi server's events are listened to.
public enum EventListening: String, Sendable, CaseIterable {
    /// Where the server has a messagebus that the user may read; what changed is asked for otherwise.
    case auto
    /// Never.
    case off
}

/// One opsi server, and how it is read.
public struct CollectionConfiguration: Sendable, Equatable {
    /// Intervals for which data is shown after it was read, unless another age is given.
    public static let standardIntervalsShown = 5

    /// The value of the label `server`.
    public var name: String
    /// How to reach the server.
    public var server: OpusCore.ServerConfiguration
    /// Time from the start of one collection to the start of the next; more than zero.
    public var interval: Duration
    /// How long data is shown after it was read; longer than the interval.
    public var maximumAge: Duration
    /// How long a collection may take.
    public var timeout: Duration
    /// How the fleet is read.
    public var reading: FleetReading
    /// How often it is read in full.
    public var refreshing = FleetRefreshing()
    /// Whether the server's events are listened to.
    public var events = EventListening.auto
    /// What the states of a client mean.
    public var definitions: StateDefinitions
    /// Which families on request there are.
    public var families: OptionalFamilies
    /// How many clients' logs may be read between two collections, where causes are wanted.
    public var logsPerInterval = 10

    /// Describes how one server is read.
    ///
    /// - Parameters:
    ///   - name: the value of the label `server`; the host in the server's URL unless given.
    ///   - server: how to reach the server.
    ///   - interval: time from the start of one collection to the start of the next.
    ///   - maximumAge: how long data is shown after it was read; 5 intervals unless given.
    ///   - timeout: how long a collection may take.
    ///   - reading: how the fleet is read; in the usual way unless given.
    ///   - definitions: what the states of a client mean.
    ///   - families: which families on request there are; none unless given.
    public init(
        name: String? = nil,
        server: OpusCore.ServerConfiguration,
        interval: Duration = .seconds(60),
        maximumAge: Duration? = nil,
        timeout: Duration = .seconds(300),
        reading: FleetReading? = nil,
        definitions: StateDefinitions = .init(),
        families: OptionalFamilies = .init()
    ) {
        self.name = name ?? Self.standardName(server)
        self.server = server
        self.interval = interval
        self.maximumAge = maximumAge ?? interval * Self.standardIntervalsShown
        self.timeout = timeout
        self.reading = reading ?? FleetReading()
        self.definitions = definitions
        self.families = families
    }

    /// The host in the server's URL.
    static func standardName(_ server: OpusCore.ServerConfiguration) -> String {
        URLParts(server.url)?.host ?? server.url
    }

    /// When to collect.
    ///
    /// - Parameter isAlone: whether this is the only server, which needs no shift against others.
    /// - Returns: the timing.
    func timing(isAlone: Bool = true) -> CollectionTiming {
        // Collecting without any pause is no schedule; a caller can still ask for it.
        let interval = max(interval, .milliseconds(1))
        return CollectionTiming(
            interval: interval, maximumAge: maximumAge, timeout: timeout,
            // A later collection must not let the data of the one before grow too old.
            jitter: isAlone
                ? .zero
                : min(
                    CollectionTiming.jitter(of: name, interval: interval),
                    max(.zero, (maximumAge - interval) / 2)))
    }
}
