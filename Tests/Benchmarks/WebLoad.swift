import Foundation
import TestSupport

/// How a web server stood up to wrk.
struct WebLoad {
    /// Milliseconds to an answer on one connection, in the middle and for the slowest hundredth.
    let median: Double
    let high: Double
    /// Answers a second on eight connections.
    let rate: Double

    static let generator = URL(filePath: "/usr/bin/wrk")

    static func measure(
        _ url: String, isCompressed: Bool, seconds: Int
    ) async throws -> WebLoad {
        func output(connections: Int) async throws -> [String] {
            let encoding = isCompressed ? "gzip" : "identity"
            let end = try await ChildProcess.run(
                generator,
                [
                    "--threads", "1", "--connections", "\(connections)",
                    "--duration", "\(seconds)s", "--latency",
                    "--header", "Accept-Encoding: \(encoding)", url,
                ])
            let isBad = end.output.contains {
                $0.contains("Non-2xx") || $0.contains("Socket errors")
            }
            guard end.status == 0, !isBad else { throw Failure(output: end.output + end.errors) }
            return end.output
        }
        let one = try await output(connections: 1)
        let eight = try await output(connections: 8)
        let rate = try value(after: "Requests/sec:", in: eight)
        guard let rate = Double(rate) else { throw Failure(output: eight) }
        return WebLoad(
            median: try milliseconds(value(after: "50%", in: one)),
            high: try milliseconds(value(after: "99%", in: one)), rate: rate)
    }

    private static func value(after word: String, in output: [String]) throws -> Substring {
        for line in output {
            let words = line.split(separator: " ")
            if words.first.map(String.init) == word, words.count > 1 { return words[1] }
        }
        throw Failure(output: output)
    }

    private static func milliseconds(_ text: Substring) throws -> Double {
        for (unit, factor) in [("us", 0.001), ("ms", 1), ("s", 1_000)] where text.hasSuffix(unit) {
            if let number = Double(text.dropLast(unit.count)) { return number * factor }
        }
        throw Failure(output: [String(text)])
    }

    struct Failure: Error {
        let output: [String]
    }
}
