import ExporterToolkit
import NIOCore
import OpusCore
import TestSupport
import Testing
import WebSupport

@testable import OpusExporter

@Suite("HTTP", .timeLimit(.minutes(1)))
struct HTTPTests {
    private static let openMetrics = "Accept: application/openmetrics-text;version=1.0.0"

    /// The fields that matter, without the date.
    private static func fields(_ answer: RawHTTP.Answer) -> [String: String] {
        answer.headers.filter { !["date", "connection", "etag"].contains($0.key) }
    }

    @Test(
        "a representation has its own type, encoding, length and tag, to GET and HEAD",
        arguments: [
            ([], "text/plain; version=0.0.4; charset=utf-8", nil),
            (["Accept-Encoding: gzip"], "text/plain; version=0.0.4; charset=utf-8", "gzip"),
            ([openMetrics], "application/openmetrics-text; version=1.0.0; charset=utf-8", nil),
            (
                [openMetrics, "Accept-Encoding: deflate", "Accept-Encoding: gzip"],
                "application/openmetrics-text; version=1.0.0; charset=utf-8", "gzip"
            ),
        ] as [([String], String, String?)])
    func representation(headers: [String], type: String, encoding: String?) async throws {
        try await RunningExporter.run { exporter in
            try await exporter.logged("info collected")
            let get = try await exporter.get("/metrics", headers)
            #expect(get.status == 200)
            var expected = [
                "content-type": type, "vary": "Accept, Accept-Encoding",
                "content-length": "\(get.body.count)",
            ]
            expected["content-encoding"] = encoding
            #expect(Self.fields(get) == expected)
            let text =
                encoding == nil
                ? get.text : String(decoding: try Inflate.gunzip(get.body), as: UTF8.self)
            #expect(text.contains(#"opsi_group_clients{server="opsi.test",group="say \"hi\""} 1"#))
            #expect(text.hasSuffix("# EOF\n") == type.contains("openmetrics"))

            let head = try await RawHTTP.send("HEAD", "/metrics", headers, port: exporter.port)
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(Self.fields(head) == expected)

            let tag = try #require(get.headers["etag"])
            let again = try await exporter.get(
                "/metrics", headers + ["If-None-Match: \"x\", \(tag)"])
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
            #expect(again.headers["etag"] == tag)
            #expect(Self.fields(again) == ["vary": "Accept, Accept-Encoding"])
        }
    }

    @Test("the four representations have four strong tags")
    func tags() async throws {
        try await RunningExporter.run { exporter in
            try await exporter.logged("info collected")
            var tags: Set<String> = []
            for headers in [
                [], ["Accept-Encoding: gzip"], [Self.openMetrics],
                [Self.openMetrics, "Accept-Encoding: gzip"],
            ] {
                let answer = try await exporter.get("/metrics", headers)
                tags.insert(try #require(answer.headers["etag"]))
            }
            #expect(tags.count == 4)
            #expect(tags.allSatisfy { $0.hasPrefix("\"") && $0.hasSuffix("\"") })
        }
    }

    @Test("other paths are 404, other methods 405 with Allow")
    func refused() async throws {
        try await RunningExporter.run { exporter in
            for path in ["/nope", "/metrics/", "/metrics/nope", "/-/reload", "//", "/%6detrics"] {
                let answer = try await exporter.get(path)
                #expect(answer.status == 404, "\(path)")
                let head = try await RawHTTP.send("HEAD", path, port: exporter.port)
                #expect(head.status == 404, "\(path)")
                #expect(head.body.isEmpty, "\(path)")
                #expect(head.headers["content-length"] == "\(answer.body.count)", "\(path)")
            }
            for path in ["/metrics", "/", "/-/healthy", "/-/ready"] {
                for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
                    let answer = try await RawHTTP.send(
                        method, path, ["Content-Length: 0"], port: exporter.port)
                    #expect(answer.status == 405, "\(method) \(path)")
                    #expect(answer.headers["allow"] == "GET, HEAD")
                }
            }
        }
    }

