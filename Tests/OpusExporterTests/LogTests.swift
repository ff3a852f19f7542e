import Foundation
import Logging
import OpsiMock
import TestSupport
import Testing

@testable import OpusExporter

@Suite("Log", .timeLimit(.minutes(1)))
struct LogTests {
    @Test(
        "a JSON line is an object of texts, whatever is in it",
        arguments: [
            "collected", "", #"say "hi""#, #"back\slash"#, "two\nlines\r\t", "\u{1B}[31mred\u{7F}",
            "grün🦊", "\u{0}", "\u{2028}",
        ])
    func json(message: String) throws {
        var handler = LogLineHandler(format: .json, logLevel: .info)
        handler[metadataKey: "server"] = "\(message)"
        let event = LogEvent(
            level: .warning, message: "\(message)", metadata: ["a": "1"], source: nil, file: "",
            function: "", line: 0)
        let line = handler.line(event, time: timespec(tv_sec: 1_790_000_000, tv_nsec: 7_999_999))
        #expect(!line.contains { $0.isNewline && $0 != "\u{2028}" })
        let object = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(
            object == [
                "time": "2026-09-21T14:13:20.007Z", "level": "warning", "msg": message, "a": "1",
                "server": message,
            ])
    }

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
            fleet: try OpsiMock.Fleet(json: Array(Self.fleet.utf8)), configuration: configuration
        ) { mock in
            if let fault { mock.faults.set([.init(fault, method: "host_getObjects")]) }
            let end = try await ChildProcess.run(
                ChildProcess.product("opus-exporter"),
                [
                    "--log.level", "trace", "--log.format", format.rawValue, "--collector.clients",
                    "--web.listen-address", "127.0.0.1:0",
                ],
                environment: [
                    "OPUS_SERVER": mock.url, "OPUS_USERNAME": "u",
                    "OPUS_PASSWORD": Self.secrets[0],
                ]
            ) { exporter in
                let listening = try await exporter.line(containing: "listening")
                let digits = listening.split(separator: ":").last?.prefix { $0.isNumber }
                let port = try #require(digits.flatMap { Int($0) })
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
