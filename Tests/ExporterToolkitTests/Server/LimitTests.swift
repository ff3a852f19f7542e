import Dispatch
import Foundation
import LocalSystem
import NIOCore
import TestSupport
import Testing
import WebSupport

@testable import ExporterToolkit

@Suite("Limits of the HTTP server", .timeLimit(.minutes(1)))
struct LimitTests {
    private static let get = "GET /metrics HTTP/1.1\r\nHost: a\r\n"

    static func settings(_ change: (inout WebLimits) -> Void) -> WebSettings {
        var settings = WebSettings(listenAddresses: [.init(host: "127.0.0.1", port: 0)])
        change(&settings.limits)
        return settings
    }

    /// A request that asks too much, and the answer's status.
    struct Excess: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let request: String
        let status: Int
    }

    private static let excesses = [
        Excess(
            testDescription: "a long field",
            request: get + "X: \(String(repeating: "x", count: 40_000))\r\n\r\n", status: 431),
        Excess(
            testDescription: "a field that never ends",
            request: get + "X: \(String(repeating: "x", count: 40_000))", status: 431),
        Excess(
            testDescription: "many fields",
            request: get + String(repeating: "A: b\r\n", count: 2000) + "\r\n", status: 431),
        Excess(
            testDescription: "a long path",
            request: "GET /\(String(repeating: "x", count: 40_000)) HTTP/1.1\r\n\r\n", status: 431),
        Excess(
            testDescription: "a long body to come",
            request: get + "Content-Length: 100000000\r\n\r\n", status: 413),
        Excess(
            testDescription: "a long body",
            request: get + "Transfer-Encoding: chunked\r\n\r\n"
                + String(repeating: "1000\r\n\(String(repeating: "x", count: 4096))\r\n", count: 40),
            status: 413),
        Excess(testDescription: "no HTTP", request: "hello\r\n\r\n", status: 400),
        Excess(
            testDescription: "two lengths",
            request: get + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", status: 400),
    ]

    @Test("what is too large is refused, and told", arguments: excesses)
    func excess(excess: Excess) async throws {
        try await RunningServer.run { server in
            let client = try await RawClient(port: server.port)
            try await client.send(excess.request)
            let answer = await client.rest()
            #expect(answer.hasPrefix("HTTP/1.1 \(excess.status) "))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(try await server.get("/metrics").status == 200)
        }
    }

    @Test("clients that trickle are closed in time, and hold up nobody")
    func slowLoris() async throws {
        // The scrapes below have no more time than that, either.
        let settings = Self.settings { $0.requestTimeout = .seconds(4) }
        try await RunningServer.run(settings) { server in
            var clients: [RawClient] = []
            for _ in 0..<50 {
                let client = try await RawClient(port: server.port)
                // On a busy machine its time may be over by now.
                try? await client.send(Self.get + "X-Trickle: ")
                clients.append(client)
            }
            // Each goes on with a byte at a time until it is closed.
            let answers: [String] = try await withThrowingTaskGroup(of: String.self) { group in
                for client in clients {
                    group.addTask {
                        async let answer = client.rest()
                        while (try? await client.send("x")) != nil {
                            try await Task.sleep(for: .milliseconds(20))
                        }
                        return await answer
                    }
                }
                for _ in 0..<20 {
                    let scrape = try await server.get("/metrics")
                    #expect(scrape.status == 200)
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 50)
            // On a busy machine the time may be over before a first byte was read.
            let told = answers.filter { !$0.isEmpty }
            #expect(!told.isEmpty)
            #expect(told.allSatisfy { $0.hasPrefix("HTTP/1.1 408 Request Timeout\r\n") })
        }
    }

    @Test("where there are too many connections, one that dawdles goes, and no other")
    func connections() async throws {
        try await RunningServer.run(Self.settings { $0.connections = 3 }) { server in
            let kept = try await RawClient(port: server.port)
            try await kept.send(Self.get + "\r\n")
            _ = try await kept.text(until: "\r\n\r\n")
            let dawdlers = [
                try await RawClient(port: server.port), try await RawClient(port: server.port),
            ]
            for client in dawdlers { try await client.send("GET /met") }
            #expect(try await server.get("/metrics").status == 200)
            // Which of the two began to dawdle first, only the server knows.
            let gone = await withTaskGroup(of: String.self) { group in
                for client in dawdlers { group.addTask { await client.rest() } }
                defer { group.cancelAll() }
                return await group.next()
            }
            #expect(gone == "")
            try await kept.send("GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await kept.text(until: "Healthy\n").contains("HTTP/1.1 200 OK"))
            try await kept.close()
        }
    }

    @Test("a connection without requests is closed in time")
    func idle() async throws {
        try await RunningServer.run(Self.settings { $0.idleTimeout = .milliseconds(50) }) {
            server in
            let client = try await RawClient(port: server.port)
            try await client.send("GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.rest().hasSuffix("Healthy\n"))
        }
    }

    @Test("a client that sends nothing at all is closed in time")
    func silent() async throws {
        let settings = Self.settings { $0.requestTimeout = .milliseconds(50) }
        try await RunningServer.run(settings) { server in
            let client = try await RawClient(port: server.port)
            #expect(await client.rest() == "")
        }
    }

    @Test("a client that asks and asks, but fetches nothing, is closed in time")
    func greedy() async throws {
        let settings = Self.settings { $0.responseTimeout = .milliseconds(200) }
        try await RunningServer.run(settings) { server in
            let client = try await RawClient(port: server.port)
            try await client.stopReading()
            let requests = String(repeating: Self.get + "\r\n", count: 1000)
            // Until it is closed; before, the sockets' buffers fill.
            while (try? await client.send(requests)) != nil {}
            #expect(try await server.get("/metrics").status == 200)
        }
    }

    @Test("bodies are ignored, and connections go on behind them")
    func bodies() async throws {
        try await RunningServer.run { server in
            let client = try await RawClient(port: server.port)
            let healthy = "GET /-/healthy HTTP/1.1\r\nHost: a\r\n"
            try await client.send(healthy + "Content-Length: 5\r\n\r\nhello")
            try await client.send(healthy + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            let goOn = try await client.text(until: "100 Continue\r\n\r\n")
            #expect(goOn.contains("HTTP/1.1 200 OK"))
            try await client.send("hi" + healthy + "Connection: close\r\n\r\n")
            let rest = await client.rest()
            #expect(
                rest.split(separator: "HTTP/1.1 200 OK", omittingEmptySubsequences: false).count
                    == 3)
        }
    }

    @Test("who has said all, or speaks HTTP/1.0, gets an answer and an end")
    func halfClosed() async throws {
        try await RunningServer.run { server in
            let client = try await RawClient(port: server.port)
            try await client.send("GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n")
            try await client.finish()
            #expect(await client.rest().hasSuffix("Healthy\n"))

            let old = try await RawClient(port: server.port)
            try await old.send("GET /-/healthy HTTP/1.0\r\n\r\n")
            #expect(await old.rest().hasSuffix("Healthy\n"))

            let kept = try await RawClient(port: server.port)
            try await kept.send("GET /-/healthy HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(
                try await kept.text(until: "Healthy\n").contains("\r\nConnection: keep-alive\r\n"))
            try await kept.send("GET /-/healthy HTTP/1.0\r\n\r\n")
            #expect(await kept.rest().hasSuffix("Healthy\n"))
        }
    }

    @Test("a proxy's way to name the path, and a query, are understood")
    func targets() async throws {
        try await RunningServer.run { server in
            for target in ["/metrics?x=1", "http://a/metrics", "http://a:1/metrics?", "http://a"] {
                let answer = try await server.get(target)
                #expect(answer.status == 200, "\(target)")
            }
            for target in ["http://a/nope", "*", "metrics"] {
                let answer = try await server.get(target)
                #expect([400, 404].contains(answer.status), "\(target)")
            }
        }
    }

    /// Password checks that wait until they are let go.
    final class Held: Sendable {
        let asked = Inbox<Void>()
        private let gate = DispatchSemaphore(value: 0)

        func verify(_ password: String, _ hash: BcryptHash) -> Bool {
            asked.put(())
            gate.wait()
            return true
        }

        func release() { gate.signal() }
    }

    static let authorization =
        "Authorization: Basic \(Data("alice:x".utf8).base64EncodedString())"

    @Test(
        "more requests at once than allowed are sent away, to come back later",
        arguments: ["/metrics", "/"])
    func requests(path: String) async throws {
        let held = Held()
        try await RunningServer.run(
            WebFiles.users, passwords: PasswordChecker(verify: held.verify), { $0.requests = 1 }
        ) { server, _ in
            let port = server.port
            async let first = RawHTTP.send("GET", path, [Self.authorization], port: port)
            try await held.asked.next()
            let second = try await RawHTTP.send(
                "GET", path, [Self.authorization], port: port)
            #expect(second.status == 503)
            #expect(second.headers["retry-after"] == "1")
            held.release()
            #expect(try await first.status == 200)
            let third = try await RawHTTP.send(
                "GET", path, [Self.authorization], port: port)
            #expect(third.status == 200)
        }
    }

    // Of one place, the first answer takes it, and what follows on the connection is refused.
    @Test("who asks and does not fetch the answer loses the place to others", arguments: [1, 2])
    func unread(places: Int) async throws {
        let settings = Self.settings {
            $0.requests = places
            $0.responseTimeout = .seconds(3600)
        }
        // More than the sockets on both sides hold.
        let page = String(repeating: "x", count: 16 << 20)
        try await RunningServer.run(settings, page: { page }) { server in
            var idle: [RawClient] = []
            for _ in 0..<2 {
                let client = try await RawClient(port: server.port)
                try await client.stopReading()
                let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                try await client.send(get + get)
                idle.append(client)
            }
            // Both hold their places for ever, if nobody else wants one.
            for _ in 0..<2 {
                while try await server.get("/metrics").status != 200 {
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            for client in idle { try? await client.close() }
        }
    }

    @Test(
        "there are no more connections than files, and at least one",
        arguments: [(64, 24), (552, 512), (551, 511), (10, 1), (nil, 512)] as [(Int?, Int)])
    func files(files: Int?, connections: Int) {
        #expect(WebLimits().fitting(openFiles: files).connections == connections)
    }
}