    @Test("the landing page links to the metrics, under any path")
    func landing() async throws {
        try await RunningExporter.run(telemetryPath: "/a&b") { exporter in
            let page = try await exporter.get("/")
            #expect(page.status == 200)
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.text.contains(#"href="./a&amp;b""#))
            #expect(try await exporter.get("/a&b").status == 200)
            #expect(try await exporter.get("/metrics").status == 404)
        }
    }

    @Test("healthy at once, ready from the first success on")
    func ready() async throws {
        let source = ScriptedSource()
        try await RunningExporter.run(source: source) { exporter in
            #expect(try await exporter.get("/-/healthy").status == 200)
            #expect(try await exporter.get("/-/ready").status == 503)
            let before = try await exporter.get("/metrics")
            #expect(before.text.contains(#"opsi_up{server="opsi.test"} 0"#))
            #expect(!before.text.contains("opsi_clients"))
            source.answer(.success(Fleets.nasty))
            try await exporter.logged("info collected")
            #expect(try await exporter.get("/-/ready").status == 200)
            let after = try await exporter.get("/metrics")
            #expect(after.text.contains(#"opsi_up{server="opsi.test"} 1"#))
            #expect(after.text.contains(#"opsi_exporter_http_requests_total{code="503"} 1"#))
        }
    }

    /// A request that no client should send.
    struct Malformed: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let request: String

        init(_ description: String, _ request: String) {
            testDescription = description
            self.request = request
        }
    }

    @Test(
        "whatever comes in, the exporter lives on",
        arguments: [
            Malformed("nothing", "\r\n\r\n"),
            Malformed("method alone", "GET\r\n\r\n"),
            Malformed("no version", "GET /metrics\r\n\r\n"),
            Malformed("odd version", "GET /metrics HTTP/9.9\r\n\r\n"),
            Malformed("URL without host", "GET http:// HTTP/1.1\r\n\r\n"),
            Malformed("control characters", "\u{0}\u{1}\u{2}\r\n\r\n"),
            Malformed("odd Accept", "GET /metrics HTTP/1.1\r\nAccept: \u{FF};q=\u{0}\r\n\r\n"),
            Malformed(
                "empty elements",
                "GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept: ;;,,=;q=\r\n"
                    + "Accept-Encoding: ;;\r\nIf-None-Match: W/\r\n\r\n"),
            Malformed(
                "negative length", "POST /metrics HTTP/1.1\r\nContent-Length: -1\r\n\r\n"),
            Malformed(
                "many fields",
                "GET /metrics HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 2000) + "\r\n"),
            Malformed(
                "long path", "GET /\(String(repeating: "x", count: 200_000)) HTTP/1.1\r\n\r\n"),
        ])
    func malformed(malformed: Malformed) async throws {
        try await RunningExporter.run { exporter in
            let channel = try await RawHTTP.connect(port: exporter.port)
            // The connection may be closed while still being written to.
            _ = try? await channel.executeThenClose { _, outbound in
                try await outbound.write(ByteBuffer(string: malformed.request))
            }
            #expect(try await exporter.get("/metrics").status == 200)
        }
    }

    @Test("a port in use is told with the way out")
    func portInUse() async throws {
        try await RunningExporter.run { exporter in
            let address = ListenAddress(host: "127.0.0.1", port: exporter.port)
            let application = try ExporterApplication.build(
                configuration: ExporterConfiguration(collections: [], listenAddress: address),
                logger: LogRecorder().logger)
            let service = try #require(application.services.last)
            let error = await #expect(throws: ListenError.self) { try await service.run() }
            let expected =
                "cannot listen on 127.0.0.1:\(exporter.port): another process uses this port; end"
                + " it, or choose another address with --web.listen-address"
            #expect(error?.description == expected)
            await #expect(throws: ListenError.self) { try await application.url() }
        }
    }
}
