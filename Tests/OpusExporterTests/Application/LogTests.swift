import ExporterToolkit
import Foundation
import Logging
import OpsiMock
import TestSupport
import Testing
import WebSupport

@testable import OpusExporter

@Suite("Log", .timeLimit(.minutes(1)))
struct LogTests {
    /// Everything in the fleet and the configuration that nobody may see.
    private static let secrets = [
        "xyzzy-password", "deadbeefdeadbeefdeadbeefdeadbeef", "one-time-xyzzy", "licence-xyzzy",
    ]

    private static let fleet = """
        {"host": [{"id": "config.test", "type": "OpsiConfigserver",
        "opsiHostKey": "deadbeefdeadbeefdeadbeefdeadbeef"},
        {"id": "pc1.test", "type": "OpsiClient", "created": "2020-01-01 00:00:00",
        "opsiHostKey": "deadbeefdeadbeefdeadbeefdeadbeef", "oneTimePassword": "one-time-xyzzy"}],
        "auditSoftwareOnClient": [{"name": "n", "clientId": "pc1.test", "licenseKey": "licence-xyzzy"}]}
        """

    @Test(
        "no secret is ever told, at any level, in any format, be all well or not",
        arguments: LogFormat.allCases,
        [nil, .rpcError, .garbage, .truncate, .status(500)] as [OpsiMock.Fault.Kind?])
    func secrets(format: LogFormat, fault: OpsiMock.Fault.Kind?) async throws {
        var configuration = OpsiMock.Configuration()
        configuration.users = [
            .init(username: "u", password: Self.secrets[0], rights: .administrator)
        ]
        try await withOpsiMock(
            fleet: try OpsiMock.Fleet(json: Self.fleet), configuration: configuration
        ) { mock in
            if let fault { mock.faults.set([.init(fault, method: "host_getObjects")]) }
            let end = try await ChildProcess.run(
                "opus-exporter",
                [
                    "--log.level", "trace", "--log.format", format.rawValue, "--collector.clients",
                    "--web.listen-address", "127.0.0.1:0",
                ],
                environment: [
                    "OPUS_SERVER": mock.url, "OPUS_USERNAME": "u",
                    "OPUS_PASSWORD": Self.secrets[0],
                ]
            ) { exporter in
                let port = try await exporter.listening().port
                _ = try await exporter.line(
                    containing: fault == nil ? "collected" : "collection failed")
                var texts: [String] = []
                for path in ["/metrics", "/", "/-/ready"] {
                    texts.append(try await RawHTTP.send("GET", path, port: port).text)
                }
                return texts
            }
            #expect(end.status == 0)
            let all = (end.value + end.output + end.errors).joined(separator: "\n")
            #expect(all.contains("opsi_up"))
            for secret in Self.secrets { #expect(!all.contains(secret)) }
            if format == .json {
                for line in end.errors {
                    #expect(
                        (try? JSONDecoder().decode([String: String].self, from: Data(line.utf8)))
                            != nil, "\(line)")
                }
            }
        }
    }
}
