import Foundation
import NIOCore
import Synchronization
import Testing

@testable import OpusServer

/// A network on which exactly what a test says happens.
final class ScriptedTransport: Transport {
    /// What becomes of one request.
    enum Step {
        case answer(Answer)
        case failure(TransportFailure)
        /// Nothing happens, until the caller gives up.
        case hang
    }

    struct Answer {
        var status = 200
        var headers: [String: String] = ["set-cookie": ScriptedTransport.cookie]
        var body: [UInt8] = []
        /// How the body is cut up.
        var chunkSize = Int.max
        /// What ends the body in place of its end.
        var failure: TransportFailure?
        /// Whether the body never ends after its bytes.
        var hangs = false
        /// Whether it comes from something else than opsi, which marks each of its answers.
        var isForeign = false
    }

    /// A request as it was sent.
    struct Request: Sendable {
        var headers: [String: String]
        var body: [UInt8]
        var id: Int
        var method: String
        var params: [JSONValue]
        var jsonrpc: String
        /// How many requests of this method came before.
        var attempt: Int
    }

    static let cookie =
        "opsiconfd-session=0123456789abcdef0123456789abcdef; SameSite=Strict; Secure; path=/; "
        + "Max-Age=120"

    private let script: @Sendable (Request) -> Step
    private let sent = Mutex<[Request]>([])
    private let isShutDown = Mutex(false)

    init(_ script: @escaping @Sendable (Request) -> Step) { self.script = script }

    var requests: [Request] { sent.withLock { $0 } }
    var wasShutDown: Bool { isShutDown.withLock { $0 } }

    func post(_ request: TransportRequest) async throws -> TransportResponse {
        #expect(request.path == "/rpc")
        let body = try Body(JSONReference.read(request.body))
        let request = sent.withLock { sent in
            let headers = request.headers.map { ($0.name.lowercased(), $0.value) }
            let request = Request(
                headers: Dictionary(uniqueKeysWithValues: headers), body: request.body,
                id: body.id, method: body.method, params: body.params,
                jsonrpc: body.jsonrpc, attempt: sent.count { $0.method == body.method })
            sent.append(request)
            return request
        }
        switch script(request) {
        case .failure(let failure): throw failure
        case .hang:
            try await Task.sleep(for: .seconds(3_600))
            throw CancellationError()
        case .answer(let answer):
            let mark = answer.isForeign ? [:] : ["x-opsi-server-role": "configserver"]
            return TransportResponse(
                status: answer.status, headers: answer.headers.merging(mark) { own, _ in own },
                body: Self.stream(answer))
        }
    }

    func shutdown() async { isShutDown.withLock { $0 = true } }

    private static func stream(_ answer: Answer) -> AsyncThrowingStream<ByteBuffer, any Error> {
        let (stream, continuation) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
        var rest = answer.body[...]
        while !rest.isEmpty {
            continuation.yield(ByteBuffer(bytes: rest.prefix(answer.chunkSize)))
            rest = rest.dropFirst(answer.chunkSize)
        }
        if !answer.hangs { continuation.finish(throwing: answer.failure) }
        return stream
    }

    private struct Body {
        var jsonrpc: String
        var id: Int
        var method: String
        var params: [JSONValue]

        init(_ value: JSONValue?) throws {
            guard case .object(let members)? = value, members.count == 4,
                case .string(let jsonrpc)? = members["jsonrpc"], case .int(let id)? = members["id"],
                case .string(let method)? = members["method"],
                case .array(let params)? = members["params"]
            else { throw TransportFailure(kind: .malformed, reason: "no call was sent") }
            self.jsonrpc = jsonrpc
            self.id = id
            self.method = method
            self.params = params
        }
    }
}

extension ScriptedTransport.Step {
    /// A well-formed answer with a result, given as JSON.
    static func result(_ json: String, to request: ScriptedTransport.Request) -> Self {
        .body(#"{"jsonrpc":"2.0","id":\#(request.id),"result":\#(json)}"#)
    }

    /// A body with status 200.
    static func body(_ text: String) -> Self {
        .answer(ScriptedTransport.Answer(body: Array(text.utf8)))
    }

    /// An answer with another status than 200.
    static func status(_ status: Int, _ text: String, headers: [String: String] = [:]) -> Self {
        .answer(
            ScriptedTransport.Answer(status: status, headers: headers, body: Array(text.utf8)))
    }
}

extension Server {
    /// A server at the other end of a scripted transport.
    static func scripted(
        _ transport: ScriptedTransport, retries: RetryPolicy = .never,
        callTimeout: Duration = .seconds(60), maximumResponseBytes: Int = 1_000_000,
        password: Secret = "linux123", observer: CallObserver? = nil
    ) throws -> Server {
        var configuration = ServerConfiguration(
            url: "https://opsi.test:4447", username: "adminuser", password: password)
        configuration.retries = retries
        configuration.callTimeout = callTimeout
        configuration.maximumResponseBytes = maximumResponseBytes
        return try Server(configuration, observer: observer) { _ throws(ServerError) in transport }
    }
}

/// The error that a call ends with; a test fails where it ends well or otherwise.
func serverError<Value>(
    sourceLocation: SourceLocation = #_sourceLocation, _ operation: () async throws -> Value
) async throws -> ServerError {
    let error = await #expect(throws: ServerError.self, sourceLocation: sourceLocation) {
        _ = try await operation()
    }
    return try #require(error, sourceLocation: sourceLocation)
}
