import Foundation
import TestSupport

/// A program that ends by itself.
enum Tool {
    /// What became of a run.
    struct Outcome {
        let status: Int32
        /// Standard output, and after it standard error, without empty lines.
        let output: String
    }

    /// Runs a program of `/usr/bin` to its end.
    static func run(_ name: String, _ arguments: [String]) async throws -> Outcome {
        let end = try await ChildProcess.run(URL(filePath: "/usr/bin/\(name)"), arguments)
        return Outcome(
            status: end.status, output: (end.output + end.errors).joined(separator: "\n"))
    }

    /// What a file of `dashboards/grafana/source` evaluates to.
    static func evaluate<Value: Decodable>(
        _ source: String, as type: Value.Type
    ) async throws -> Value {
        let outcome = try await run("jsonnet", [Files.source.appending(path: source).path])
        return try JSONDecoder().decode(type, from: Data(outcome.output.utf8))
    }
}
