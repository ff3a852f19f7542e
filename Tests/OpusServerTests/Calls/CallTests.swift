import OpsiMock
import Synchronization
import TestSupport
import Testing

@testable import OpusServer

/// What becomes of a call when the network or the server fails it.
@Suite("Calls")
struct CallTests {
    private static let atOnce = RetryPolicy(attempts: 3, firstPause: .zero, longestPause: .zero)
    private static let unreachable = TransportFailure(
        kind: .unreachable, reason: "connection refused")
    private static let closed = TransportFailure(kind: .closedBeforeAnswer, reason: "closed")

    @Test("A connection that was closed while idle is replaced once, and only once")
    func closedWhileIdle() async throws {
        let once = ScriptedTransport {
            $0.attempt == 0 ? .failure(Self.closed) : .result("true", to: $0)
        }
        #expect(try await Server.scripted(once).userIsAdmin())
        #expect(once.requests.count == 2)

        let always = ScriptedTransport { _ in .failure(Self.closed) }
        let error = try await serverError { try await Server.scripted(always).userIsAdmin() }
        #expect(error.code == .unreachable)
        #expect(always.requests.count == 2)
    }

    @Test("What may pass is repeated as often as the policy says")
    func repeated() async throws {
        let transport = ScriptedTransport { _ in .failure(Self.unreachable) }
        let server = try Server.scripted(transport, retries: Self.atOnce)
        let error = try await serverError { try await server.userIsAdmin() }
        #expect(error.code == .unreachable)
        #expect(error.message == "cannot reach https://opsi.test:4447: connection refused")
        #expect(transport.requests.count == 3)

        let passing = ScriptedTransport {
            $0.attempt < 2 ? .failure(Self.unreachable) : .result("true", to: $0)
        }
        #expect(try await Server.scripted(passing, retries: Self.atOnce).userIsAdmin())
        #expect(passing.requests.count == 3)
        #expect(Set(passing.requests.map(\.id)).count == 3)
    }

    @Test("A call that changes something is sent once", arguments: [closed, unreachable])
    func changing(failure: TransportFailure) async throws {
        let transport = ScriptedTransport { _ in .failure(failure) }
        let server = try Server.scripted(transport, retries: Self.atOnce)
        let error = try await serverError {
            try await server.rpc.call("host_delete", [["pc1.test"]], safety: .changing) {
                reader throws(JSONError) in
                try reader.skipValue()
            }
        }
        #expect(error.code == .unreachable)
        #expect(transport.requests.count == 1)
    }

    @Test(
        "A server that is not well is asked again, if it does not ask for too much patience",
        arguments: [
            (500, nil, 3), (503, "0", 3), (503, nil, 3), (503, "3600", 1), (503, "soon", 3),
            (503, "-1", 3),
            (503, "99999999999999999999", 3), (502, nil, 3), (400, nil, 1), (404, nil, 1),
            (307, nil, 1),
            (401, nil, 1), (403, nil, 1),
        ] as [(Int, String?, Int)])
    func statuses(status: Int, retryAfter: String?, requests: Int) async throws {
        let transport = ScriptedTransport { _ in
            .status(
                status, #"{"error":"not now"}"#,
                headers: retryAfter.map { ["retry-after": $0] } ?? [:])
        }
        let server = try Server.scripted(transport, retries: Self.atOnce)
        let error = try await serverError { try await server.userIsAdmin() }
        #expect(error.status == status)
        #expect(error.message.hasSuffix(": not now"))
        #expect(transport.requests.count == requests)
    }

    @Test("A server that is well again answers", arguments: [500, 503])
    func recovered(status: Int) async throws {
        let transport = ScriptedTransport {
            $0.attempt == 0 ? .status(status, "") : .result("true", to: $0)
        }
        #expect(try await Server.scripted(transport, retries: Self.atOnce).userIsAdmin())
    }

