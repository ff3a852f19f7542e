import AsyncHTTPClient
import Foundation
import NIOCore

/// What the demonstration prints.
enum DemoOutput {
    /// The four states by group, which is what opus is for.
    private static let shown = [
        "opsi_group_clients_failed", "opsi_group_clients_updatable", "opsi_group_clients_fresh",
        "opsi_group_clients_outdated",
    ]

    /// Waits for the first collection, shows the four states of every group as Prometheus gets
    /// them, and tells what to try.
    static func introduce(
        exporterURL: String, serverURL: String, username: String, interval: Int,
        access: CommandLineAccess
    ) async throws {
        while try await get(exporterURL + "/-/ready").status != 200 {
            try await Task.sleep(for: .milliseconds(100))
        }
        let metrics = try await get(exporterURL + "/metrics").body
        let lines = metrics.split(separator: "\n").filter { line in
            shown.contains { line.hasPrefix($0 + "{") || line.hasPrefix("# HELP \($0) ") }
        }
        let text = """
            Clients of every group that failed, are updatable, fresh or outdated, as Prometheus \
            reads them:

            \(lines.joined(separator: "\n"))

            The fleet lives on; new numbers every \(interval) s.
              a page for people \(exporterURL)/
              metrics           \(exporterURL)/metrics
              mock opsi server  \(serverURL) (user \(username))

            Try:
              curl -s \(exporterURL)/metrics | grep '^opsi_clients_failed'
              watch -n 2 "curl -s \(exporterURL)/metrics | grep '^opsi_group_clients_failed'"
              curl -s --compressed -D - -o /dev/null \(exporterURL)/metrics

            The command line, in another terminal (opus doctor will notice that the fleet's clock \
            hurries):
              export OPUS_CONFIG=\(access.file.path)
              export PATH="\(programs):$PATH"
              opus status
              opus failed @clientdirectory
              opus why
              opus watch
              opus retry state:failed --now --wait

            Ctrl-C ends it.
            """
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Where this program lies, and `opus` beside it.
    private static var programs: String {
        URL(filePath: CommandLine.arguments[0]).standardizedFileURL.deletingLastPathComponent().path
    }

    /// Prints a complaint on standard error.
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    private static func get(_ url: String) async throws -> (status: Int, body: String) {
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: url), timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 64 * 1024 * 1024)
        return (Int(response.status.code), String(buffer: body))
    }
}
