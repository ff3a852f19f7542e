import Foundation
import TestSupport

/// A program that ends by itself.
enum Tool {
    /// What became of a run.
    struct Outcome {
        let status: Int32
        /// Standard output and standard error.
        let output: String
    }

    /// Runs a program of `/usr/bin` to its end.
    ///
    /// Its output goes to a file: a pipe's end is inherited by whatever else is started at that
    /// moment, and then does not close before that has ended.
    static func run(_ name: String, _ arguments: [String]) async throws -> Outcome {
        try await withTemporaryDirectory { folder in
            let file = folder.appending(path: "output")
            try Data().write(to: file)
            let handle = try FileHandle(forWritingTo: file)
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/\(name)")
            process.arguments = arguments
            process.standardOutput = handle
            process.standardError = handle
            process.standardInput = FileHandle.nullDevice
            let (ends, end) = AsyncStream.makeStream(of: Int32.self)
            process.terminationHandler = { end.yield($0.terminationStatus) }
            try process.run()
            let status = await ends.first { _ in true } ?? -1
            try handle.close()
            return Outcome(status: status, output: try Files.text(file))
        }
    }

    /// What a file of `dashboards/grafana/source` evaluates to.
    static func evaluate<Value: Decodable>(
        _ source: String, as type: Value.Type
    ) async throws -> Value {
        let outcome = try await run("jsonnet", [Files.source.appending(path: source).path])
        return try JSONDecoder().decode(type, from: Data(outcome.output.utf8))
    }
}
