import Foundation
import OpsiMock
import OpusCore
import Synchronization
import TestSupport
import Testing
import WebSupport

@testable import OpusExporter
@testable import OpusServer

/// Each fault at a real, if made-up, server: what is served, what is counted, what is logged, and
/// how it goes on.
@Suite("Faults of the opsi server", .timeLimit(.minutes(2)))
struct FaultMatrixTests {
    /// A fault, and what is to come of it.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let fault: OpsiMock.Fault
        let reason: ServerError.Code
        /// Part of the line that is logged.
        let said: String
        /// Whether the next collection succeeds once the fault is gone; after a refused login the
        /// server is left in peace for a while.
        let recovers: Bool

        init(
            _ description: String, _ kind: OpsiMock.Fault.Kind, at method: String? = nil,
            _ reason: ServerError.Code, _ said: String, recovers: Bool = true
        ) {
            testDescription = description
            fault = OpsiMock.Fault(kind, method: method)
            self.reason = reason
            self.said = said
            self.recovers = recovers
        }
    }

    static let hosts = "host_getObjects"
    static let products = "productOnClient_getObjects"

    private static let cases: [Case] = [
        Case("refused", .refuse, .unreachable, "cannot reach"),
        Case("reset in the middle", .reset, at: products, .unreachable, products),
        Case("closed in the middle", .truncate, at: products, .unreachable, products),
        Case("hangs", .hang, at: products, .timeout, products),
        Case("401", .status(401), .authentication, "user name and password", recovers: false),
        Case("403", .blocked, .blocked, "refuses this address", recovers: false),
        Case("426", .status(426), .malformedAnswer, "HTTP 426"),
        Case("500", .status(500), .unavailable, "HTTP 500"),
        Case("503", .status(503), .unavailable, "HTTP 503"),
        Case("garbage", .garbage, at: products, .malformedAnswer, products),
        Case("another type", .wrongType, at: products, .malformedAnswer, products),
        Case("wrong types in it", .wrongFieldTypes, at: products, .malformedAnswer, products),
        Case("wrong types of hosts", .wrongFieldTypes, at: hosts, .malformedAnswer, hosts),
        Case("no result", .missingResult, at: products, .malformedAnswer, products),
        Case("an error of a method", .rpcError, at: products, .rpc, "injected fault"),
        Case("corrupt gzip", .corruptGzip, at: products, .malformedAnswer, products),
        Case("truncated gzip", .truncatedGzip, at: products, .malformedAnswer, products),
        Case("endless gzip", .endlessGzip, at: products, .tooLarge, "larger than the limit"),
        Case("endless", .huge, at: products, .tooLarge, "larger than the limit"),
    ]

    @Test("shows at once, spoils no number, and is over when it is over", arguments: cases)
    func fault(_ fault: Case) async throws {
        try await ObservedExporter.run({
            $0.maximumResponseBytes = 2_000_000
            if fault.fault.kind == .hang { $0.callTimeout = .seconds(2) }
        }) { exporter, mock, good in
            #expect(good.isUp == "1")
            #expect(good.allErrors == 0)
            #expect(good.fleet.count > 100)

            mock.faults.set([fault.fault])
            let line = try await exporter.advance(
                to: .seconds(60), until: "error collection failed: ")
            #expect(line.contains(fault.said))
            #expect(!line.contains(mock.password))
            let bad = try await exporter.samples()
            #expect(bad.isUp == "0")
            #expect(bad.errors(fault.reason) == "1")
            #expect(bad.allErrors == 1)
            // The last fleet, all of it, and nothing else.
            #expect(bad.fleet == good.fleet)

            let asked = mock.requestCount
            mock.faults.clear()
            // After a refusal it takes the mock a moment to listen again.
            let port = try #require(mock.url.split(separator: ":").last.flatMap { Int($0) })
            while await !Self.isListening(port) {}
            if fault.recovers {
                try await exporter.advance(to: .seconds(120), until: "info collected")
                let after = try await exporter.samples()
                #expect(after.isUp == "1")
                #expect(after.allErrors == 1)
                #expect(after.fleet == good.fleet)
            } else {
                // Not one more request: each would prolong the block.
                try await exporter.advance(to: .seconds(120), until: "error collection failed: ")
                #expect(mock.requestCount == asked)
                #expect(try await exporter.samples().errors(fault.reason) == "2")
            }
        }
    }

    @Test(
        "after a refused login the server is left in peace for as long as it counts, and no longer",
        arguments: [
            (OpsiMock.Fault.Kind.status(401), ServerError.Code.authentication, 5, 20),
            (.blocked, .blocked, 60, 180),
        ])
    func pause(
        kind: OpsiMock.Fault.Kind, reason: ServerError.Code, interval: Int, end: Int
    ) async throws {
        try await ObservedExporter.run(
            interval: .seconds(interval),
            pausesByClock: true
        ) { exporter, mock, good in
            mock.faults.set([OpsiMock.Fault(kind)])
            try await exporter.advance(to: .seconds(interval), until: "error collection failed: ")
            let asked = mock.requestCount
            mock.faults.clear()
            var failures = 1
            for second in stride(from: 2 * interval, to: end, by: interval) {
                try await exporter.advance(to: .seconds(second), until: "error collection failed: ")
                failures += 1
                #expect(mock.requestCount == asked)
            }
            #expect(failures > 1)
            let bad = try await exporter.samples()
            #expect(bad.isUp == "0")
            #expect(bad.errors(reason) == "\(failures)")
            #expect(bad.fleet == good.fleet)
            let logins = mock.loginCount
            try await exporter.advance(to: .seconds(end), until: "info collected")
            #expect(mock.loginCount == logins + 1)
            let after = try await exporter.samples()
            #expect(after.isUp == "1")
            #expect(after.allErrors == failures)
            #expect(after.fleet == good.fleet)
        }
    }

    private static func isListening(_ port: Int) async -> Bool {
        guard let client = try? await RawClient(port: port) else { return false }
        try? await client.close()
        return true
    }

    @Test("data that is too old is withdrawn, and never shown as zero")
    func stale() async throws {
        try await ObservedExporter.run { exporter, mock, good in
            mock.faults.set([.init(.status(500))])
            for minute in 1...4 {
                try await exporter.advance(
                    to: .seconds(60 * minute), until: "error collection failed: ")
                #expect(try await exporter.samples().fleet == good.fleet)
            }
            try await exporter.advance(
                to: .seconds(300), until: "warning the fleet's data is too old")
            try await exporter.logged("error collection failed: ")
            let bad = try await exporter.samples()
            #expect(bad.fleet.isEmpty)
            #expect(bad.isUp == "0")
            #expect(bad.errors(.unavailable) == "5")
            mock.faults.clear()
            try await exporter.advance(to: .seconds(360), until: "info collected")
            #expect(try await exporter.samples().fleet == good.fleet)
        }
    }

    @Test("groups that can't be read are absent, and nothing else is")
    func groups() async throws {
        try await ObservedExporter.run { exporter, mock, good in
            mock.faults.set([.init(.rpcError, method: "group_getObjects")])
            try await exporter.advance(
                to: .seconds(60), until: "warning host groups could not be read")
            let partial = try await exporter.samples()
            #expect(partial.isUp == "1")
            #expect(partial.errors(.rpc) == "1")
            let rest = good.fleet.filter {
                !$0.key.hasPrefix("opsi_group")
                    && !$0.key.hasPrefix("opsi_clients_ungrouped")
            }
            #expect(partial.fleet == rest)
            mock.faults.clear()
            try await exporter.advance(to: .seconds(120), until: "debug collected")
            #expect(try await exporter.samples().fleet == good.fleet)
        }
    }

    @Test("a server that is never reached is down from the start, for the right reason")
    func neverReached() async throws {
        func check(
            _ url: String, _ reason: ServerError.Code, _ said: String,
            trust: OpusCore.ServerConfiguration.Trust = .system
        ) async throws {
            let server = OpusCore.ServerConfiguration(
                url: url, username: "u", password: "p", trust: trust, retries: .never)
            try await ObservedExporter.run(server) { exporter in
                let line = try await exporter.logged("error collection failed: ")
                #expect(line.contains(said))
                let samples = try await exporter.samples()
                #expect(samples.isUp == "0")
                #expect(samples.fleet.isEmpty)
                #expect(samples.errors(reason) == "1")
                #expect(samples.allErrors == 1)
                #expect(try await exporter.running.get("/-/ready").status == 503)
            }
        }
        try await check("https://no-such-host.invalid:4447", .unreachable, "no-such-host.invalid")
        for kind in [OpsiMock.CertificateKind.valid, .expired, .wrongHost] {
            try await withOpsiMock(
                configuration: .init {
                    $0.tls = true
                    $0.certificate = kind
                }
            ) { mock in
                try await withFile(mock.authorityPEM) { file in
                    // The valid one is of an authority that nobody told the exporter of.
                    try await check(
                        mock.url, .tls, "certificate",
                        trust: kind == .valid ? .system : .authorityFile(file))
                }
                #expect(mock.requestCount == 0)
            }
        }
    }
}
