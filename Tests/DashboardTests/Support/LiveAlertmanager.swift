import Foundation
import TestSupport

/// A real Alertmanager with the example's configuration, in a hurry.
enum LiveAlertmanager {
    /// Runs it for as long as a body runs.
    ///
    /// - Parameters:
    ///   - webhook: where its notifications go, as `HOST:PORT`.
    ///   - body: uses it, by its `HOST:PORT`.
    /// - Returns: what the body returns.
    /// - Throws: what the body throws, or where Alertmanager can't be started.
    static func run<Value: Sendable>(
        notifying webhook: String, _ body: @Sendable (_ address: String) async throws -> Value
    ) async throws -> Value {
        try await withTemporaryDirectory { directory in
            let text = try Files.text(Files.alertmanager)
                .replacing(/(?<key>group_wait|group_interval): \w+/) { "\($0.key): 1s" }
                .replacing("127.0.0.1:9999", with: webhook)
            let file = directory.appending(path: "alertmanager.yml")
            try text.write(to: file, atomically: true, encoding: .utf8)
            return try await ChildProcess.run(
                URL(filePath: "/usr/bin/prometheus-alertmanager"),
                [
                    "--config.file=\(file.path)", "--web.listen-address=127.0.0.1:0",
                    "--cluster.listen-address=",
                    "--storage.path=\(directory.appending(path: "data").path)",
                ]
            ) { process in
                let line = try await process.line(containing: "Listening on")
                return try await body(line.split(separator: "address=").last.map(String.init) ?? "")
            }.value
        }
    }
}
