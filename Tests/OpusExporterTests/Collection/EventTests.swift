import MockSupport
import OpsiMock
import OpusCore
import TestSupport
import Testing
import WebSupport

@testable import ExporterToolkit
@testable import OpusExporter
@testable import OpusServer

/// What events tell is on `/metrics`, and whether they are heard.
@Suite("Events", .timeLimit(.minutes(2)))
struct EventTests {
    private static func fleet() -> OpsiMock.Fleet {
        .generated(clients: 6, products: 5, groups: 2, seed: 4, trouble: 0)
    }

    /// The sum of a family's samples, as served now.
    private static func sum(_ family: String, _ port: Int) async throws -> Double {
        let answer = try await RawHTTP.send("GET", "/metrics", port: port)
        return answer.text.split(separator: "\n")
            .filter { $0.hasPrefix(family + "{") }
            .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
    }

    private static func wait(
        _ family: String, _ port: Int, until isRight: (Double) -> Bool
    ) async throws {
        while !isRight(try await sum(family, port)) { try await Task.sleep(for: .milliseconds(20)) }
    }

    @Test("a failure is on /metrics without a collection; a refresh is asked for; loss is told")
    func live() async throws {
        try await withOpsiMock(fleet: Self.fleet()) { mock in
            let server = mock.access()
            let calls = CallStatistics()
            let opus = try Opus(server: server, observer: calls.record)
            let source = WatchedFleet(opus, refreshing: FleetRefreshing(), listens: true)
            let writer = try Server(server)
            try await RunningExporter.run(
                clock: ManualClock().clock,
                collections: [
                    CollectionConfiguration(name: "opsi.test", server: server)
                ], sources: { _ in (source, calls) }
            ) { exporter in
                try await exporter.logged("info the server's events are heard")
                try await Self.wait("opsi_up", exporter.port) { $0 == 1 }
                let row = try #require(mock.withFleet { $0.productsOnClient().first })
                let failed = try await Self.sum("opsi_client_products_failed", exporter.port)
                try await writer.change(
                    "productOnClient_updateObjects",
                    [
                        [
                            [
                                "type": "ProductOnClient", "productType": "LocalbootProduct",
                                "clientId": .string(row.clientId),
                                "productId": .string(row.productId), "actionResult": "failed",
                                "modificationTime": "2020-01-01 00:00:00",
                            ]
                        ]
                    ])
                try await Self.wait("opsi_client_products_failed", exporter.port) {
                    $0 == failed + 1
                }
                #expect(try await Self.sum("opsi_exporter_events_connected", exporter.port) == 1)
                #expect(try await Self.sum("opsi_exporter_collections_total", exporter.port) == 1)

                let refused = try await exporter.get("/-/refresh")
                #expect(refused.status == 405)
                let answer = try await RawHTTP.send("POST", "/-/refresh", port: exporter.port)
                #expect(answer.status == 202)
                try await Self.wait("opsi_exporter_full_reads_total", exporter.port) { $0 == 2 }

                mock.faults.add(.init(.noUpgrade, method: "messagebus"))
                mock.dropMessagebus()
                try await exporter.logged("warning the server's events are not heard")
                try await Self.wait("opsi_exporter_events_connected", exporter.port) { $0 == 0 }
            }
            await writer.shutdown()
        }
    }
}
