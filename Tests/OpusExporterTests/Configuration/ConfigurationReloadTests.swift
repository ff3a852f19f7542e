import Dispatch
import ExporterToolkit
import Foundation
import OpusCore
import Synchronization
import TestSupport
import Testing
import WebSupport

@testable import OpusExporter

@Suite("Reload of the configuration", .timeLimit(.minutes(1)))
struct ConfigurationReloadTests {
    /// A configuration that can be exchanged, and the sources that were made for it.
    private final class Stage: Sendable {
        typealias Load = Result<ExporterConfiguration, ConfigurationError>

        let next: Mutex<Load>
        let made = Mutex<[String]>([])
        let shutDown = Inbox<String>()
        let phases = Mutex<[ReloadPhase]>([])

        init(_ collections: [CollectionConfiguration]) {
            next = Mutex(.success(ExporterConfiguration(collections: collections)))
        }

        func set(_ collections: [CollectionConfiguration]) {
            next.withLock { $0 = .success(Self.configuration(collections)) }
        }

        static func configuration(_ collections: [CollectionConfiguration]) -> ExporterConfiguration
        {
            ExporterConfiguration(
                collections: collections,
                listenAddress: ListenAddress(host: "127.0.0.1", port: 0), logLevel: .info)
        }

        func source(_ name: String) -> CollectorPool.Source {
            made.withLock { $0.append(name) }
            return (StagedSource(name: name, shutDown: shutDown), CallStatistics())
        }
    }

    private struct StagedSource: FleetSource {
        let name: String
        let shutDown: Inbox<String>

        func collect() async throws -> CollectedFleet { CollectedFleet(Fleets.nasty) }
        func shutdown() async { shutDown.put(name) }
    }

    private static func collection(
        _ name: String, interval: Int = 60, families: OptionalFamilies = .init()
    ) -> CollectionConfiguration {
        RunningExporter.collection(name, interval: .seconds(interval), families: families)
    }

    private static func run(
        _ stage: Stage, _ names: [String], _ body: @Sendable (RunningExporter) async throws -> Void
    ) async throws {
        try await RunningExporter.run(
            collections: names.map { collection($0) },
            load: { () throws(ConfigurationError) in
                try stage.next.withLock { $0 }.get()
            },
            observe: { phase in stage.phases.withLock { $0.append(phase) } },
            sources: { collection in stage.source(collection.name) }, body)
    }

    private static func reload(_ exporter: RunningExporter) async throws -> RawHTTP.Answer {
        try await RawHTTP.send(
            "POST", "/-/reload", ["Content-Length: 0"], port: exporter.port)
    }

    private static func metrics(_ exporter: RunningExporter) async throws -> [Substring] {
        try await exporter.get("/metrics").text.split(separator: "\n")
    }

