import ExporterToolkit
import Foundation
import OpusCore
import TestSupport
import Testing

@testable import OpusExporter
@testable import OpusServer

@Suite("Configuration file")
struct ConfigurationFileTests {
    /// Reads a configuration file, beside which there is a file `password`.
    private static func load(
        _ text: String, _ arguments: [ExporterOption: String] = [:],
        _ environment: [String: String] = [:]
    ) async throws -> ExporterConfiguration {
        try await withTemporaryDirectory { folder in
            let file = folder.appending(path: "opus.yaml")
            try Data(text.utf8).write(to: file)
            try Data("secret\n".utf8).write(to: folder.appending(path: "password"))
            try Data().write(to: folder.appending(path: "web.yaml"))
            do throws(ConfigurationError) {
                return try ConfigurationSource(
                    arguments: arguments.merging([.configFile: file.path]) { $1 },
                    environment: environment
                ).load()
            } catch {
                // Messages name the file, which lies elsewhere each time.
                throw ConfigurationError(
                    error.status,
                    error.description.replacing(folder.path + "/", with: ""))
            }
        }
    }

    private static let two = """
        interval: 30s
        username: monitor
        password-file: password
        collector:
          products:
            include: [firefox, "office-*"]
            max-series: 50
        web:
          listen-address: "127.0.0.1:0"
          telemetry-path: /m
        log: {level: debug}
        servers:
          - name: berlin
            url: https://opsi.berlin.example.org:4447
            ca-file: /etc/opus/berlin.pem
            collection-timeout: 20s
            collector:
              products:
                max-series: 7
              clients: {exclude: "nb-*"}
          - url: https://opsi.paris.example.org
            username: opus
            interval: 2m
            batch-size: 100
            insecure: yes
            collector: {products: false}
        """

