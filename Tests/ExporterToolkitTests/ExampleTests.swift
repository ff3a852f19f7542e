import Foundation
import TestSupport
import Testing
import WebSupport

/// The example on the toolkit's page is a whole exporter.
@Suite("Example exporter", .timeLimit(.minutes(1)))
struct ExampleTests {
    private static func page(_ name: String) throws -> String {
        try Project.text("Sources/ExporterToolkit/ExporterToolkit.docc/\(name).md")
    }

    @Test("serves what it measures, in both formats, and ends when it is told to")
    func serves() async throws {
        let end = try await ChildProcess.run(
            "example-exporter", ["127.0.0.1:0", "/", "/no/such/path"],
            environment: [:]
        ) { exporter in
            let port = try await exporter.listening().port
            // The first look at the disks may still be under way.
            while try await RawHTTP.send("GET", "/-/ready", port: port).status != 200 {}
            let answer = try await RawHTTP.send("GET", "/metrics", port: port)
            #expect(answer.status == 200)
            let lines = answer.text.split(separator: "\n")
            #expect(lines.contains("# TYPE disk_free_bytes gauge"))
            let sizes = lines.filter { $0.hasPrefix("disk_size_bytes{") }
            #expect(sizes.count == 1)
            let size = try #require(
                sizes.first?.trimmingPrefix(#"disk_size_bytes{path="/"} "#))
            #expect(try #require(Int(size)) > 0)
            #expect(lines.contains { $0.hasPrefix("process_resident_memory_bytes ") })

            let packed = try await RawHTTP.send(
                "GET", "/metrics?name[]=disk_size_bytes",
                ["Accept: application/openmetrics-text", "Accept-Encoding: gzip"], port: port)
            #expect(packed.headers["content-encoding"] == "gzip")
            let text = String(decoding: try Inflate.gunzip(packed.body), as: UTF8.self)
            #expect(text.hasPrefix("# HELP disk_size_bytes"))
            #expect(text.hasSuffix("\n# EOF\n"))
            #expect(try await RawHTTP.send("GET", "/", port: port).text.contains("/metrics"))
        }
        #expect(end.status == 0)
    }

    @Test("asks for passwords by the file that it is given")
    func configured() async throws {
        try await WebFiles.use { files in
            try files.write(WebFiles.users)
            let end = try await ChildProcess.run(
                "example-exporter", ["127.0.0.1:0", "/"],
                environment: ["WEB_CONFIG_FILE": files.configuration]
            ) { exporter in
                let port = try await exporter.listening().port
                #expect(try await RawHTTP.send("GET", "/metrics", port: port).status == 401)
            }
            #expect(end.status == 0)
        }
    }

    @Test("is the file that is built, line by line")
    func page() throws {
        let blocks = try Self.page("WritingAnExporter").components(separatedBy: "```swift\n")
        #expect(blocks.count == 2)
        let shown = blocks.last?.components(separatedBy: "```\n").first
        #expect(shown == (try Project.text("Tests/ExampleExporter/DiskExporter.swift")))
    }

    @Test("the overview names every public type, and no other")
    func topics() throws {
        let named = try Self.page("ExporterToolkit").matches(of: /\n- ``(\w+)``/).map {
            String($0.1)
        }
        let declared = try Project.files(below: "Sources/ExporterToolkit").flatMap { file in
            try Project.text(file).matches(
                of: /(?:^|\n)public (?:final )?(?:struct|class|enum|protocol|actor) (\w+)/
            ).map { String($0.1) }
        }
        #expect(declared.count > 10)
        #expect(named.sorted() == declared.sorted())
    }
}