    @Test("A server's long text is cut for people")
    func longText() async throws {
        let text = String(repeating: "x", count: 50_000)
        let rpc = ScriptedTransport { request in
            .body(#"{"id":\#(request.id),"error":{"message":"\#(text)","data":{"class":"E"}}}"#)
        }
        let error = try await serverError { try await Server.scripted(rpc).userIsAdmin() }
        #expect(error.message.count < 600)
        #expect(error.failure == ServerError.RPCFailure(errorClass: "E", message: text))
        let http = ScriptedTransport { _ in .status(500, #"{"error":"\#(text)"}"#) }
        #expect(
            try await serverError { try await Server.scripted(http).userIsAdmin() }.message.count
                < 600)
    }

    @Test("No answer in time is a timeout, be it before the answer or within it")
    func timeout() async throws {
        let hang = ScriptedTransport { _ in .hang }
        let halfway = ScriptedTransport { _ in
            .answer(ScriptedTransport.Answer(body: Array(#"{"id":"#.utf8), hangs: true))
        }
        for transport in [hang, halfway] {
            let server = try Server.scripted(transport, callTimeout: .milliseconds(20))
            #expect(try await serverError { try await server.userIsAdmin() }.code == .timeout)
        }
    }

    @Test("A body that breaks off is no answer")
    func brokenBody() async throws {
        let transport = ScriptedTransport { _ in
            .answer(
                ScriptedTransport.Answer(body: Array(#"{"id":"#.utf8), failure: Self.unreachable))
        }
        let server = try Server.scripted(transport, retries: Self.atOnce)
        #expect(try await serverError { try await server.userIsAdmin() }.code == .unreachable)
        #expect(transport.requests.count == 3)
    }

    @Test("An answer over the limit is refused, compressed or not", arguments: [false, true])
    func tooLarge(compressed: Bool) async throws {
        let transport = ScriptedTransport { request in
            let spaces = String(repeating: " ", count: 500_000)
            let body = Array(#"{"jsonrpc":"2.0","id":\#(request.id),"result":true\#(spaces)}"#.utf8)
            var answer = ScriptedTransport.Answer(
                body: compressed ? gzip(body) : body, chunkSize: 1_000)
            if compressed { answer.headers["content-encoding"] = "gzip" }
            return .answer(answer)
        }
        let small = try Server.scripted(
            transport, retries: Self.atOnce, maximumResponseBytes: 100_000)
        #expect(try await serverError { try await small.userIsAdmin() }.code == .tooLarge)
        #expect(transport.requests.count == 1)
        #expect(try await Server.scripted(transport, maximumResponseBytes: 900_000).userIsAdmin())
    }

    @Test("gzip is read however it is cut up, and refused where it is damaged")
    func compression() async throws {
        let gzipped: @Sendable (ScriptedTransport.Request) -> [UInt8] = { request in
            gzip(Array(#"{"jsonrpc":"2.0","id":\#(request.id),"result":true}"#.utf8))
        }
        for chunkSize in [1, 5, .max] {
            let transport = ScriptedTransport { request in
                .answer(
                    ScriptedTransport.Answer(
                        headers: ["content-encoding": "gzip"], body: gzipped(request),
                        chunkSize: chunkSize))
            }
            #expect(try await Server.scripted(transport).userIsAdmin())
        }
        let damages: [@Sendable ([UInt8]) -> [UInt8]] = [
            { $0.dropLast() }, { $0 + [0] }, { $0 + Array("{}".utf8) }, { Array($0.reversed()) },
            { _ in [] },
            { _ in Array(#"{"result":true}"#.utf8) },
        ]
        for damage in damages {
            let transport = ScriptedTransport { request in
                .answer(
                    ScriptedTransport.Answer(
                        headers: ["content-encoding": "gzip"], body: damage(gzipped(request))))
            }
            let error = try await serverError { try await Server.scripted(transport).userIsAdmin() }
            #expect(error.code == .malformedAnswer)
        }
        let deflate = ScriptedTransport { _ in
            .answer(ScriptedTransport.Answer(headers: ["content-encoding": "deflate"]))
        }
        #expect(
            try await serverError { try await Server.scripted(deflate).userIsAdmin() }.code
                == .malformedAnswer)
    }

    @Test(
        "An answer that is none is refused, not repeated",
        arguments: [
            "", "null", "[]", "true", "{}", "{\"id\":ID}", "{\"id\":ID,\"error\":null}",
            "{\"result\":true}",
            "{\"id\":null,\"result\":true}", "{\"id\":0,\"result\":true}",
            "{\"id\":\"ID\",\"result\":true}",
            "{\"id\":ID,\"result\":\"true\"}", "{\"id\":ID,\"result\":1}",
            "{\"id\":ID,\"result\":null}",
            "{\"id\":ID,\"result\":{}}", "{\"id\":ID,\"result\":true",
            "{\"id\":ID,\"result\":true}x",
            "[{\"id\":ID,\"result\":true}]", "{\"id\":ID,\"error\":7}", "{\"id\":ID,\"error\":[]}",
            "{\"id\":null,\"result\":null,\"error\":\"text\"}", "<html>", "\u{FEFF}{}",
        ])
    func malformed(body: String) async throws {
        let transport = ScriptedTransport { .body(body.replacing("ID", with: "\($0.id)")) }
        let server = try Server.scripted(transport, retries: Self.atOnce)
        let error = try await serverError { try await server.userIsAdmin() }
        #expect(error.code == .malformedAnswer)
        #expect(error.method == "accessControl_userIsAdmin")
        #expect(transport.requests.count == 1)
    }

    @Test(
        "The order of an answer's members does not matter",
        arguments: [
            #"{"id":ID,"result":true,"jsonrpc":"2.0"}"#, #"{"result":true,"error":null,"id":ID}"#,
            #"{"error":null,"more":[{"a":"ü"}],"id":ID,"result":true}"#,
            " {\n\"result\" : true , \"id\" : ID } ",
            #"{"\u0072esult":true,"i\u0064":ID}"#,
        ])
    func order(body: String) async throws {
        let transport = ScriptedTransport { .body(body.replacing("ID", with: "\($0.id)")) }
        #expect(try await Server.scripted(transport).userIsAdmin())
    }

    @Test("An observer is told of each call, with all of its bytes")
    func observed() async throws {
        struct Observation: Equatable {
            var method: String
            var bytes: Int
            var failure: ServerError.Code?
        }
        let seen = Mutex<[Observation]>([])
        let failing = #"{"error":"not now"}"#
        let transport = ScriptedTransport { request in
            if request.method == "backend_info" { return .status(400, failing) }
            return request.attempt == 0 ? .status(500, failing) : .result("true", to: request)
        }
        let server = try Server.scripted(transport, retries: Self.atOnce) { call in
            seen.withLock {
                $0.append(
                    Observation(
                        method: call.method, bytes: call.responseBytes, failure: call.failure))
            }
        }
        _ = try await server.userIsAdmin()
        _ = try await serverError { try await server.serverInfo() }
        let result = #"{"jsonrpc":"2.0","id":2,"result":true}"#
        #expect(
            seen.withLock { $0 } == [
                Observation(
                    method: "accessControl_userIsAdmin",
                    bytes: failing.utf8.count + result.utf8.count),
                Observation(
                    method: "backend_info", bytes: failing.utf8.count, failure: .malformedAnswer),
            ])
    }

    @Test("A cancelled call ends as cancelled, also while it waits before another attempt")
    func cancelled() async throws {
        let (attempts, attempted) = AsyncStream<Void>.makeStream()
        let transport = ScriptedTransport { _ in
            attempted.yield()
            return .failure(Self.unreachable)
        }
        let patient = RetryPolicy(
            attempts: 3, firstPause: .seconds(3_600), longestPause: .seconds(3_600))
        let server = try Server.scripted(transport, retries: patient)
        let call = Task { try await server.userIsAdmin() }
        var iterator = attempts.makeAsyncIterator()
        await iterator.next()
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        #expect(transport.requests.count == 1)
    }
}
