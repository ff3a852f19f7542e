import Foundation
import TestSupport
import Testing
import WebSupport

@testable import OpusExporter

@Suite("At home under systemd", .timeLimit(.minutes(1)))
struct SystemdTests {
    private static let environment = [
        "OPUS_SERVER": "https://127.0.0.1:1", "OPUS_USERNAME": "monitor",
        "OPUS_PASSWORD": "xyzzy-secret",
    ]

    @Test("tells that it serves, lives and ends", arguments: [true, false])
    func notify(isAbstract: Bool) async throws {
        try await withTemporaryDirectory { folder in
            let name = isAbstract ? "@opus-\(UUID())" : folder.appending(path: "n").path
            let receiver = try NotifySocketReceiver(name)
            var environment = Self.environment
            environment["OPUS_WEB_LISTEN_ADDRESS"] = "127.0.0.1:0"
            environment["NOTIFY_SOCKET"] = name
            environment["WATCHDOG_USEC"] = "40000"
            let end = try await ChildProcess.run(
                "opus-exporter", [], environment: environment
            ) { exporter in
                let ready = try await receiver.next()
                #expect(ready["READY"] == "1")
                #expect(ready["STATUS"]?.hasPrefix("Serving metrics on http://127.0.0.1:") == true)
                for _ in 0..<3 { #expect(try await receiver.next() == ["WATCHDOG": "1"]) }
                exporter.terminate()
                while true {
                    let message = try await receiver.next()
                    if message["STOPPING"] == "1" { break }
                    #expect(message == ["WATCHDOG": "1"])
                }
                for await _ in exporter.lines {}
            }
            #expect(end.status == 0)
        }
    }

    @Test("tells of each reload, be it good or bad, and that it is over")
    func hangup() async throws {
        try await withTemporaryDirectory { folder in
            let name = "@opus-\(UUID())"
            let receiver = try NotifySocketReceiver(name)
            let file = folder.appending(path: "opus.yaml")
            try Data("web: {listen-address: '127.0.0.1:0'}\n".utf8).write(to: file)
            var environment = Self.environment
            environment["OPUS_CONFIG_FILE"] = file.path
            environment["NOTIFY_SOCKET"] = name
            let end = try await ChildProcess.run(
                "opus-exporter", [], environment: environment
            ) { exporter in
                #expect(try await receiver.next()["READY"] == "1")
                exporter.hangUp()
                #expect(try await receiver.next()["RELOADING"] == "1")
                #expect(try await receiver.next() == ["READY": "1", "STATUS": "Reloaded"])
                try Data("nonsense: 1\n".utf8).write(to: file)
                exporter.hangUp()
                #expect(try await receiver.next()["RELOADING"] == "1")
                let status = "Reload failed; the old configuration stays"
                #expect(try await receiver.next() == ["READY": "1", "STATUS": status])
            }
            #expect(end.status == 0)
        }
    }

    @Test("a collector that is overdue has no pulse")
    func pulse() {
        let pulse = Pulse()
        #expect(pulse.isBeating(at: .seconds(1000)))
        pulse.expect(by: .seconds(60))
        #expect(pulse.isBeating(at: .seconds(60)))
        #expect(pulse.isBeating(at: .seconds(89)))
        #expect(!pulse.isBeating(at: .seconds(91)))
        // It goes on as planned, but what it was to end does not end.
        pulse.expect(by: .seconds(1000))
        pulse.abandoned(at: .seconds(100))
        #expect(pulse.isBeating(at: .seconds(130)))
        #expect(!pulse.isBeating(at: .seconds(131)))
        pulse.ended()
        #expect(pulse.isBeating(at: .seconds(131)))
    }

    @Test("takes over the sockets that systemd opened")
    func activation() async throws {
        let path = "/usr/bin/systemd-socket-activate"
        try #require(FileManager.default.isExecutableFile(atPath: path))
        try await withTemporaryDirectory { folder in
            let unix = folder.appending(path: "s").path
            // Nobody can tell it to take a free port, so one is found for it.
            let port = try await RunningExporter.run { $0.port }
            let end = try await ChildProcess.run(
                URL(filePath: path),
                [
                    "-l", "127.0.0.1:\(port)", "-l", unix,
                    "--setenv=OPUS_SERVER", "--setenv=OPUS_USERNAME", "--setenv=OPUS_PASSWORD",
                    ChildProcess.product("opus-exporter").path, "--web.systemd-socket",
                ], environment: Self.environment
            ) { exporter in
                // It starts the exporter with the first connection, which waits in the socket.
                _ = try await exporter.line(containing: "Listening on \(unix)")
                let answer = try await RawHTTP.send("GET", "/-/healthy", port: port)
                #expect(answer.status == 200)
                _ = try await exporter.line(containing: "url=http://127.0.0.1:\(port)")
                exporter.terminate()
                for await _ in exporter.lines {}
            }
            #expect(end.status == 0)
            #expect(end.errors.contains { $0.contains("msg=stopped") })
        }
    }
}
