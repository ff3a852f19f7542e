import AsyncHTTPClient
import Foundation
import NIOCore
import OpusCore
import OpusServer
import TestSupport

/// What it costs to watch a fleet that is written to all the time: by its events, beside asking for
/// what changed, and, where `OPUS_BESIDE` names the opus-exporter of another build, beside that.
enum LiveBenchmark {
    /// What an exporter has taken in one interval.
    private struct Cost {
        var seconds = 0.0
        var bytes = 0.0
    }

    private static let interval = 10
    /// Calls in which the rows of one interval are written.
    private static let calls = 20

    static func run(clients: Int, products: Int, _ baseline: Baseline) async throws {
        let events = try await cost(
            ChildProcess.product("opus-exporter"), [], clients: clients, products: products)
        var others = [
            (
                "asking",
                try await cost(
                    ChildProcess.product("opus-exporter"), ["--events", "off"], clients: clients,
                    products: products)
            )
        ]
        if let path = ProcessInfo.processInfo.environment["OPUS_BESIDE"] {
            others.append(
                (
                    "the other build",
                    try await cost(
                        URL(filePath: path), [], clients: clients, products: products)
                ))
        }
        print(
            String(
                format: "events, %d × %d, an interval: %.3f s of CPU, %.0f kB", clients, products,
                events.seconds, events.bytes / 1000))
        for (name, other) in others {
            print(
                String(
                    format: "%@, an interval: %.3f s of CPU, %.0f kB", name, other.seconds,
                    other.bytes / 1000))
            baseline.report(
                "events of \(clients): CPU / \(name)", events.seconds / other.seconds,
                aim: "<= 0.25", better: .lower)
            baseline.report(
                "events of \(clients): bytes / \(name)", events.bytes / other.bytes,
                aim: "<= 0.1", better: .lower)
        }
    }

    /// What the same number of changes costs in a small and in a large fleet.
    static func growth(
        from few: Int, to many: Int, products: Int, rows: Int, _ baseline: Baseline
    ) async throws {
        var costs: [Cost] = []
        for clients in [few, many] {
            let cost = try await cost(
                ChildProcess.product("opus-exporter"), [], clients: clients, products: products,
                rows: rows)
            print(
                String(
                    format: "events, %d × %d, %d rows an interval: %.3f s of CPU, %.0f kB",
                    clients, products, rows, cost.seconds, cost.bytes / 1000))
            costs.append(cost)
        }
        baseline.report(
            "events, \(rows) rows: CPU of \(many) / of \(few)",
            costs[1].seconds / costs[0].seconds, aim: "<= 1.5", better: .lower)
    }

    /// The mean of some intervals in each of which rows are written: 0.1 % unless said otherwise.
    private static func cost(
        _ exporter: URL, _ arguments: [String], clients: Int, products: Int, rows: Int? = nil,
        intervals: Int = 6
    ) async throws -> Cost {
        let rows = rows ?? clients * products / 1_000
        return try await FleetBenchmark.withMock(clients: clients, products: products) { url in
            try await ChildProcess.run(
                exporter,
                [
                    "--server", url, "--interval", "\(interval)s", "--web.listen-address",
                    "127.0.0.1:0",
                ] + arguments,
                environment: ["OPUS_PASSWORD": "bench", "OPUS_USERNAME": "bench"]
            ) { process in
                let address = try await process.listening().url
                _ = try await process.line(containing: "msg=collected")
                let writer = try Server(
                    ServerConfiguration(url: url, username: "bench", password: "bench"))
                let ids = try await writer.clients().map(\.id)
                let names = Set(
                    try await writer.productsOnDepot().filter { $0.type == .localboot }
                        .map(\.productID)
                ).sorted()
                // The first interval has what the start has left.
                try await write(writer, ids, names, rows: rows, round: 0)
                let before = try await measured(process.id, address)
                for round in 1...intervals {
                    try await write(
                        writer, ids, names, rows: rows, round: round)
                    // Somebody wants to see it: both are asked once an interval.
                    _ = try await measured(process.id, address)
                }
                let after = try await measured(process.id, address)
                await writer.shutdown()
                return Cost(
                    seconds: (after.seconds - before.seconds) / Double(intervals),
                    bytes: (after.bytes - before.bytes) / Double(intervals))
            }.value
        }
    }

    /// Writes rows over one interval, of any clients and products.
    private static func write(
        _ server: Server, _ clients: [ObjectID], _ products: [ObjectID], rows: Int, round: Int
    ) async throws {
        for call in 0..<calls {
            let start = ContinuousClock.now
            let changes = (0..<max(1, rows / calls)).map { number in
                let place = round * 7_919 + call * 101 + number * 13
                var change = ProductOnClientChange(
                    clientID: clients[place % clients.count],
                    productID: products[place % products.count], type: .localboot)
                change.productVersion = "0.\(round)"
                change.packageVersion = "1"
                return change
            }
            try await server.updateProductsOnClients(changes)
            try await Task.sleep(
                until: start + .milliseconds(interval * 1_000 / calls), clock: .continuous)
        }
    }

    private static func measured(_ process: Int32, _ address: String) async throws -> Cost {
        let answer = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: address + "/metrics"), timeout: .seconds(30))
        let body = try await answer.body.collect(upTo: 64 << 20)
        let bytes = String(buffer: body).split(separator: "\n")
            .filter { $0.hasPrefix("opsi_rpc_response_bytes_total{") }
            .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
        return Cost(seconds: Usage.seconds(of: process) ?? 0, bytes: bytes)
    }
}
