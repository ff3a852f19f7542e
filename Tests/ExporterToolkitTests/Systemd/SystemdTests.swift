import Foundation
import TestSupport
import Testing

@testable import OpusExporter

@Suite("At home under systemd", .timeLimit(.minutes(1)))
struct SystemdTests {
    private static let environment = [
        "OPUS_SERVER": "https://127.0.0.1:1", "OPUS_USERNAME": "monitor",
        "OPUS_PASSWORD": "xyzzy-secret",
    ]

    /// A datagram socket, as systemd has one.
    private final class Receiver: Sendable {
        private let descriptor: Int32

        /// Opens it at a path, or under a name after an @.
        init(_ name: String) throws {
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let isAbstract = name.hasPrefix("@")
            let bytes = Array(name.utf8)
            withUnsafeMutableBytes(of: &address.sun_path) { path in
                path.copyBytes(from: bytes)
                if isAbstract { path[0] = 0 }
            }
            let length = socklen_t(2 + bytes.count + (isAbstract ? 0 : 1))
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, length)
                }
            }
            try #require(result == 0)
            // A message that never comes fails the test, instead of holding it up for ever.
            var patience = timeval(tv_sec: 30, tv_usec: 0)
            setsockopt(
                descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience,
                socklen_t(MemoryLayout<timeval>.size))
        }

        deinit { close(descriptor) }

        /// The variables of the next message.
        func next() async throws -> [String: String] {
            let descriptor = descriptor
            let text = try await withCheckedThrowingContinuation {
                (continuation: CheckedContinuation<String, any Error>) in
                Thread.detachNewThread {
                    var buffer = [UInt8](repeating: 0, count: 4096)
                    let count = recv(descriptor, &buffer, buffer.count, 0)
                    guard count >= 0 else {
                        return continuation.resume(throwing: CancellationError())
                    }
                    continuation.resume(
                        returning: String(decoding: buffer[..<count], as: UTF8.self))
                }
            }
            return text.split(separator: "\n").reduce(into: [:]) { variables, line in
                let pair = line.split(separator: "=", maxSplits: 1)
                variables[String(pair[0])] = String(pair[1])
            }
        }
    }

    @Test("tells that it serves, lives and ends", arguments: [true, false])
    func notify(isAbstract: Bool) async throws {
        try await withTemporaryDirectory { folder in
            let name = isAbstract ? "@opus-\(UUID())" : folder.appending(path: "n").path
            let receiver = try Receiver(name)
            var environment = Self.environment
            environment["OPUS_WEB_LISTEN_ADDRESS"] = "127.0.0.1:0"
            environment["NOTIFY_SOCKET"] = name
            environment["WATCHDOG_USEC"] = "40000"
            let end = try await ChildProcess.run(
                ChildProcess.product("opus-exporter"), [], environment: environment
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
            let receiver = try Receiver(name)
            let file = folder.appending(path: "opus.yaml")
            try Data("web: {listen-address: '127.0.0.1:0'}\n".utf8).write(to: file)
            var environment = Self.environment
            environment["OPUS_CONFIG_FILE"] = file.path
            environment["NOTIFY_SOCKET"] = name
            let end = try await ChildProcess.run(
                ChildProcess.product("opus-exporter"), [], environment: environment
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

    @Test("a reload before the exporter serves, or after its end, is not told: it is not ready")
    func reloadTooEarly() async throws {
        let name = "@opus-\(UUID())"
        let receiver = try Receiver(name)
        let notices = SystemdNotices(try #require(NotifySocket(["NOTIFY_SOCKET": name])))
        notices.reload(.began)
        notices.reload(.ended(isSuccessful: true))
        notices.serving("here")
        #expect(try await receiver.next() == ["READY": "1", "STATUS": "here"])
        notices.reload(.began)
        #expect(try await receiver.next()["RELOADING"] == "1")
        notices.reload(.ended(isSuccessful: true))
        #expect(try await receiver.next() == ["READY": "1", "STATUS": "Reloaded"])
        notices.stopping()
        #expect(try await receiver.next()["STOPPING"] == "1")
        notices.reload(.ended(isSuccessful: true))
        notices.serving("again")
        notices.socket.send("LAST=1")
        #expect(try await receiver.next() == ["LAST": "1"])
    }

    @Test("a reload is told with its time")
    func reloading() async throws {
        let name = "@opus-\(UUID())"
        let receiver = try Receiver(name)
        let socket = try #require(NotifySocket(["NOTIFY_SOCKET": name]))
        #expect(socket.watchdog == nil)
        socket.reloading()
        let message = try await receiver.next()
        #expect(message["RELOADING"] == "1")
        #expect(try #require(message["MONOTONIC_USEC"].flatMap { Int($0) }) > 0)
    }

    @Test(
        "addresses that are none, and watchdogs of others, are left alone",
        arguments: [
            ([:], false, nil), (["NOTIFY_SOCKET": ""], false, nil),
            (["NOTIFY_SOCKET": "relative"], false, nil), (["NOTIFY_SOCKET": "@"], false, nil),
            (["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)], false, nil),
            (["NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "3000000"], true, .seconds(3)),
            (
                ["NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "7"], true,
                .seconds(3)
            ),
            (
                ["NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "8"], true,
                nil
            ),
            (["NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "-1"], true, nil),
        ] as [([String: String], Bool, Duration?)])
    func variables(environment: [String: String], exists: Bool, watchdog: Duration?) {
        let socket = NotifySocket(environment, process: 7)
        #expect((socket != nil) == exists)
        #expect(socket?.watchdog == watchdog)
        // Nobody listens: nothing comes of it.
        #expect(socket?.send("READY=1") != true)
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

    @Test(
        "sockets are those meant for this process",
        arguments: [
            (["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "a:b"], ["3 a", "4 b"]),
            (["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "a"], ["3 a", "4 4"]),
            (["LISTEN_PID": "7", "LISTEN_FDS": "1"], ["3 3"]),
            (["LISTEN_PID": "8", "LISTEN_FDS": "1"], []), (["LISTEN_FDS": "1"], []),
            (["LISTEN_PID": "7", "LISTEN_FDS": "0"], []),
            (["LISTEN_PID": "7", "LISTEN_FDS": "-1"], []),
            (["LISTEN_PID": "7", "LISTEN_FDS": "99999999999"], []), ([:], []),
        ] as [([String: String], [String])])
    func inherited(environment: [String: String], expected: [String]) {
        let sockets = InheritedSockets.descriptors(environment, process: 7)
        #expect(sockets.map { "\($0.descriptor) \($0.name)" } == expected)
    }

    @Test("takes over the sockets that systemd opened")
    func activation() async throws {
        let path = "/usr/bin/systemd-socket-activate"
        try #require(FileManager.default.isExecutableFile(atPath: path))
        try await withTemporaryDirectory { folder in
            let unix = folder.appending(path: "s").path
            // Nobody can tell it to take a free port, so one is found for it.
            let port = try await RunningServer.run { $0.port }
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