    @Test("who is unchanged stays as it is, who is gone has no series, who is new is read")
    func servers() async throws {
        let stage = Stage([])
        try await Self.run(stage, ["a", "b", "c"]) { exporter in
            for _ in 0..<3 { try await exporter.logged("info collected") }
            stage.set([
                Self.collection("c", interval: 50), Self.collection("a"), Self.collection("d"),
            ])
            let answer = try await Self.reload(exporter)
            #expect(answer.status == 200)
            #expect(answer.text == "Reloaded: servers: 1 kept, 2 started, 2 stopped\n")
            for _ in 0..<2 { try await exporter.logged("info collected") }
            #expect(stage.made.withLock { $0 } == ["a", "b", "c", "c", "d"])
            let ended: Set = [try await stage.shutDown.next(), try await stage.shutDown.next()]
            #expect(ended == ["b", "c"])
            let lines = try await Self.metrics(exporter)
            // In the new order, each once, and a's first collection still counts.
            #expect(
                lines.filter { $0.hasPrefix("opsi_exporter_collections_total{") } == [
                    #"opsi_exporter_collections_total{server="c"} 1"#,
                    #"opsi_exporter_collections_total{server="a"} 1"#,
                    #"opsi_exporter_collections_total{server="d"} 1"#,
                ])
            #expect(!lines.contains { $0.contains(#"server="b""#) })
            #expect(lines.contains(#"opsi_exporter_collection_interval_seconds{server="c"} 50"#))
            #expect(lines.contains("opsi_exporter_config_last_reload_successful 1"))
            #expect(stage.phases.withLock { $0 } == [.began, .ended(isSuccessful: true)])
        }
    }

    @Test("families and limits change at once, and nobody is read again for it")
    func families() async throws {
        let stage = Stage([])
        try await Self.run(stage, ["a"]) { exporter in
            try await exporter.logged("info collected")
            stage.set([
                Self.collection(
                    "a", families: OptionalFamilies(clients: SeriesSelection(maximumSeries: 2)))
            ])
            #expect(try await Self.reload(exporter).text.contains("1 kept, 0 started, 0 stopped"))
            let lines = try await Self.metrics(exporter)
            #expect(
                lines.contains(
                    #"opsi_exporter_series_limit_exceeded{server="a",family="opsi_client_failed_products"} 1"#
                ))
            #expect(lines.count { $0.hasPrefix("opsi_client_last_seen_timestamp_seconds{") } == 2)
            #expect(stage.made.withLock { $0 } == ["a"])
        }
    }

    @Test("a bad configuration changes nothing, and shows; a good one heals that")
    func bad() async throws {
        let stage = Stage([])
        try await Self.run(stage, ["a"]) { exporter in
            try await exporter.logged("info collected")
            let before = try await Self.metrics(exporter).filter { $0.hasPrefix("opsi_clients") }
            let error = ConfigurationError(.configuration, "opus.yaml:3: 'x' is no setting")
            stage.next.withLock { $0 = .failure(error) }
            let answer = try await Self.reload(exporter)
            #expect(answer.status == 500)
            #expect(
                answer.text
                    == "Not reloaded, the old configuration stays: opus.yaml:3: 'x' is no setting\n"
            )
            try await exporter.logged("error configuration not reloaded, the old one stays")
            let lines = try await Self.metrics(exporter)
            #expect(lines.contains("opsi_exporter_config_last_reload_successful 0"))
            #expect(lines.filter { $0.hasPrefix("opsi_clients") } == before)
            #expect(
                lines.contains {
                    $0.hasPrefix("opsi_exporter_config_last_reload_success_timestamp_seconds 1")
                })
            #expect(try await exporter.get("/-/ready").status == 200)

            stage.set([Self.collection("a")])
            #expect(try await Self.reload(exporter).status == 200)
            #expect(
                try await Self.metrics(exporter).contains(
                    "opsi_exporter_config_last_reload_successful 1"))
            #expect(
                stage.phases.withLock { $0 } == [
                    .began, .ended(isSuccessful: false), .began, .ended(isSuccessful: true),
                ])
        }
    }

    @Test("one server that can't be used keeps the old configuration whole")
    func unusable() async throws {
        let shutDown = Inbox<String>()
        try await RunningExporter.run(
            collections: [Self.collection("a")],
            load: { Stage.configuration([Self.collection("new"), Self.collection("bad")]) },
            sources: { collection throws(ConfigurationError) in
                guard collection.name != "bad" else {
                    throw ConfigurationError(.configuration, "server 'bad': no such file")
                }
                return (
                    StagedSource(name: collection.name, shutDown: shutDown), CallStatistics()
                )
            }
        ) { exporter in
            try await exporter.logged("info collected")
            let answer = try await Self.reload(exporter)
            #expect(answer.status == 500)
            #expect(answer.text.contains("server 'bad': no such file"))
            #expect(try await shutDown.next() == "new")
            let lines = try await Self.metrics(exporter)
            #expect(lines.filter { $0.hasPrefix("opsi_up") } == [#"opsi_up{server="a"} 1"#])
        }
    }

    @Test("what needs a restart is said")
    func fixed() async throws {
        let stage = Stage([])
        try await Self.run(stage, ["a"]) { exporter in
            var configuration = Stage.configuration([Self.collection("a")])
            configuration.web.listenAddresses = [.standard]
            configuration.telemetryPath = "/other"
            let changed = configuration
            stage.next.withLock { $0 = .success(changed) }
            let text = try await Self.reload(exporter).text
            #expect(
                text.hasSuffix(
                    "; changed, but only after a restart: web.listen-address, web.telemetry-path\n")
            )
        }
    }

    @Test("while it is being read, it is not read a second time")
    func busy() async throws {
        let began = Inbox<Void>()
        let gate = DispatchSemaphore(value: 0)
        try await RunningExporter.run(
            collections: [Self.collection("a")],
            load: {
                began.put(())
                gate.wait()
                return Stage.configuration([Self.collection("a")])
            },
            sources: { collection in
                (StagedSource(name: collection.name, shutDown: Inbox()), CallStatistics())
            }
        ) { exporter in
            async let first = Self.reload(exporter)
            try await began.next()
            let second = try await Self.reload(exporter)
            gate.signal()
            #expect(second.status == 503)
            #expect(second.headers["retry-after"] == "1")
            #expect(try await first.status == 200)
        }
    }

    @Test("other methods are refused; without a configuration to read there is no such path")
    func methods() async throws {
        let stage = Stage([])
        try await Self.run(stage, ["a"]) { exporter in
            for method in ["GET", "HEAD", "PUT", "DELETE"] {
                let answer = try await RawHTTP.send(
                    method, "/-/reload", ["Content-Length: 0"], port: exporter.port)
                #expect(answer.status == 405)
                #expect(answer.headers["allow"] == "POST")
            }
            #expect(stage.phases.withLock { $0 }.isEmpty)
        }
    }
}
