import ExporterToolkit
import Logging
import OpusCore

extension ExporterConfiguration {
    /// Reads and checks all settings of a single server, the password file included.
    init(_ settings: Settings) throws(ConfigurationError) {
        try self.init(collections: [try CollectionConfiguration(settings)], settings)
    }

    /// Reads and checks the settings that are about no server.
    ///
    /// - Parameters:
    ///   - collections: the servers.
    ///   - settings: what was set for all.
    ///   - takesSockets: whether to take over the sockets that systemd hands over, which goes once.
    /// - Throws: what is wrong with them.
    init(
        collections: [CollectionConfiguration], _ settings: Settings, takesSockets: Bool = true
    ) throws(ConfigurationError) {
        self.init(collections: collections)
        try web.apply(settings, takesSockets: takesSockets)
        if let value = settings.value(.telemetryPath) {
            let isClean = value.text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            guard value.text.hasPrefix("/"), !value.text.hasPrefix("/-/"), isClean,
                !value.text.contains(where: { "?#%".contains($0) })
            else {
                throw value.mistake(
                    "'\(value.text)' is not a path for metrics: write a path such"
                        + " as /metrics, not below /-/")
            }
            telemetryPath = value.text
        }
        if let value = settings.value(.logLevel) {
            guard let level = Logger.Level(rawValue: value.text.lowercased()) else {
                let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
                throw value.mistake("'\(value.text)' is not a log level: use \(levels)")
            }
            logLevel = level
        }
        if let value = settings.value(.logFormat) {
            guard let format = LogFormat(rawValue: value.text.lowercased()) else {
                throw value.mistake("'\(value.text)' is not a log format: use logfmt or json")
            }
            logFormat = format
        }
    }
}

extension CollectionConfiguration {
    /// A thousand years and more clients than anybody has: beyond these, numbers are slips.
    private static let limits = (
        batchSize: 50_000, calls: 16, days: 365_000, hours: 8_760_000, series: 10_000_000
    )

    init(_ settings: Settings) throws(ConfigurationError) {
        let interval = try settings.duration(.interval) ?? .seconds(60)
        var server = OpusCore.ServerConfiguration(
            url: try Self.url(settings),
            username: try settings.required(.username, placeholder: "USER").text,
            password: try Password.read(settings),
            trust: try Self.trust(settings))
        if let timeout = try settings.duration(.callTimeout) { server.callTimeout = timeout }
        if let timeout = try settings.duration(.connectTimeout) { server.connectTimeout = timeout }
        self.init(server: server, interval: interval)

        if let name = settings.value(.name)?.text, !name.isEmpty { self.name = name }
        if let timeout = try settings.duration(.collectionTimeout) { self.timeout = timeout }
        if let value = settings.value(.maximumAge), let age = try settings.duration(.maximumAge) {
            guard age > interval else {
                throw value.mistake(
                    "is too short: data would vanish between collections; give a time longer than"
                        + " the interval")
            }
            maximumAge = age
        }
        if let size = try settings.number(.batchSize, atMost: Self.limits.batchSize) {
            reading.batchSize = size
        }
        if let calls = try settings.number(.concurrentCalls, atMost: Self.limits.calls) {
            reading.concurrentCalls = calls
        }
        if let interval = try settings.duration(.fullInterval) {
            refreshing.fullInterval = interval
        }
        reading.depots = try settings.names(.depots, of: "depot")
        if let days = try settings.number(.outdatedAfterDays, atMost: Self.limits.days) {
            definitions.outdatedAfterDays = days
        }
        if let hours = try settings.number(.stuckAfterHours, atMost: Self.limits.hours) {
            definitions.stuckAfterHours = hours
        }
        if let agents = try settings.names(.agentProducts) { definitions.agents = agents }
        if let products = try settings.names(.baselineProducts) { definitions.baseline = products }
        families = try Self.families(settings)
    }

    private static func families(
        _ settings: Settings
    ) throws(ConfigurationError) -> OptionalFamilies {
        let products = SeriesSelection(
            include: try settings.patterns(.includedProducts),
            exclude: try settings.patterns(.excludedProducts),
            maximumSeries: try settings.number(.maximumProductSeries, atMost: limits.series)
                ?? SeriesSelection.standardProducts)
        let clients = SeriesSelection(
            include: try settings.patterns(.includedClients),
            exclude: try settings.patterns(.excludedClients),
            maximumSeries: try settings.number(.maximumClientSeries, atMost: limits.series)
                ?? SeriesSelection.standardClients)
        return OptionalFamilies(
            products: try settings.flag(.collectProducts) ? products : nil,
            clients: try settings.flag(.collectClients) ? clients : nil)
    }

    private static func url(_ settings: Settings) throws(ConfigurationError) -> String {
        let value = try settings.required(.server, placeholder: "URL")
        guard !value.text.contains("@") else {
            // The text is not repeated here, as it may hold a password, however it is misspelt.
            throw value.mistake(
                "holds a user name or password: take it out of the URL, and give"
                    + " --username and --password-file")
        }
        guard let address = ServerAddress(value.text), ["http", "https"].contains(address.scheme)
        else {
            throw value.mistake(
                "'\(value.text)' is not the URL of an opsi server: write"
                    + " https://HOST:4447")
        }
        return value.text
    }

    /// What counts more beats the other, even though they are two different options.
    private static func trust(
        _ settings: Settings
    ) throws(ConfigurationError) -> OpusCore.ServerConfiguration.Trust {
        let insecure = try settings.flag(.insecure) ? settings.value(.insecure) : nil
        guard let file = settings.value(.caFile) else {
            return insecure == nil ? .system : .insecure
        }
        guard !file.text.isEmpty else {
            throw file.mistake("is empty: give the file with the server's CA certificate")
        }
        guard let insecure, insecure.rank >= file.rank else { return .authorityFile(file.text) }
        guard insecure.rank == file.rank else { return .insecure }
        throw file.mistake(
            "and \(insecure.origin) contradict each other: give the file alone to verify the server"
                + " by it")
    }
}
