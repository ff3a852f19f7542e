import ExporterToolkit
import LocalSystem
import Logging
import OpusCore
import Testing

@testable import OpusExporter
@testable import OpusServer

@Suite("Configuration")
struct ConfigurationTests {
    private static let minimum: [ExporterOption: String] = [
        .server: "https://opsi.example.org:4447", .username: "monitor",
    ]

    private static func read(
        _ arguments: [ExporterOption: String] = [:], _ environment: [String: String] = [:]
    ) throws -> ExporterConfiguration {
        try read(
            Settings(
                arguments: minimum.merging(arguments) { $1 },
                environment: ["OPUS_PASSWORD": "secret"].merging(environment) { $1 }))
    }

    private static func read(_ settings: Settings) throws -> ExporterConfiguration {
        try ExporterConfiguration(
            collections: [try CollectionConfiguration(settings)], settings)
    }

    @Test("the least that has to be said, and what follows from it")
    func defaults() throws {
        let configuration = try Self.read()
        #expect(configuration.web.listenAddresses == [ListenAddress(host: nil, port: 10447)])
        #expect(configuration.telemetryPath == "/metrics")
        #expect(configuration.logLevel == .info)
        let collection = try #require(configuration.collections.first)
        #expect(collection.name == "opsi.example.org")
        #expect(collection.server.url == "https://opsi.example.org:4447")
        #expect(collection.server.username == "monitor")
        #expect(collection.server.password == Secret("secret"))
        #expect(collection.server.trust == .system)
        #expect(
            collection.timing()
                == CollectionTiming(
                    interval: .seconds(60), maximumAge: .seconds(300), timeout: .seconds(300)))
        #expect(collection.reading == FleetReading())
        #expect(collection.definitions == StateDefinitions())
        #expect(collection.families == OptionalFamilies())
    }

    @Test("every option works as an argument and as a variable", arguments: [true, false])
    func everything(asArguments: Bool) throws {
        let values: [ExporterOption: String] = [
            .server: "http://127.0.0.1:4447", .username: "u", .caFile: "/ca.pem", .name: "main",
            .interval: "1m30s", .maximumAge: "1h", .collectionTimeout: "2m", .callTimeout: "7s",
            .connectTimeout: "500ms", .batchSize: "50", .concurrentCalls: "3",
            .fullInterval: "2h", .depots: "Depot1.test, unknown",
            .outdatedAfterDays: "14", .stuckAfterHours: "6", .agentProducts: "a, B",
            .baselineProducts: "c", .collectProducts: "true", .includedProducts: "fire*, 7zip",
            .excludedProducts: "*-test", .maximumProductSeries: "7", .collectClients: "yes",
            .includedClients: "pc-?", .excludedClients: "x", .maximumClientSeries: "8",
            .listenAddress: "[::1]:0", .telemetryPath: "/m",
            .logLevel: "DEBUG",
        ]
        var environment = ["OPUS_PASSWORD": "p"]
        if !asArguments {
            for (option, text) in values { environment[option.variable] = text }
        }
        let configuration = try Self.read(
            Settings(arguments: asArguments ? values : [:], environment: environment))
        #expect(configuration.web.listenAddresses == [ListenAddress(host: "::1", port: 0)])
        #expect(configuration.telemetryPath == "/m")
        #expect(configuration.logLevel == .debug)
        let collection = try #require(configuration.collections.first)
        #expect(collection.name == "main")
        #expect(collection.server.url == "http://127.0.0.1:4447")
        #expect(collection.server.username == "u")
        #expect(collection.server.trust == .authorityFile("/ca.pem"))
        #expect(collection.server.callTimeout == .seconds(7))
        #expect(collection.server.connectTimeout == .milliseconds(500))
        #expect(
            collection.timing()
                == CollectionTiming(
                    interval: .seconds(90), maximumAge: .seconds(3600), timeout: .seconds(120)))
        #expect(
            collection.reading
                == FleetReading(
                    batchSize: 50, concurrentCalls: 3, depots: ["depot1.test", "unknown"]))
        #expect(collection.refreshing == FleetRefreshing(fullInterval: .seconds(7_200)))
        #expect(
            collection.definitions
                == StateDefinitions(
                    agents: ["a", "b"], baseline: ["c"], outdatedAfterDays: 14, stuckAfterHours: 6))
        #expect(
            collection.families
                == OptionalFamilies(
                    products: SeriesSelection(
                        include: [NamePattern("fire*"), NamePattern("7zip")],
                        exclude: [NamePattern("*-test")], maximumSeries: 7),
                    clients: SeriesSelection(
                        include: [NamePattern("pc-?")], exclude: [NamePattern("x")],
                        maximumSeries: 8)))
    }

    @Test("versions that failed are there unless their limit is 0; causes are not unless asked for")
    func failures() throws {
        func read(
            _ values: [ExporterOption: String]
        ) throws -> (families: OptionalFamilies, logs: Int)? {
            try Self.read(values).collections.first.map { ($0.families, $0.logsPerInterval) }
        }
        let usual = try #require(try read([:]))
        #expect(usual == (OptionalFamilies(), 10))
        #expect(try read([.maximumFailureSeries: "0"])?.families.failures == nil)
        let chosen = try #require(
            try read([
                .maximumFailureSeries: "9", .collectCauses: "true", .maximumCauseSeries: "8",
                .maximumLogs: "0",
            ]))
        let families = OptionalFamilies(
            failures: SeriesSelection(maximumSeries: 9), causes: SeriesSelection(maximumSeries: 8))
        #expect(chosen == (families, 0))
    }

    @Test("variables are named after arguments")
    func names() {
        #expect(ExporterOption.server.variable == "OPUS_SERVER")
        #expect(ExporterOption.passwordFile.variable == "OPUS_PASSWORD_FILE")
        #expect(ExporterOption.caFile.variable == "OPUS_CA_FILE")
        #expect(ExporterOption.listenAddress.variable == "OPUS_WEB_LISTEN_ADDRESS")
        #expect(ExporterOption.listenAddress.argument == "--web.listen-address")
    }

    @Test("every option is an argument, and its name is the same")
    func arguments() throws {
        let flags: [ExporterOption] = [
            .insecure, .collectProducts, .collectClients, .collectCauses, .systemdSocket,
        ]
        let words = ExporterOption.allCases.flatMap { option in
            flags.contains(option) ? [option.argument] : [option.argument, "x"]
        }
        let given = try ExporterArguments.parse(words).given
        #expect(Set(given.keys) == Set(ExporterOption.allCases))
        #expect(given[.insecure] == "true")
    }

    @Test("arguments beat variables; an empty variable is none")
    func precedence() throws {
        let configuration = try Self.read(
            [.interval: "10s"],
            ["OPUS_INTERVAL": "20s", "OPUS_SERVER": "https://other:4447", "OPUS_CA_FILE": ""])
        let collection = try #require(configuration.collections.first)
        #expect(collection.interval == .seconds(10))
        #expect(collection.maximumAge == .seconds(50))
        #expect(collection.name == "opsi.example.org")
        #expect(collection.server.trust == .system)
    }

    @Test(
        "whom to trust: arguments beat variables, and within one the two contradict",
        arguments: [
            ([:], [:], .system),
            ([.caFile: "/a"], [:], .authorityFile("/a")),
            ([.insecure: "true"], [:], .insecure),
            ([:], ["OPUS_INSECURE": "1"], .insecure),
            ([:], ["OPUS_INSECURE": "no", "OPUS_CA_FILE": "/e"], .authorityFile("/e")),
            ([.insecure: "true"], ["OPUS_CA_FILE": "/e"], .insecure),
            ([.caFile: "/a"], ["OPUS_INSECURE": "yes"], .authorityFile("/a")),
        ] as [([ExporterOption: String], [String: String], OpusCore.ServerConfiguration.Trust)])
    func trust(
        arguments: [ExporterOption: String], environment: [String: String],
        expected: OpusCore.ServerConfiguration.Trust
    ) throws {
        let collection = try Self.read(arguments, environment).collections.first
        #expect(collection?.server.trust == expected)
    }

    struct Mistake: CustomTestStringConvertible {
        var arguments: [ExporterOption: String] = [:]
        var environment: [String: String] = [:]
        var message: String
        var testDescription: String { message }

        init(_ arguments: [ExporterOption: String], _ message: String) {
            self.arguments = arguments
            self.message = message
        }

        init(variables environment: [String: String], _ message: String) {
            self.environment = environment
            self.message = message
        }
    }

    private static let mistakes: [Mistake] = [
        Mistake(
            [.interval: "60"],
            "--interval '60' is not a duration: write 60s, 5m, 1h30m or 500ms; more than zero, a"
                + " year at most"),
        Mistake(
            variables: ["OPUS_INTERVAL": "0s"],
            "OPUS_INTERVAL '0s' is not a duration: write 60s, 5m, 1h30m or 500ms; more than"
                + " zero, a year at most"),
        Mistake(
            [.maximumAge: "30s"],
            "--max-age is too short: data would vanish between collections; give a time longer"
                + " than the interval"),
        Mistake(
            [.listenAddress: "10447"],
            "--web.listen-address '10447' is not an address to listen on: write :10447,"
                + " 127.0.0.1:10447 or [::1]:10447"),
        Mistake(
            [.telemetryPath: "metrics"],
            "--web.telemetry-path 'metrics' is not a path for metrics: write a path such as"
                + " /metrics, not below /-/"),
        Mistake(
            [.telemetryPath: "/-/ready"],
            "--web.telemetry-path '/-/ready' is not a path for metrics: write a path such as"
                + " /metrics, not below /-/"),
        Mistake(
            variables: ["OPUS_LOG_LEVEL": "loud"],
            "OPUS_LOG_LEVEL 'loud' is not a log level: use trace, debug, info, notice, warning,"
                + " error, critical"),
        Mistake([.batchSize: "0"], "--batch-size '0' is not a whole number from 1 to 50000"),
        Mistake(
            [.batchSize: "99999999999999999999"],
            "--batch-size '99999999999999999999' is not a whole number from 1 to 50000"),
        Mistake(
            variables: ["OPUS_INSECURE": "perhaps"],
            "OPUS_INSECURE 'perhaps' is neither true nor false"),
        Mistake(
            [.caFile: "/a", .insecure: "true"],
            "--ca-file and --insecure contradict each other: give the file alone to verify the"
                + " server by it"),
        Mistake(
            variables: ["OPUS_CA_FILE": "/a", "OPUS_INSECURE": "true"],
            "OPUS_CA_FILE and OPUS_INSECURE contradict each other: give the file alone to verify"
                + " the server by it"),
        Mistake(
            [.server: "opsi.example.org"],
            "--server 'opsi.example.org' is not the URL of an opsi server: write"
                + " https://HOST:4447"),
        Mistake(
            [.server: "ftp://opsi.example.org"],
            "--server 'ftp://opsi.example.org' is not the URL of an opsi server: write"
                + " https://HOST:4447"),
        Mistake(
            [.server: "u:secret@opsi.example.org:4447"],
            "--server holds a user name or password: take it out of the URL, and give --username"
                + " and --password-file"),
        Mistake(
            [.server: "htps://u:secret@opsi.example.org"],
            "--server holds a user name or password: take it out of the URL, and give --username"
                + " and --password-file"),
        Mistake(
            [.server: "https://opsi?u:secret@x"],
            "--server holds a user name or password: take it out of the URL, and give --username"
                + " and --password-file"),
        Mistake(
            [.server: "https://u:secret@opsi.example.org"],
            "--server holds a user name or password: take it out of the URL, and give --username"
                + " and --password-file"),
        Mistake(
            [.agentProducts: ","],
            "--agent-products is empty: give product ids between commas"),
        Mistake(
            [.includedProducts: " ,"],
            "--collector.products.include is empty: give patterns between commas, such as"
                + " 'office-*'"),
        Mistake(
            variables: ["OPUS_COLLECTOR_CLIENTS_MAX_SERIES": "-1"],
            "OPUS_COLLECTOR_CLIENTS_MAX_SERIES '-1' is not a whole number from 1 to 10000000"),
        Mistake(
            [.username: ""],
            "--username is missing: give --username USER, or set OPUS_USERNAME"),
        Mistake([.server: ""], "--server is missing: give --server URL, or set OPUS_SERVER"),
        Mistake(
            variables: ["OPUS_PASSWORD": ""],
            "the password is missing: give --password-file FILE, or set OPUS_PASSWORD_FILE or"
                + " OPUS_PASSWORD"),
    ]

    @Test(
        "a mistake is told with the name under which it was made, and the way out",
        arguments: mistakes)
    func told(mistake: Mistake) {
        #expect(throws: ConfigurationError.usage(mistake.message)) {
            try Self.read(mistake.arguments, mistake.environment)
        }
    }
}
