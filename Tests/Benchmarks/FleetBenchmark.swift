import Foundation
import OpusBackend
import OpusCore
import OpusServer
import Synchronization
import TestSupport

/// Whole fleets over the wire, from a mock server in a process of its own.
enum FleetBenchmark {
    /// What one size of fleet cost.
    struct Figures {
        var clients = 0
        var rows = 0
        /// The share of them that failed or wait.
        var troubled = 0.0
        var full = Cost()
        var incremental = Cost()
    }

    struct Cost {
        var summary: FleetSummary?
        var seconds = 0.0
        var wall = 0.0
        var bytes = 0
    }

    /// Runs a body before a mock server.
    static func withMock<Value: Sendable>(
        clients: Int, products: Int, arguments: [String] = [],
        _ body: @Sendable (_ url: String) async throws -> Value
    ) async throws -> Value {
        try await ChildProcess.run(
            "opsi-mock",
            [
                "--clients", "\(clients)", "--products", "\(products)",
                "--groups", "\(min(500, max(20, clients / 20)))", "--seed", "1",
                // Half a percent of all rows.
                "--trouble", "55",
                "--username", "bench", "--password", "bench",
            ] + arguments
        ) { mock in
            let url = try await mock.listening().url
            return try await body(url)
        }.value
    }

    /// A full read, then incremental ones with 0.1 % of the rows written before each: always the
    /// same rows, so that no more have changed within the time that is read again.
    static func figures(
        _ url: String, clients: Int, products: Int, rounds: Int
    ) async throws -> Figures {
        let configuration = ServerConfiguration(url: url, username: "bench", password: "bench")
        return try await withCounting(configuration) { opus, counter in
            let monitor = FleetMonitor(opus)
            var figures = Figures(clients: clients, rows: clients * products)
            figures.full = try await cost(counter) { try await monitor.refresh() }
            figures.troubled = figures.full.summary.map { troubled($0) / Double(figures.rows) } ?? 0
            var costs: [Cost] = []
            for round in 0...rounds {
                try await write(
                    max(1, clients * products / 1000), round, clients: clients, configuration)
                let cost = try await cost(counter) { try await monitor.refresh() }
                // The first one still sees the end of the full read.
                if round > 0 { costs.append(cost) }
            }
            costs.sort { $0.seconds < $1.seconds }
            figures.incremental = costs[costs.count / 2]
            return figures
        }
    }

    /// Rows that failed, and rows that wait for an action to run once.
    private static func troubled(_ summary: FleetSummary) -> Double {
        let rows = summary.depots.map { depot in
            depot.productsFailed
                + depot.productsRequested.reduce(0) { $0 + ($1.key == .always ? 0 : $1.value) }
        }
        return Double(rows.reduce(0, +))
    }

    final class ByteCounter: Sendable {
        private let count = Atomic<Int>(0)
        var value: Int { count.load(ordering: .relaxed) }
        func add(_ bytes: Int) { count.add(bytes, ordering: .relaxed) }
    }

    private static func withCounting<Value>(
        _ configuration: OpusServer.ServerConfiguration,
        _ body: (Opus, ByteCounter) async throws -> Value
    ) async throws -> Value {
        let counter = ByteCounter()
        let opus = try Opus(server: configuration) { counter.add($0.responseBytes) }
        let value = try await body(opus, counter)
        await opus.shutdown()
        return value
    }

    private static func cost(
        _ counter: ByteCounter, _ body: () async throws -> FleetSummary
    ) async throws -> Cost {
        let bytes = counter.value
        let seconds = Usage.ownSeconds
        let start = ContinuousClock.now
        let summary = try await body()
        return Cost(
            summary: summary, seconds: Usage.ownSeconds - seconds,
            wall: (ContinuousClock.now - start) / .seconds(1),
            bytes: counter.value - bytes)
    }

    /// Changes rows all over the fleet.
    private static func write(
        _ count: Int, _ round: Int, clients: Int, _ configuration: OpusServer.ServerConfiguration
    ) async throws {
        let server = try Server(configuration)
        var changes: [ProductOnClientChange] = []
        for index in 0..<count {
            let number = String(index &* 7 % clients + 1)
            let id = "pc" + String(repeating: "0", count: max(0, 5 - number.count)) + number
            var change = ProductOnClientChange(
                clientID: "\(id).fleet.test", productID: "opsi-client-agent", type: .localboot)
            change.productVersion = "0.\(round)"
            change.packageVersion = "1"
            changes.append(change)
        }
        try await server.updateProductsOnClients(changes)
        await server.shutdown()
    }

    /// Prints how the costs grow with the fleet.
    static func growth(
        _ sizes: [Int], products: Int, rounds: Int = 5
    ) async throws -> [Figures] {
        print(
            "\n clients      rows  troubled   full CPU s   full MB   ns/row   incr. CPU s   incr. MB"
        )
        var all: [Figures] = []
        for clients in sizes {
            let measured: Figures = try await withMock(clients: clients, products: products) {
                url in
                try await Self.figures(
                    url, clients: clients, products: products, rounds: rounds)
            }
            all.append(measured)
            print(
                String(
                    format: "%8d %9d %8.2f%% %12.3f %9.1f %8.0f %13.3f %10.2f", clients,
                    measured.rows,
                    measured.troubled * 100, measured.full.seconds,
                    Double(measured.full.bytes) / 1e6,
                    measured.full.seconds / Double(measured.rows) * 1e9,
                    measured.incremental.seconds, Double(measured.incremental.bytes) / 1e6))
            fflush(nil)
        }
        return all
    }
}
