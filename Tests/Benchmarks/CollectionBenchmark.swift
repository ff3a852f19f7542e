import Foundation
import OpusCore
import TestSupport

/// A whole collection over the wire, from a mock server in a process of its own.
enum CollectionBenchmark {
    static func run(clients: Int, products: Int, runs: Int) async throws {
        _ = try await ChildProcess.run(
            ChildProcess.product("opsi-mock"),
            [
                "--clients", "\(clients)", "--products", "\(products)", "--groups", "20",
                "--seed", "1", "--username", "bench", "--password", "bench",
            ]
        ) { mock in
            let url = try await mock.line(containing: "listening on")
                .replacing("listening on ", with: "")
            let opus = try Opus(
                server: ServerConfiguration(url: url, username: "bench", password: "bench"))
            let measurement = try await Measurement.of(
                "collection of \(clients) clients × \(products) products", runs: runs
            ) {
                let summary = try await opus.fleetSummary()
                precondition(summary.clients.count == clients)
            }
            measurement.report()
            await opus.shutdown()
        }
    }
}
