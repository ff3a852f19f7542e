import ExporterToolkit
import Testing
import WebSupport

@testable import OpusExporter

@Suite("Web options")
struct WebOptionsTests {
    @Test("what stands in the web options", arguments: [true, false])
    func options(asArguments: Bool) async throws {
        try await WebFiles.use { files in
            try files.write(WebFiles.users)
            let values: [ExporterOption: String] = [
                .listenAddress: ":1,127.0.0.1:2,[::1]:0", .webConfigFile: files.configuration,
                .maximumRequests: "0", .maximumConnections: "7", .requestTimeout: "3s",
                .idleTimeout: "1m",
            ]
            let variables = values.map { ($0.key.variable, $0.value) }
            let settings = try ExporterConfiguration(
                collections: [],
                asArguments
                    ? Settings(arguments: values, environment: [:])
                    : Settings(
                        arguments: [:], environment: Dictionary(uniqueKeysWithValues: variables))
            ).web
            #expect(
                settings.listenAddresses
                    == [(nil, 1), ("127.0.0.1", 2), ("::1", 0)].map {
                        ListenAddress(host: $0.0, port: $0.1)
                    })
            #expect(settings.configurationFile?.path == files.configuration)
            var limits = WebLimits()
            limits.requests = 0
            limits.connections = 7
            limits.requestTimeout = .seconds(3)
            limits.idleTimeout = .seconds(60)
            #expect(settings.limits == limits)
        }
    }

    @Test(
        "web options that make no sense",
        arguments: [
            (ExporterOption.listenAddress, ":1,:1", 64, "':1' is there twice"),
            (.listenAddress, ":1,", 64, "'' is not an address"),
            (.webConfigFile, "", 64, "is empty"),
            (.webConfigFile, "/nonexistent/web.yml", 78, "/nonexistent/web.yml: can't be read"),
            (.maximumRequests, "-1", 64, "is not a whole number"),
            (.maximumConnections, "0", 64, "is not a whole number"),
            (.requestTimeout, "0s", 64, "is not a duration"),
            (.systemdSocket, "true", 78, "no socket was handed over"),
        ])
    func badOptions(option: ExporterOption, text: String, status: Int32, message: String) throws {
        let error = try #require(throws: ConfigurationError.self) {
            try ExporterConfiguration(
                collections: [], Settings(arguments: [option: text], environment: [:]))
        }
        #expect(error.status.rawValue == status)
        #expect(error.description.contains(message))
    }
}
