import Foundation
import MockSupport
import OpsiMock
import OpusCore
import TestSupport
import Testing

@testable import OpusExporter
@testable import OpusServer

@Suite("--once", .timeLimit(.minutes(1)))
struct SingleRunTests {
    private static func run(
        _ mock: OpsiMock, _ arguments: [String]
    ) async throws -> ChildProcess.End<Void> {
        try await ChildProcess.run(
            "opus-exporter", arguments,
            environment: [
                "OPUS_SERVER": mock.url, "OPUS_USERNAME": mock.username,
                "OPUS_PASSWORD": mock.password, "OPUS_NAME": "main",
            ])
    }

    private static func permissions(_ url: URL) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
    }

    @Test("writes what a scrape would show, without what node_exporter has itself")
    func file() async throws {
        try await withOpsiMock(
            fleet: .example, configuration: .init { $0.clock = .fixed(ExpectedCounts.unixTime) }
        ) { mock in
            try await withTemporaryDirectory { folder in
                let file = folder.appending(path: "opus.prom")
                try Data("old".utf8).write(to: file)
                let end = try await Self.run(mock, ["--once", file.path, "--collector.clients"])
                #expect(end.status == 0, "\(end.errors)")
                #expect(end.output.isEmpty)
                let text = try String(contentsOf: file, encoding: .utf8)
                let lines = text.split(separator: "\n")
                for (family, counts) in try ExpectedCounts().counts
                where family.hasPrefix("opsi_clients") {
                    for (depot, count) in counts {
                        let line = "\(family){server=\"main\",depot=\"\(depot)\"} \(count)"
                        #expect(lines.contains(Substring(line)), "\(line)")
                    }
                }
                #expect(lines.contains(#"opsi_up{server="main"} 1"#))
                #expect(lines.count { $0.hasPrefix("opsi_client_failed_products{") } == 60)
                #expect(!text.contains("\nprocess_") && !text.contains("http_requests"))
                // No times, and nothing of OpenMetrics.
                // A value and no time; group names can hold anything, braces as well.
                let values = lines.filter { !$0.hasPrefix("#") }.map { line in
                    line.suffix(from: line.lastIndex(of: "}") ?? line.startIndex)
                }
                #expect(values.allSatisfy { $0.split(separator: " ").count == 2 })
                #expect(!text.contains("# EOF"))
                #expect(try Self.permissions(file) == 0o644)
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: folder.path)
                        == ["opus.prom"])
            }
        }
    }

    @Test("tells when the opsi server's certificate ends, and nothing of one without TLS")
    func certificate() async throws {
        for isEncrypted in [true, false] {
            try await withOpsiMock(configuration: .init { $0.tls = isEncrypted }) { mock in
                try await withTemporaryDirectory { folder in
                    let file = folder.appending(path: "opus.prom")
                    _ = try await Self.run(
                        mock, ["--once", file.path] + (isEncrypted ? ["--insecure"] : []))
                    let text = try String(contentsOf: file, encoding: .utf8)
                    let family = "opsi_server_certificate_expiry_timestamp_seconds"
                    let line = text.split(separator: "\n").first { $0.hasPrefix("\(family){") }
                    let expiry = line?.split(separator: " ").last.flatMap { Double($0) }
                    let days = expiry.map { ($0 - Date().timeIntervalSince1970) / 86_400 }
                    #expect(days.map { 89 < $0 && $0 < 91 } ?? !isEncrypted)
                    #expect((days == nil) != isEncrypted)
                }
            }
        }
    }

    @Test("a server that can't be read is 0 in the file, and the status says so")
    func failed() async throws {
        try await withOpsiMock(fleet: OpsiMock.Fleet()) { mock in
            mock.faults.set([.init(.rpcError, method: "host_getObjects")])
            try await withTemporaryDirectory { folder in
                let file = folder.appending(path: "opus.prom")
                let end = try await Self.run(mock, ["--once", file.path])
                #expect(end.status == 69)
                #expect(end.errors.contains { $0.contains("level=error msg=\"collection failed") })
                let text = try String(contentsOf: file, encoding: .utf8)
                #expect(text.contains("\nopsi_up{server=\"main\"} 0\n"))
                #expect(text.contains("errors_total{server=\"main\",reason=\"rpc\"} 1\n"))
                #expect(!text.contains("\nopsi_clients"))
            }
        }
    }

    @Test("a file that can't be written is told, and the old one stays")
    func unwritable() async throws {
        try await withOpsiMock(fleet: OpsiMock.Fleet()) { mock in
            try await withTemporaryDirectory { folder in
                for (path, message) in [
                    (folder.path, "\(folder.path) is there and is no file"),
                    (folder.path + "/none/a.prom", "can't create a file in \(folder.path)/none"),
                    (folder.path + "/", "is no name of a file"),
                ] {
                    let end = try await Self.run(mock, ["--once", path])
                    #expect(end.status == 73)
                    #expect(
                        end.errors.contains { $0.contains("--once: ") && $0.contains(message) },
                        "\(end.errors)")
                }
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
            }
        }
    }

    @Test("a collection has its time limit here, too")
    func tooLong() async throws {
        let source = ScriptedSource()
        let time = ManualClock()
        let run = SingleRun(
            configuration: ExporterConfiguration(
                collections: [
                    CollectionConfiguration(
                        name: "s", server: .init(url: "https://a", username: "u", password: "p"),
                        timeout: .seconds(30))
                ]),
            sources: [(source, CallStatistics())], clock: time.clock,
            logger: LogRecorder().logger)
        async let outcome = run.collect()
        #expect(try await source.events.next() == .asked)
        // The limit may not be waited for yet.
        time.advance(to: .seconds(60))
        #expect(try await source.events.next() == .cancelled)
        let (text, isComplete) = await outcome
        #expect(!isComplete)
        #expect(String(decoding: text, as: UTF8.self).contains(#"reason="timeout"} 1"#))
        #expect(try await source.events.next() == .shutDown)
    }
}