    @Test("several servers, each with its own settings and those of all")
    func servers() async throws {
        let configuration = try await Self.load(Self.two)
        #expect(configuration.web.listenAddresses == [ListenAddress(host: "127.0.0.1", port: 0)])
        #expect(configuration.telemetryPath == "/m")
        #expect(configuration.logLevel == .debug)
        #expect(
            configuration.collections == [
                CollectionConfiguration(
                    name: "berlin",
                    server: .init(
                        url: "https://opsi.berlin.example.org:4447", username: "monitor",
                        password: "secret", trust: .authorityFile("/etc/opus/berlin.pem")),
                    interval: .seconds(30), timeout: .seconds(20),
                    families: OptionalFamilies(
                        products: SeriesSelection(
                            include: [NamePattern("firefox"), NamePattern("office-*")],
                            maximumSeries: 7),
                        clients: SeriesSelection(
                            exclude: [NamePattern("nb-*")], maximumSeries: 10_000))),
                CollectionConfiguration(
                    name: "opsi.paris.example.org",
                    server: .init(
                        url: "https://opsi.paris.example.org", username: "opus",
                        password: "secret", trust: .insecure),
                    interval: .seconds(120), reading: FleetReading(batchSize: 100)),
            ])
    }

    @Test(
        "arguments beat the environment, which beats a server's settings, which beat those of all")
    func precedence() async throws {
        let intervals = { (configuration: ExporterConfiguration) in
            configuration.collections.map { $0.interval / .seconds(1) }
        }
        #expect(intervals(try await Self.load(Self.two)) == [30, 120])
        let environment = ["OPUS_INTERVAL": "15s", "OPUS_WEB_TELEMETRY_PATH": "/e"]
        let second = try await Self.load(Self.two, [:], environment)
        #expect(intervals(second) == [15, 15])
        #expect(second.telemetryPath == "/e")
        let third = try await Self.load(Self.two, [.interval: "5s"], environment)
        #expect(intervals(third) == [5, 5])
    }

    @Test("a single server can be in the file, without a list")
    func single() async throws {
        let text = "server: https://a:1\nusername: u\npassword-file: password\nname: n\n"
        #expect(try await Self.load(text).collections.map(\.name) == ["n"])
        let other = try await Self.load(
            text, [.name: "m"])
        #expect(other.collections.map(\.name) == ["m"])
        #expect(other.collections[0].server.password == Secret("secret"))
    }

    @Test("every option but the file's own name is a key, for all and where it fits for one server")
    func keys() async throws {
        let values: [ExporterOption: String] = [
            .server: "https://a:1", .username: "u", .passwordFile: "password", .caFile: "/ca",
            .clientCertFile: "/cert", .clientKeyFile: "/key",
            .insecure: "false", .name: "n", .interval: "10s", .maximumAge: "20m",
            .fullInterval: "1h", .events: "off", .depots: "[a, unknown]",
            .collectionTimeout: "1s", .callTimeout: "1s", .connectTimeout: "1s", .batchSize: "1",
            .concurrentCalls: "1", .outdatedAfterDays: "1", .stuckAfterHours: "1",
            .systemdSocket: "false", .webConfigFile: "web.yaml", .maximumRequests: "0",
            .maximumConnections: "3", .requestTimeout: "1s", .idleTimeout: "1s",
            .agentProducts: "[a, b]", .baselineProducts: "c", .listenAddress: "':0'",
            .telemetryPath: "/x", .logLevel: "info", .logFormat: "json", .includedProducts: "[a]",
            .excludedProducts: "b", .maximumProductSeries: "2", .includedClients: "a",
            .excludedClients: "b", .maximumClientSeries: "3", .collectProducts: "true",
            .collectClients: "true", .maximumFailureSeries: "0", .collectCauses: "true",
            .maximumLogs: "0", .maximumCauseSeries: "9",
        ]
        #expect(Set(values.keys) == Set(ExporterOption.allCases).subtracting([.configFile]))
        for option in values.keys {
            // `a.b.c: x` as nested mappings in one line.
            let levels = { (key: String) in
                let parts = key.split(separator: ".")
                return parts.dropLast().map { "\($0): {" }.joined()
                    + "\(parts.last ?? ""): \(values[option] ?? "")"
                    + String(repeating: "}", count: parts.count - 1)
            }
            let needed = [ExporterOption.server, .username, .passwordFile, .clientCertFile]
                .filter { $0 != option }
            let alone =
                ([levels(option.rawValue)]
                + needed.map { "\($0.rawValue): \(values[$0] ?? "")" }).joined(separator: "\n")
            _ = try await Self.load(alone)
            guard option.definition.scope != .process else { continue }
            let listed =
                "servers:\n- {"
                + ([levels(option.serverKey)]
                + needed.map { "\($0.serverKey): \(values[$0] ?? "")" }).joined(
                    separator: ", ") + "}"
            _ = try await Self.load(listed)
        }
    }

    private static let head = "username: u\npassword-file: password\n"

    @Test(
        "a mistake is told with file, line and key, and the way out",
        arguments: [
            (
                "HEADinterval: 5\nserver: https://a",
                "opus.yaml:3: interval '5' is not a duration: write 60s, 5m, 1h30m or 500ms; more"
                    + " than zero, a year at most"
            ),
            (
                "servers:\n- url: https://a\n  username: u\n  batch-size: none\n  password-file: password",
                "opus.yaml:4: batch-size 'none' is not a whole number from 1 to 50000"
            ),
            (
                "HEADservers:\n- {url: https://a}\n- {url: https://a}",
                "opus.yaml:5: the name 'a' is taken by the server at opus.yaml:4: give one of them"
                    + " another 'name'"
            ),
            (
                "HEADservers:\n- {name: a}",
                "opus.yaml:4: the server has no 'url': add 'url: URL'"
            ),
            (
                "servers:\n- {url: https://a, username: u}",
                "opus.yaml:2: the server has no 'password-file': add 'password-file: FILE'"
            ),
            (
                "HEADservers:\n- {url: https://a, password: x}",
                "opus.yaml:4: no passwords in here; write it into a file for 'password-file'"
            ),
            (
                "HEADservers:\n- {url: https://a, password-file: nowhere}",
                "opus.yaml:4: password-file: the file nowhere can't be read (it does not exist); create it, or let the exporter's user read it"
            ),
            (
                "HEADservers:\n- {url: https://a, time-zone: UTC}",
                "opus.yaml:4: no 'time-zone' is needed: the opsi server tells its own at every"
                    + " collection"
            ),
            (
                "HEADservers:\n- {url: https://a, log: {level: debug}}",
                "opus.yaml:4: 'log' is no setting of a server; known are: "
            ),
            (
                "HEADservers:\n- {url: https://a, ca-file: /a, insecure: true}",
                "opus.yaml:4: ca-file and opus.yaml:4: insecure contradict each other: give the"
                    + " file alone to verify the server by it"
            ),
            (
                "HEADservers: []",
                "opus.yaml:3: 'servers' should be a list, a '- name: …' for each server"
            ),
            (
                "HEADservers:\n- https://a",
                "opus.yaml:4: a server should be settings, each as 'key: value'"
            ),
            (
                "HEADserver: https://a\nservers:\n- {url: https://a}",
                "opus.yaml:3: server contradicts the list of servers: move it there"
            ),
            ("HEADintervall: 5s", "opus.yaml:3: 'intervall' is no setting; known are: "),
            (
                "HEADweb:\n  listen: x",
                "opus.yaml:4: 'web.listen' is no setting; known are: "
            ),
            ("HEADweb: 3", "opus.yaml:3: 'web' holds settings of its own, on lines below it"),
            ("HEADinterval:", "opus.yaml:3: 'interval' should have a value"),
            ("HEADinterval: [1s, 2s]", "opus.yaml:3: 'interval' should have a value"),
            (
                "HEADagent-products: [[a]]",
                "opus.yaml:3: 'agent-products' should be a list of single values"
            ),
            ("HEADusername: v", "opus.yaml:1: a key is there twice: username"),
            ("HEADa: [b", "opus.yaml:4:1: no YAML: "),
            ("- a", "opus.yaml:1: the configuration should be settings, each as 'key: value'"),
        ] as [(String, String)])
    func mistakes(text: String, message: String) async throws {
        let text = text.replacing("HEAD", with: Self.head)
        let error = await #expect(throws: ConfigurationError.self) { try await Self.load(text) }
        #expect(error?.status == .configuration)
        let isWhole = !message.hasSuffix(": ")
        let description = error?.description ?? ""
        #expect(isWhole ? description == message : description.hasPrefix(message), "\(description)")
    }

    @Test(
        "what describes a single server contradicts a list",
        arguments: [
            ([.server: "https://b"], [:], "--server"), ([.insecure: "true"], [:], "--insecure"),
            ([:], ["OPUS_USERNAME": "x"], "OPUS_USERNAME"),
            ([:], ["OPUS_PASSWORD": "xyzzy"], "OPUS_PASSWORD"),
        ] as [([ExporterOption: String], [String: String], String)])
    func conflict(
        arguments: [ExporterOption: String], environment: [String: String], name: String
    ) async throws {
        let error = await #expect(throws: ConfigurationError.self) {
            try await Self.load(Self.two, arguments, environment)
        }
        #expect(error?.status == .usage)
        #expect(
            error?.description.hasPrefix(
                "\(name) is for a single server, but opus.yaml lists servers: ") == true)
        #expect(error?.description.contains("xyzzy") == false)
    }

    @Test("a file that is not there is told")
    func missing() {
        let source = ConfigurationSource(
            arguments: [:], environment: ["OPUS_CONFIG_FILE": "/nonexistent"])
        let expected =
            "OPUS_CONFIG_FILE: the file /nonexistent can't be read (it does not exist);"
            + " create it, or let the exporter's user read it"
        #expect(throws: ConfigurationError(.configuration, expected)) { _ = try source.load() }
    }

    @Test("what the exporter would do is told without secrets")
    func explanation() async throws {
        let text = try await Self.load(Self.two).explanation
        #expect(
            text == """
                The configuration is valid: 2 opsi servers.
                Listens on 127.0.0.1:0, metrics are under /m.
                berlin: reads https://opsi.berlin.example.org:4447 as monitor every 30s, 20s at \
                most, data is shown for 2m30s, verified by /etc/opus/berlin.pem, by product (up to \
                7 series a family), by client (up to 10000 series a family)
                opsi.paris.example.org: reads https://opsi.paris.example.org as opus every 2m, 5m \
                at most, data is shown for 10m, NOT verified
                """)
        #expect(!text.contains("secret"))
    }
}
