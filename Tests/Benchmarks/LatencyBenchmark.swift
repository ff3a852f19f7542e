import AsyncHTTPClient
import Foundation
import NIOCore
import OpusCore
import OpusServer
import TestSupport

/// How long it takes from writing that an installation failed until `/metrics` tells of it.
///
/// Before a mock; or, where the environment has `OPUS_BENCH_ROW="CLIENT PRODUCT"`, before the server
/// that the rest of it leads to, as it leads opus-exporter. That row is written again and again.
enum LatencyBenchmark {
    /// A row that is written, and where `/metrics` tells of it.
    private struct Row: Sendable {
        var client: ObjectID
        var product: ObjectID
        /// The samples whose sum counts it begin so, and have this in them.
        var family: String
        var label = ""
    }

    private static let limit = Duration.seconds(60)

    static func run(
        clients: Int, products: Int, samples: Int, _ baseline: Baseline
    ) async throws {
        let environment = ProcessInfo.processInfo.environment
        if let words = environment["OPUS_BENCH_ROW"]?.split(separator: " "), words.count == 2 {
            let names = words.map { ObjectID(String($0)) }
            let row = Row(
                client: names[0], product: names[1], family: "opsi_client_failed_products{",
                label: "client=\"\(names[0])\"")
            return try await measure(
                row, try server(environment), environment, ["--collector.clients"],
                samples: samples, "a server", baseline)
        }
        try await FleetBenchmark.withMock(clients: clients, products: products) { url in
            let configuration = ServerConfiguration(url: url, username: "bench", password: "bench")
            let server = try Server(configuration)
            let client = try await server.clients().map(\.id).min() ?? ""
            let row = Row(
                client: client, product: "opsi-client-agent",
                family: "opsi_client_products_failed{")
            try await measure(
                row, server,
                ["OPUS_SERVER": url, "OPUS_USERNAME": "bench", "OPUS_PASSWORD": "bench"], [],
                samples: samples, "\(clients) × \(products)", baseline)
        }
    }

    private static func server(_ environment: [String: String]) throws -> Server {
        let file = environment["OPUS_PASSWORD_FILE"] ?? ""
        let password =
            try environment["OPUS_PASSWORD"] ?? String(contentsOfFile: file, encoding: .utf8)
        var configuration = ServerConfiguration(
            url: environment["OPUS_SERVER"] ?? "", username: environment["OPUS_USERNAME"] ?? "",
            password: Secret(password.trimmingCharacters(in: .newlines)))
        if let file = environment["OPUS_CA_FILE"] { configuration.trust = .authorityFile(file) }
        return try Server(configuration)
    }

    private static func measure(
        _ row: Row, _ server: Server, _ environment: [String: String], _ arguments: [String],
        samples: Int, _ name: String, _ baseline: Baseline
    ) async throws {
        let times = try await ChildProcess.run(
            "opus-exporter",
            ["--web.listen-address", "127.0.0.1:0"] + arguments, environment: environment
        ) { process in
            let address = try await process.listening().url
            _ = try await process.line(containing: "msg=collected")
            try await write(.successful, row, server)
            try await Task.sleep(for: .seconds(5))
            var times: [Double] = []
            for _ in 0..<samples {
                // At any moment of what the exporter does by the clock.
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...2_000)))
                for result in [ActionResult.failed, .successful] {
                    let before = try await shown(row, address)
                    let start = ContinuousClock.now
                    try await write(result, row, server)
                    while try await shown(row, address) == before {
                        guard ContinuousClock.now - start < limit else { break }
                        try await Task.sleep(for: .milliseconds(10))
                    }
                    let time = (ContinuousClock.now - start) / .milliseconds(1)
                    if result == .failed { times.append(time) }
                }
            }
            return times.sorted()
        }.value
        await server.shutdown()
        func percentile(_ share: Double) -> Double { times[Int(Double(times.count - 1) * share)] }
        print(
            String(
                format: "a failure is on /metrics, %@, %d times: median %.0f ms, 99 %% %.0f ms,"
                    + " most %.0f ms", name, times.count, percentile(0.5), percentile(0.99),
                percentile(1)))
        baseline.report(
            "a failure is on /metrics, \(name): p99 ms", percentile(0.99), aim: "<= 2000",
            better: .lower)
    }

    private static func write(_ result: ActionResult, _ row: Row, _ server: Server) async throws {
        var change = ProductOnClientChange(
            clientID: row.client, productID: row.product, type: .localboot)
        change.actionResult = result
        try await server.updateProductsOnClients([change])
    }

    private static func shown(_ row: Row, _ address: String) async throws -> Double {
        let answer = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: address + "/metrics"), timeout: .seconds(30))
        let body = try await answer.body.collect(upTo: 64 << 20)
        return String(buffer: body).split(separator: "\n")
            .filter { $0.hasPrefix(row.family) && (row.label.isEmpty || $0.contains(row.label)) }
            .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
    }
}
