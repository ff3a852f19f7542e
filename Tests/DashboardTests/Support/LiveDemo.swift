import AsyncHTTPClient
import Foundation
import NIOCore
import TestSupport

/// The demonstration as a process of its own.
struct LiveDemo: Sendable {
    /// Its exporter, as `HOST:PORT`.
    let exporter: String
    /// The configuration for the command line that it wrote.
    let configuration: URL

    /// Runs it for as long as a body runs.
    ///
    /// - Parameters:
    ///   - arguments: its arguments beside those for ports.
    ///   - body: uses it.
    /// - Returns: what the body returns.
    /// - Throws: what the body throws, or where it can't be started or does not end well.
    static func run<Value: Sendable>(
        _ arguments: [String], _ body: @Sendable (LiveDemo) async throws -> Value
    ) async throws -> Value {
        let demo = try await ChildProcess.run(
            "opus-demo", ["--port", "0", "--mock-port", "0"] + arguments
        ) { process in
            let metrics = try await process.line(containing: "/metrics")
            let exporter = metrics.split(separator: "http://").last?.dropLast("/metrics".count)
            let selection = try await process.line(containing: "OPUS_CONFIG=")
            let path = selection.split(separator: "OPUS_CONFIG=").last.map(String.init) ?? ""
            return try await body(
                LiveDemo(exporter: String(exporter ?? ""), configuration: URL(filePath: path)))
        }
        guard demo.status == 0 else {
            throw BadEnd(status: demo.status, errors: demo.errors)
        }
        return demo.value
    }

    /// It did not end as it should.
    struct BadEnd: Error {
        let status: Int32
        let errors: [String]
    }

    /// The value of a series, just as it is written there, such as `opsi_up{server="demo"}`.
    func value(of series: String) async throws -> Int? {
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: "http://\(exporter)/metrics"), timeout: .seconds(30))
        let body = String(buffer: try await response.body.collect(upTo: 1 << 24))
        let line = body.split(separator: "\n").first { $0.hasPrefix(series + " ") }
        return line?.split(separator: " ").last.flatMap { Int($0) }
    }

    /// Asks again until a series has a value; the exporter tells nobody by itself.
    func wait(for series: String, until wanted: (Int) -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(180)
        while true {
            let found = try await value(of: series)
            if let found, wanted(found) { return }
            guard ContinuousClock.now < end else { throw NeverSeen(series: series, last: found) }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// A series did not have the value that was waited for, in far longer than it takes.
    struct NeverSeen: Error {
        let series: String
        let last: Int?
    }
}
