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

    /// What an expression about `dashboards/mixin.libsonnet` evaluates to, which it names `mixin`.
    static func evaluate<Value: Decodable>(
        _ expression: String, as type: Value.Type
    ) async throws -> Value {
        let outcome = try await run("jsonnet", mixin(expression))
        return try JSONDecoder().decode(type, from: Data(outcome.output.utf8))
    }

    /// What jsonnet is called with for an expression about the mixin.
    static func mixin(_ expression: String) -> [String] {
        [
            "--jpath", Files.root.path,
            "--exec", "local mixin = import 'mixin.libsonnet'; \(expression)",
        ]
    }
}
