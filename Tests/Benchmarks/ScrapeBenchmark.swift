import AsyncHTTPClient
import CZlib
import Foundation
import NIOCore
import TestSupport

/// Scrapes of the exporter, beside node_exporter and beside nginx, which serves the same bytes from
/// files, compressed beforehand.
enum ScrapeBenchmark {
    static func run(seconds: Int, _ baseline: Baseline) async throws {
        guard
            [WebLoad.generator, Peers.nginx, Peers.nodeExporter].allSatisfy({
                FileManager.default.isExecutableFile(atPath: $0.path)
            })
        else {
            return print("(no wrk, nginx or prometheus-node-exporter here to compare scrapes with)")
        }
        let little = try await withExporter(clients: 1, groups: 1) { url, process in
            try await reloading(url, process)
        }
        // About 5,000 series.
        let much = try await withExporter(clients: 1_360, groups: 200) { url, process in
            let document = try await body(of: "\(url)/metrics", accept: text)
            let lines = document.split(separator: UInt8(ascii: "\n"))
            let series = lines.count { !$0.starts(with: "#".utf8) }
            print(
                "\n\(series) series, \(document.count) bytes\n"
                    + "scrapes                      one connection: p50 ms, p99 ms   eight: a second"
            )
            let opus = try await measure("opus-exporter", "\(url)/metrics", seconds: seconds)
            baseline.report(
                "exporter: resident MB, \(series) series",
                Usage.residentMegabytes(of: process.id) ?? .nan, aim: "< 40", better: .lower)
            let nginx = try await Peers.withNginx(serving: document) { address in
                try await measure("nginx", address, seconds: seconds)
            }
            let node = try await Peers.withNodeExporter { address in
                try await measure("node_exporter", address, seconds: seconds)
            }
            for (encoding, peer, ratio, aim) in [
                ("gzip", "nginx", opus.compressed.rate / nginx.compressed.rate, ">= 0.5"),
                ("plain", "nginx", opus.plain.rate / nginx.plain.rate, "-"),
                ("gzip", "node_exporter", opus.compressed.rate / node.compressed.rate, "> 1"),
                ("plain", "node_exporter", opus.plain.rate / node.plain.rate, "> 1"),
            ] {
                baseline.report(
                    "scrapes a second, \(encoding): opus-exporter's / \(peer)'s", ratio, aim: aim,
                    better: .higher)
            }
            baseline.report(
                "scrapes, gzip, one connection: p99 ms", opus.compressed.high, aim: "< 2",
                better: .lower)
            return try await reloading(url, process)
        }
        print(
            String(
                format: "a reload: %.1f ms of CPU, of which zlib %.1f ms; of few series %.1f, %.1f",
                much.reload * 1000, much.zlib * 1000, little.reload * 1000, little.zlib * 1000))
        baseline.report(
            "render + compress in two formats: CPU / zlib's alone",
            (much.reload - little.reload) / (much.zlib - little.zlib), aim: "<= 1.5",
            better: .lower)
    }

    private static let text = "text/plain"
    private static let openMetrics = "application/openmetrics-text"

    /// Runs the exporter before a fleet that it has collected.
    private static func withExporter<Value: Sendable>(
        clients: Int, groups: Int,
        _ body: @Sendable (_ url: String, ChildProcess) async throws -> Value
    ) async throws -> Value {
        try await FleetBenchmark.withMock(
            clients: clients, products: 60, arguments: ["--groups", "\(groups)"]
        ) { server in
            try await ChildProcess.run(
                "opus-exporter",
                [
                    "--server", server, "--interval", "1h", "--collector.clients",
                    "--collector.products", "--web.listen-address", "127.0.0.1:0",
                ],
                environment: ["OPUS_PASSWORD": "bench", "OPUS_USERNAME": "bench"]
            ) { process in
                let url = try await process.listening().url
                _ = try await process.line(containing: "msg=collected")
                return try await body(url, process)
            }.value
        }
    }

    private static func measure(
        _ name: String, _ address: String, seconds: Int
    ) async throws -> (plain: WebLoad, compressed: WebLoad) {
        let plain = try await WebLoad.measure(address, isCompressed: false, seconds: seconds)
        let compressed = try await WebLoad.measure(address, isCompressed: true, seconds: seconds)
        for (kind, load) in [("plain", plain), ("gzip", compressed)] {
            let what = "\(name), \(kind)".padding(toLength: 28, withPad: " ", startingAt: 0)
            print(
                what,
                String(format: "%21.3f %7.3f %17.0f", load.median, load.high, load.rate))
        }
        fflush(nil)
        return (plain, compressed)
    }

    /// Seconds of CPU that a reload takes, which renders and compresses both formats, and that zlib
    /// alone takes with the same bytes. What else a reload does is the same for few series as for
    /// many.
    private static func reloading(
        _ url: String, _ process: ChildProcess
    ) async throws -> (reload: Double, zlib: Double) {
        let rounds = 300
        let documents = [
            try await body(of: "\(url)/metrics", accept: text),
            try await body(of: "\(url)/metrics", accept: openMetrics),
        ]
        let before = Usage.seconds(of: process.id) ?? .nan
        for _ in 0..<rounds {
            var request = HTTPClientRequest(url: "\(url)/-/reload")
            request.method = .POST
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            guard response.status == .ok else { throw Refused(status: response.status.code) }
            _ = try await response.body.collect(upTo: 1 << 20)
        }
        let reload = (Usage.seconds(of: process.id) ?? .nan) - before
        let start = Usage.ownSeconds
        for _ in 0..<rounds { for document in documents { compress(document) } }
        let zlib = Usage.ownSeconds - start
        return (reload / Double(rounds), zlib / Double(rounds))
    }

    private static func compress(_ document: [UInt8]) {
        var size = compressBound(UInt(document.count))
        var target = [UInt8](repeating: 0, count: Int(size))
        let result = CZlib.compress(&target, &size, document, UInt(document.count))
        precondition(result == Z_OK)
    }

    private static func body(of url: String, accept: String) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "Accept", value: accept)
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        guard response.status == .ok else { throw Refused(status: response.status.code) }
        return Array(buffer: try await response.body.collect(upTo: 64 << 20))
    }

    private struct Refused: Error {
        let status: UInt
    }
}
