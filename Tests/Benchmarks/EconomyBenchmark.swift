import Foundation
import TestSupport

/// What commands ask a server for: requests, and bytes beside those of the whole fleet's rows.
enum EconomyBenchmark {
    private static let environment = ["OPUS_PASSWORD": "bench", "OPUS_USERNAME": "bench"]

    private struct Cost {
        var requests: Int
        var bytes: Int
    }

    static func run(clients: Int, products: Int, _ baseline: Baseline) async throws {
        try await FleetBenchmark.withMock(clients: clients, products: products) { url in
            let whole = try await cost(["status"], url)
            let list = try await plain(["clients", "state:failed"], url)
            let groups = try await plain(["groups"], url)
            guard let client = list.first, let group = groups.dropFirst().first else { return }
            for (name, command, aim) in [
                ("client ID", ["client", client], "<= 6"),
                ("clients ID", ["clients", client], "<= 6"),
                ("retry ID --dry-run", ["retry", client, "--dry-run"], "<= 6"),
                ("group show GROUP", ["group", "show", group], "-"),
            ] {
                let cost = try await cost(command, url)
                baseline.report(
                    "opus \(name): requests", Double(cost.requests), aim: aim, better: .lower)
                baseline.report(
                    "opus \(name): bytes / opus status, \(clients) × \(products)",
                    Double(cost.bytes) / Double(whole.bytes), aim: "-", better: .lower)
            }
        }
    }

    /// What a command says of its calls.
    private static func cost(_ command: [String], _ url: String) async throws -> Cost {
        let end = try await ChildProcess.run(
            ChildProcess.product("opus"), command + ["-v", "--server", url],
            environment: environment)
        let told = end.errors.compactMap { line in
            line.firstMatch(of: /: \d+ ms, (\d+) bytes/).flatMap { Int($0.1) }
        }
        return Cost(requests: told.count, bytes: told.reduce(0, +))
    }

    /// The first column of what a command prints.
    private static func plain(_ command: [String], _ url: String) async throws -> [String] {
        try await ChildProcess.run(
            ChildProcess.product("opus"), command + ["-o", "plain", "--server", url],
            environment: environment
        ).output.compactMap { $0.split(separator: "\t").first.map(String.init) }
    }
}
