import Foundation
import TestSupport
import Testing

/// What the page on running the exporter in production tells Prometheus to do.
@Suite("Running in production", .timeLimit(.minutes(3)))
struct ProductionPageTests {
    /// The blocks of code in one language on the pages.
    private static func blocks(_ language: String) throws -> [String] {
        let folder = "Sources/OpusExporter/OpusExporter.docc"
        return try Project.files(below: folder, ending: ".md").flatMap {
            try Project.text($0).components(separatedBy: "```\(language)\n").dropFirst().map {
                $0.components(separatedBy: "```")[0]
            }
        }
    }

    private static func check(_ file: URL) async throws {
        let end = try await ChildProcess.run(
            URL(filePath: "/usr/bin/promtool"), ["check", "config", file.path])
        #expect(end.status == 0, "\(file.path): \(end.output) \(end.errors)")
    }

    @Test("Prometheus takes the example in packaging and those on the pages")
    func configurations() async throws {
        try await Self.check(Project.url("packaging/prometheus.scrape.example.yml"))
        let blocks = try Self.blocks("yaml").filter {
            $0.hasPrefix("scrape_configs:") || $0.hasPrefix("global:")
        }
        #expect(blocks.count > 4)
        for block in blocks {
            try await withTemporaryDirectory { folder in
                let file = folder.appending(path: "prometheus.yml")
                try Data(block.utf8).write(to: file)
                try await Self.check(file)
            }
        }
    }

    @Test("of two replicas each series counts once, and nothing is missing when one ends")
    func replicas() async throws {
        let expressions = try Self.blocks("promql")
        let deduplicated = try #require(
            expressions.first { $0.hasPrefix("sum by (server) (max by") })
        let healthyOnly = try #require(expressions.first { $0.contains("opsi_up == 1))") })
        try await Self.mock { server in
            _ = try await ExporterProcess.run(server) { _, one in
                _ = try await ExporterProcess.run(server) { second, two in
                    try await LivePrometheus.run(scraping: ["opus": "\(one),\(two)"]) {
                        prometheus in
                        _ = try await prometheus.wait(for: "opsi_up == 1") { $0.count == 2 }
                        let doubled = try await prometheus.query("sum(opsi_clients_failed)")
                        let truth = doubled[0].value / 2
                        #expect(truth > 0)
                        for expression in [deduplicated, healthyOnly] {
                            let counted = try await prometheus.query(expression)
                            #expect(counted.map(\.value) == [truth], "\(expression)")
                        }
                        for expression in expressions { _ = try await prometheus.query(expression) }

                        second.terminate()
                        _ = try await prometheus.wait(for: "up == 0") { $0.count == 1 }
                        // In every second of that time, not only now.
                        for bound in ["min", "max"] {
                            let over = try await prometheus.query(
                                "\(bound)_over_time((\(deduplicated))[5s:1s])")
                            #expect(over.map(\.value) == [truth], "\(bound)")
                        }
                    }
                }
            }
        }
    }

    private static func mock(_ body: @Sendable (_ server: String) async throws -> Void) async throws
    {
        _ = try await ChildProcess.run(
            "opsi-mock",
            ["--clients", "120", "--username", "monitor", "--password", "secret"]
        ) { mock in
            try await body(try await mock.listening().url)
        }
    }
}
