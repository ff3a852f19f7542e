import Foundation
import MockSupport
import OpsiMock
import TestSupport
import Testing
import WebSupport

@testable import OpusExporter

@Suite("opus-exporter with several servers", .timeLimit(.minutes(1)))
struct SeveralServersTests {
    private static let program = "opus-exporter"

    private static func text(_ servers: [(name: String, mock: OpsiMock)]) -> String {
        let entries = servers.map { name, mock in
            "- {name: \(name), url: '\(mock.url)', username: \(mock.username)}\n"
        }
        return
            "interval: 200ms\nmax-age: 5m\npassword-file: password\nweb: {listen-address: '127.0.0.1:0'}\n"
            + "log: {level: debug}\nservers:\n" + entries.joined()
    }

    /// Lines of metrics, without comments.
    private static func metrics(_ port: Int) async throws -> [String] {
        try await RawHTTP.send("GET", "/metrics", port: port).text
            .split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }

    @Test("one that fails leaves the others alone; SIGHUP exchanges them, and a bad file does not")
    func life() async throws {
        let fleet = try OpsiMock.Fleet.example
        try await withTemporaryDirectory { folder in
            let file = folder.appending(path: "opus.yaml")
            try await withOpsiMock(fleet: fleet) { good in
                try await withOpsiMock(fleet: fleet) { bad in
                    bad.faults.set([.init(.rpcError, method: "host_getObjects")])
                    try Data(good.password.utf8).write(to: folder.appending(path: "password"))
                    try Data(Self.text([("good", good), ("bad", bad)]).utf8).write(to: file)
                    let end = try await ChildProcess.run(
                        Self.program, ["--config.file", file.path]
                    ) { exporter in
                        try await Self.follow(exporter, file, good: good, bad: bad)
                    }
                    #expect(end.status == 0, "\(end.errors)")
                    let output = (end.errors + end.output).joined(separator: "\n")
                    #expect(!output.contains(good.password))
                }
            }
        }
    }

    private static func follow(
        _ exporter: ChildProcess, _ file: URL, good: OpsiMock, bad: OpsiMock
    ) async throws {
        let port = try await exporter.listening().port
        _ = try await exporter.line(containing: #"msg="collection failed"#)
        while try await !Self.metrics(port).contains(#"opsi_up{server="good"} 1"#) {
            await Task.yield()
        }
        let first = try await Self.metrics(port)
        #expect(first.contains(#"opsi_up{server="bad"} 0"#))
        #expect(first.contains { $0.hasPrefix(#"opsi_clients{server="good""#) })
        #expect(!first.contains { $0.hasPrefix(#"opsi_clients{server="bad""#) })

        bad.faults.clear()
        while try await !Self.metrics(port).contains(#"opsi_up{server="bad"} 1"#) {
            await Task.yield()
        }

        try Data(Self.text([("good", good)]).utf8).write(to: file)
        exporter.hangUp()
        let reloaded = try await exporter.line(containing: #"msg="configuration reloaded""#)
        #expect(reloaded.contains("servers: 1 kept, 0 started, 1 stopped"))
        // On a busy machine a collection can be overdue for a moment.
        while try await !Self.metrics(port).contains(#"opsi_up{server="good"} 1"#) {
            await Task.yield()
        }
        let second = try await Self.metrics(port)
        #expect(!second.contains { $0.contains(#"server="bad""#) })

        try Data("interval: soon\n".utf8).write(to: file)
        exporter.hangUp()
        let refused = try await exporter.line(containing: "configuration not reloaded")
        #expect(refused.contains("level=error"))
        #expect(refused.contains("opus.yaml:1: interval"))
        let third = try await Self.metrics(port)
        #expect(third.contains(#"opsi_up{server="good"} 1"#))
        #expect(third.contains("opsi_exporter_config_last_reload_successful 0"))
    }

    @Test("--config.check says what a configuration means, or what is wrong with it")
    func check() async throws {
        try await withTemporaryDirectory { folder in
            let file = folder.appending(path: "opus.yaml")
            let password = folder.appending(path: "password")
            try Data("xyzzy-secret".utf8).write(to: password)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644], ofItemAtPath: password.path)
            func check(_ more: String) async throws -> ChildProcess.End<Void> {
                let text =
                    "username: u\npassword-file: password\nservers:\n- {name: a, url: https://a}\n"
                    + "- {name: b, url: https://b\(more)}\n"
                try Data(text.utf8).write(to: file)
                return try await ChildProcess.run(
                    Self.program, ["--config.check"],
                    environment: ["OPUS_CONFIG_FILE": file.path])
            }
            let good = try await check("")
            #expect(good.status == 0)
            #expect(good.output.first == "The configuration is valid: 2 opsi servers.")
            #expect(good.output.count == 4)
            // Once for both servers.
            #expect(good.errors.count { $0.contains("chmod o-r") } == 1)
            #expect(good.errors.count == 1)
            #expect(!(good.output + good.errors).joined().contains("xyzzy"))
            for (more, message) in [
                (", max-age: 1s", "opus.yaml:5: max-age is too short"),
                (", ca-file: nowhere.pem", "server 'b': "),
                (", nonsense: 1", "opus.yaml:5: 'nonsense' is no setting of a server"),
            ] {
                let bad = try await check(more)
                #expect(bad.status == 78)
                #expect(bad.errors.joined().contains(message), "\(bad.errors)")
                #expect(bad.output.isEmpty)
            }
        }
    }
}
