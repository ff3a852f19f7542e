import Foundation
import TestSupport

/// What commands ask a server for: requests, and bytes, beside those of another build of opus on the
/// same fleet where `OPUS_BESIDE` names one, else beside the whole fleet's rows.
enum EconomyBenchmark {
    private static let environment = ["OPUS_PASSWORD": "bench", "OPUS_USERNAME": "bench"]

    private struct Cost {
        var requests: Int
        var bytes: Int
    }

    /// A command, and what it may cost.
    private struct Measured {
        var words: [String]
        /// The most requests, where that is an aim.
        var requests: Int?
        /// The largest share of the other build's bytes.
        var share: Double
        /// How it is called in the figures.
        var name: String
    }

    /// For exact ids a twentieth of the bytes and six requests, for a group half of the bytes.
    private static func commands(client: String, group: String) -> [Measured] {
        let single: [[String]] = [
            ["client"], ["clients"], ["status"], ["failed"], ["products"], ["software"],
            ["retry", "--dry-run"], ["update", "--dry-run"], ["cancel", "--dry-run"],
            ["reboot", "--dry-run"], ["install", "product012", "--dry-run"],
        ]
        let one = single.map { words -> Measured in
            let options = words.filter { $0.hasPrefix("--") }
            let plain = words.filter { !$0.hasPrefix("--") }
            return Measured(
                words: plain + [client] + options, requests: 6, share: 0.05,
                name: (plain + ["ID"] + options).joined(separator: " "))
        }
        let part = [
            ["clients", "\(client) and state:failed"], ["status", "@\(group)"],
            ["group", "show", group], ["clients", "@\(group)"],
        ].map { words in
            let isOne = words[1].hasPrefix(client)
            let name = words.joined(separator: " ").replacing(client, with: "ID")
                .replacing(group, with: "GROUP")
            return Measured(
                words: words, requests: isOne ? 6 : nil, share: isOne ? 0.05 : 0.5, name: name)
        }
        return one + part
    }

    /// Measures, and tells whether each aim is held.
    ///
    /// - Parameters:
    ///   - clients: clients of the fleet.
    ///   - products: its products.
    ///   - baseline: the stored ratios.
    /// - Returns: the names of what misses its aim.
    /// - Throws: where a process can't be run.
    static func run(
        clients: Int, products: Int, _ baseline: Baseline
    ) async throws -> [String] {
        let other = ProcessInfo.processInfo.environment["OPUS_BESIDE"]
        return try await withMock(clients: clients, products: products) { url in
            let whole = try await cost(["status"], ChildProcess.product("opus"), url)
            let failed = try await plain(["clients", "state:failed"], url)
            // The largest: half of the fleet and more.
            let group = "group001"
            guard let client = failed.first else { return [] }
            var missed: [String] = []
            for measured in commands(client: client, group: group) {
                let now = try await cost(measured.words, ChildProcess.product("opus"), url)
                let name = "opus \(measured.name)"
                baseline.report(
                    name + ": requests", Double(now.requests),
                    aim: measured.requests.map { "<= \($0)" } ?? "-", better: .lower)
                if let most = measured.requests, now.requests > most {
                    missed.append(name + ": requests")
                }
                guard let other else {
                    baseline.report(
                        name + ": bytes / opus status", Double(now.bytes) / Double(whole.bytes),
                        aim: "-", better: .lower)
                    continue
                }
                let before = try await cost(measured.words, URL(fileURLWithPath: other), url)
                let share = Double(now.bytes) / Double(max(1, before.bytes))
                print(
                    "    \(now.bytes) bytes; the other build \(before.requests) requests,"
                        + " \(before.bytes) bytes")
                baseline.report(
                    name + ": bytes / the other build's", share, aim: "<= \(measured.share)",
                    better: .lower)
                if share > measured.share { missed.append(name + ": bytes") }
            }
            return missed
        }
    }

    private static func withMock<Value: Sendable>(
        clients: Int, products: Int, _ body: @Sendable (_ url: String) async throws -> Value
    ) async throws -> Value {
        try await ChildProcess.run(
            "opsi-mock",
            [
                "--clients", "\(clients)", "--products", "\(products)", "--groups", "100",
                "--seed", "1", "--username", "bench", "--password", "bench",
            ]
        ) { mock in
            let url = try await mock.listening().url
            return try await body(url)
        }.value
    }

    /// What a command says of its calls.
    private static func cost(_ command: [String], _ opus: URL, _ url: String) async throws -> Cost {
        let end = try await ChildProcess.run(
            opus, command + ["-v", "--server", url], environment: environment)
        let told = end.errors.compactMap { line in
            line.firstMatch(of: /: \d+ ms, (\d+) bytes/).flatMap { Int($0.1) }
        }
        return Cost(requests: told.count, bytes: told.reduce(0, +))
    }

    /// The first column of what a command prints.
    private static func plain(_ command: [String], _ url: String) async throws -> [String] {
        try await ChildProcess.run(
            "opus", command + ["-o", "plain", "--server", url],
            environment: environment
        ).output.compactMap { $0.split(separator: "\t").first.map(String.init) }
    }
}
