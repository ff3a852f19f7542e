import Dispatch
import Foundation
import LocalSystem
import NIOCore
import TestSupport
import Testing
import WebSupport

@testable import ExporterToolkit

/// Ends, rates, and where it listens.
extension LimitTests {
    @Test("told to end, it answers what it was asked, and closes what waits")
    func drain() async throws {
        let held = Held()
        try await RunningServer.run(WebFiles.users, passwords: PasswordChecker(verify: held.verify))
        { server, _ in
            let idle = try await RawClient(port: server.port)
            try await idle.send("GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await idle.text(until: "Unauthorized\n")
            let partial = try await RawClient(port: server.port)
            try await partial.send("GET /")
            let asking = try await RawClient(port: server.port)
            try await asking.send(
                "GET /-/healthy HTTP/1.1\r\nHost: a\r\n\(Self.authorization)\r\n\r\n")
            try await held.asked.next()

            await server.shutDown()
            #expect(await idle.rest() == "")
            #expect(await partial.rest() == "")
            await #expect(throws: (any Error).self) {
                _ = try await RawClient(port: server.port)
            }
            held.release()
            let answer = await asking.rest()
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.hasSuffix("Healthy\n"))
        }
    }

    @Test(
        "requests beyond the rate are told when to come again, before their passwords are looked at"
    )
    func rate() async throws {
        try await WebFiles.use { files in
            try files.write("rate_limit:\n  interval: 1h\n  burst: 3\n" + WebFiles.users)
            let checker = PasswordChecker { _, _ in true }
            try await RunningServer.run(try files.settings(), passwords: checker) { server in
                var statuses: [Int] = []
                for path in ["/metrics", "/-/healthy", "/nope", "/metrics", "/-/healthy"] {
                    let answer = try await server.get(path, [Self.authorization])
                    statuses.append(answer.status)
                    if answer.status == 429 {
                        let wait = try #require(answer.headers["retry-after"].flatMap { Int($0) })
                        #expect((1...3600).contains(wait))
                    }
                }
                #expect(statuses == [200, 200, 404, 429, 429])
            }
        }
    }

    @Test("a bucket fills at its rate, and holds no more than its burst")
    func bucket() {
        let start = NIODeadline.now()
        let bucket = TokenBucket(.init(interval: .seconds(10), burst: 2), now: start)
        func take(_ second: Int64) -> Int64? {
            bucket.take(now: start + .seconds(second))?.components.seconds
        }
        #expect(take(0) == nil)
        #expect(take(0) == nil)
        #expect(take(0) == 10)
        #expect(take(9) == 1)
        #expect(take(10) == nil)
        #expect(take(10) == 10)
        // However long the pause was.
        #expect(take(1_000) == nil)
        #expect(take(1_000) == nil)
        #expect(take(1_005) == 5)
        let huge = TokenBucket(
            .init(interval: DurationText.longest, burst: 1_000_000), now: start)
        let waits = (0..<1_000_000).compactMap { _ in huge.take(now: start) }
        #expect(waits.isEmpty)
        #expect(huge.take(now: start) == DurationText.longest)
    }

    @Test("listens on every address that it is given, IPv6 too")
    func addresses() async throws {
        let settings = WebSettings(listenAddresses: [
            .init(host: "127.0.0.1", port: 0), .init(host: "::1", port: 0),
            .init(host: nil, port: 0),
        ])
        try await RunningServer.run(settings) { server in
            #expect(
                server.urls == [
                    "http://127.0.0.1:\(server.ports[0])", "http://[::1]:\(server.ports[1])",
                    "http://localhost:\(server.ports[2])",
                ])
            for (host, port) in [
                ("127.0.0.1", server.ports[0]), ("::1", server.ports[1]),
                ("127.0.0.1", server.ports[2]), ("::1", server.ports[2]),
            ] {
                let client = try await RawClient(host: host, port: port)
                try await client.send("GET /-/healthy HTTP/1.0\r\n\r\n")
                #expect(await client.rest().hasSuffix("Healthy\n"))
            }
        }
    }
}
