import Foundation
import TestSupport
import Testing

@testable import ExporterToolkit

@Suite("systemd's protocols", .timeLimit(.minutes(1)))
struct SystemdTests {
    @Test("a reload before the exporter serves, or after its end, is not told: it is not ready")
    func reloadTooEarly() async throws {
        let name = "@opus-\(UUID())"
        let receiver = try NotifySocketReceiver(name)
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
        let receiver = try NotifySocketReceiver(name)
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
}
