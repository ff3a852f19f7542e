import Logging
import NIOCore
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Calls the methods of one opsi server as one user: session, time limits, repetition, errors.
final class RPCClient: Sendable {
    /// Whether a call may be repeated when nobody knows if the first one arrived.
    enum Safety {
        /// It only reads.
        case reading
        /// It changes something.
        case changing
    }

    /// A call's result, and the server's clock when it answered.
    struct Answer<Value: Sendable>: Sendable {
        var value: Value
        /// Unix seconds by the server's clock (header `x-date-unix-timestamp`).
        var serverTime: Int?
        /// What logged in, such as `user:admin` (header `x-opsi-user-id`).
        var login: String?
    }

    private let transport: any Transport
    private let session: Session
    /// A call that waited in the HTTP client's own line would fail there after the time limit for
    /// a connection, however well the server is; so calls wait here for one of its connections.
    private let slots = Slots(HTTPTransport.connections)
    private let configuration: ServerConfiguration
    private let logger: Logger?
    private let observer: CallObserver?
    /// The password with the user name, so it is as secret as the password.
    private let authorization: Secret
    private let nextID = Atomic<Int>(1)
    /// Seconds by which the server's local time is ahead of UTC, as last read.
    private let knownOffset = Mutex<Int?>(nil)
    /// Answers that need not be read again.
    let recall = AnswerRecall()

    init(
        transport: any Transport,
        configuration: ServerConfiguration,
        logger: Logger?,
        observer: CallObserver?,
        now: @escaping @Sendable () -> SessionState.Instant
    ) {
        session = Session(now: now)
        self.transport = transport
        self.configuration = configuration
        self.logger = logger
        self.observer = observer
        let credentials = "\(configuration.username):\(configuration.password.value)"
        self.authorization = Secret("Basic " + Data(credentials.utf8).base64EncodedString())
    }

    /// What makes an answer's result of its body.
    private struct Form<Value: Sendable>: Sendable {
        /// The id that the request must have; nil for the next one.
        var requestID: Int?
        /// Reads the answer to a request of the given id, in bytes up to the limit, where the
        /// server's local time is so many seconds ahead of UTC.
        var read:
            @Sendable (
                _ response: TransportResponse, _ id: Int, _ limit: Int, _ method: String,
                _ counter: ByteCounter, _ utcOffset: Int?
            ) async throws -> Envelope<Value>

        /// Reads the result when the whole answer is there.
        static func whole(
            _ read: @escaping @Sendable (inout JSONReader) throws(JSONError) -> Value
        ) -> Self {
            Form { response, id, limit, method, counter, utcOffset in
                let content = try await response.content(
                    limit: limit, method: method, counter: counter)
                return try Envelope(content, id: id, utcOffset: utcOffset, read: read)
            }
        }

        /// Reads the answers to several calls, each into its place.
        static func together(_ calls: [any TogetherCall]) -> Self where Value == Bool {
            Form { response, id, limit, method, counter, utcOffset in
                let content = try await response.content(
                    limit: limit, method: method, counter: counter)
                try Envelope<Bool>.readAll(
                    content, firstID: id, utcOffset: utcOffset, calls)
                return .result(true)
            }
        }

        /// Reads a list as it comes.
        static func list<Elements: ElementReader>(
            _ elements: @escaping @Sendable () -> Elements
        ) -> Self where Elements.Value == Value {
            Form { response, id, limit, method, counter, utcOffset in
                var reader = AnswerReader(id: id, utcOffset: utcOffset, elements)
                try await response.read(limit: limit, method: method, counter: counter) {
                    bytes throws(JSONError) in
                    try reader.take(bytes)
                }
                return try reader.finish()
            }
        }

        /// Reads a list as it comes, unless it is the one that came the last time.
        static func list<Elements: ElementReader>(
            _ call: AnswerRecall.Call, _ elements: @escaping @Sendable () -> Elements
        ) -> Self where Elements.Value == Value {
            Form(requestID: AnswerRecall.requestID) {
                response, id, limit, method, counter, utcOffset in
                try await call.read(response, utcOffset: utcOffset) { comparison in
                    var reader = AnswerReader(id: id, utcOffset: utcOffset, elements)
                    let isSame = try await response.read(
                        limit: limit, method: method, counter: counter, comparing: &comparison
                    ) { bytes throws(JSONError) in try reader.take(bytes) }
                    return isSame ? nil : try reader.finish()
                }
            }
        }
    }

    /// Calls a method.
    ///
    /// - Parameters:
    ///   - method: the opsi method.
    ///   - parameters: its parameters by position; the server knows no others.
    ///   - safety: whether it may be repeated.
    ///   - read: reads the result.
    /// - Returns: the result, and the time at which the server gave it.
    /// - Throws: `ServerError`, or `CancellationError`.
    func call<Value: Sendable>(
        _ method: String,
        _ parameters: [JSONValue] = [],
        safety: Safety = .reading,
        read: @escaping @Sendable (inout JSONReader) throws(JSONError) -> Value
    ) async throws -> Answer<Value> {
        try await call(.one(method, parameters), safety, .whole(read))
    }

    /// Calls a method that returns a list, and reads it as it comes.
    ///
    /// - Parameters:
    ///   - method: the opsi method.
    ///   - parameters: its parameters by position.
    ///   - elements: makes what reads the elements, anew for each attempt.
    /// - Returns: what came of the elements, and the time at which the server gave them.
    /// - Throws: `ServerError`, or `CancellationError`.
    func list<Elements: ElementReader>(
        _ method: String, _ parameters: [JSONValue],
        elements: @escaping @Sendable () -> Elements
    ) async throws -> Answer<Elements.Value> {
        let question = Question.one(method, parameters)
        guard let kept = recall.call(method, parameters) else {
            return try await call(question, .reading, .list(elements))
        }
        return try await call(question, .reading, .list(kept, elements))
    }

    /// Makes calls that only read in one request; each of them has its own answer or error.
    ///
    /// - Parameter calls: at least one.
    /// - Returns: the server's clock when it answered, and what logged in.
    /// - Throws: `ServerError` where the request as a whole was not answered, or
    ///   `CancellationError`.
    @discardableResult
    func together(_ calls: [any TogetherCall]) async throws -> Answer<Bool> {
        try await call(
            Question(calls: calls.map { ($0.method, $0.parameters) }), .reading,
            .together(calls))
    }

    /// Takes in by how many seconds the server's local time is ahead of UTC.
    func learn(utcOffset: Int) { knownOffset.withLock { $0 = utcOffset } }

    private func call<Value: Sendable>(
        _ question: Question, _ safety: Safety, _ form: Form<Value>
    ) async throws -> Answer<Value> {
        do {
            return try await observed(question, safety, form)
        } catch is OffsetNeeded {
            guard safety == .reading else {
                throw ServerError(
                    .malformedAnswer, method: question.name,
                    "the answer cannot be read: \(JSONError(reason: .unknownOffset, offset: 0))")
            }
            _ = try await clock()
            return try await observed(question, safety, form)
        }
    }

    private func observed<Value: Sendable>(
        _ question: Question, _ safety: Safety, _ form: Form<Value>
    ) async throws -> Answer<Value> {
        let start = ContinuousClock.now
        let bytes = ByteCounter()
        do {
            let answer = try await repeating(question, safety, bytes, form)
            observe(question.name, start, bytes, nil)
            return answer
        } catch let error as ServerError {
            observe(question.name, start, bytes, error.code)
            logger?.debug(
                "call failed",
                metadata: ["method": "\(question.name)", "reason": "\(error.code.rawValue)"])
            throw error
        }
    }

    /// The certificate that the server showed last.
    var certificate: ServerCertificate? { transport.certificate }

    /// Ends the session on the server, if there is one, and closes the connections.
    func shutdown() async {
        if session.hasSession {
            // Politeness: the server would drop the session by itself a little later.
            _ = try? await withDeadline(.seconds(2), expired: { CancellationError() }) {
                try await self.attempt(
                    .one("backend_exit", []), ByteCounter(),
                    .whole { reader throws(JSONError) in try reader.skipValue() })
            }
            session.loggedOut()
        }
        await transport.shutdown()
    }

    private func observe(
        _ method: String, _ start: ContinuousClock.Instant, _ bytes: ByteCounter,
        _ failure: ServerError.Code?
    ) {
        observer?(
            ObservedCall(
                method: method, duration: .now - start, responseBytes: bytes.value,
                failure: failure))
    }

    // MARK: Attempts

    private func repeating<Value: Sendable>(
        _ question: Question, _ safety: Safety, _ bytes: ByteCounter, _ form: Form<Value>
    ) async throws -> Answer<Value> {
        let method = question.name
        var attempt = 1
        var reconnected = false
        while true {
            do {
                return try await limited(question, bytes, form)
            } catch let failure as TransportFailure {
                // The server closes idle connections; a request may run into that, once.
                if failure.kind == .closedBeforeAnswer, safety == .reading, !reconnected {
                    reconnected = true
                    continue
                }
                let error = ServerError(failure, method: method, address: configuration.url)
                try await pause(after: attempt, error, safety)
            } catch let error as ServerError {
                try await pause(after: attempt, error, safety)
            }
            attempt += 1
        }
    }

    /// Waits before the next attempt, or throws the error where there is none.
    private func pause(after attempt: Int, _ error: ServerError, _ safety: Safety) async throws {
        let fraction = Double.random(in: 0...1)
        guard safety == .reading,
            let pause = configuration.retries.pause(
                after: attempt, error: error, fraction: fraction)
        else { throw error }
        try await Task.sleep(for: pause)
    }

    private func limited<Value: Sendable>(
        _ question: Question, _ bytes: ByteCounter, _ form: Form<Value>
    ) async throws -> Answer<Value> {
        let method = question.name
        let limit = configuration.callTimeout
        let address = configuration.url
        return try await slots.withSlot {
            try await withDeadline(
                limit,
                expired: {
                    ServerError(
                        .timeout, method: method,
                        "\(address): no whole answer within \(limit), "
                            + (bytes.value == 0 ? "not a byte" : "\(bytes.value) bytes") + " of it"
                    )
                },
                { try await self.attempt(question, bytes, form) })
        }
    }

    private func attempt<Value: Sendable>(
        _ question: Question, _ bytes: ByteCounter, _ form: Form<Value>
    ) async throws -> Answer<Value> {
        let method = question.name
        let id =
            form.requestID ?? nextID.add(question.calls.count, ordering: .relaxed).oldValue
        let body = try question.encoded(firstID: id)
        let response = try await exchange(method, body, bytes)
        let envelope: Envelope<Value>
        do {
            envelope = try await form.read(
                response, id, configuration.maximumResponseBytes, method, bytes,
                knownOffset.withLock { $0 })
        } catch let error as JSONError where error.reason == .unknownOffset {
            throw OffsetNeeded()
        } catch let error as JSONError {
            guard response.isOpsi || error.reason == .tooLarge else {
                throw response.foreign(method: method)
            }
            throw ServerError(
                error.reason == .tooLarge ? .tooLarge : .malformedAnswer, method: method,
                "the answer cannot be read: \(error)")
        }
        switch envelope {
        case .result(let value):
            return Answer(
                value: value, serverTime: response.serverTime,
                login: response.headers["x-opsi-user-id"])
        case .failure(let failure): throw ServerError(failure, method: method)
        case .text(let text): throw ServerError(.malformedAnswer, method: method, text)
        }
    }

    // MARK: Exchange

    /// Sends a request with what the session says, and returns its answer if that has status 200.
    private func exchange(
        _ method: String, _ body: [UInt8], _ bytes: ByteCounter
    ) async throws -> TransportResponse {
        switch try await session.admit() {
        case .proceed(let cookie):
            let response = try await transport.post(request(body, cookie: cookie))
            if let error = await response.error(method: method, counter: bytes) {
                if let pause = error.loginPause { session.refused(error, pause: pause) }
                throw error
            }
            session.answered(setCookie: response.headers["set-cookie"])
            return response
        case .logIn:
            return try await logIn(method, body, bytes)
        }
    }

    /// Sends the request that is the login, and tells the session how it ended.
    private func logIn(
        _ method: String, _ body: [UInt8], _ bytes: ByteCounter
    ) async throws -> TransportResponse {
        let response: TransportResponse
        do {
            response = try await transport.post(request(body, cookie: nil))
        } catch {
            session.loginFailed()
            throw error
        }
        if let error = await response.error(method: method, counter: bytes) {
            if let pause = error.loginPause {
                session.loginRefused(error, pause: pause)
            } else {
                session.loginFailed()
            }
            throw error
        }
        session.loggedIn(setCookie: response.headers["set-cookie"])
        return response
    }

    private func request(_ body: [UInt8], cookie: String?) -> TransportRequest {
        let headers =
            credentials(cookie: cookie) + [
                (name: "Content-Type", value: "application/json"),
                (name: "Accept", value: "application/json"),
                // Anything beside gzip, and the server picks something else.
                (name: "Accept-Encoding", value: "gzip"),
            ]
        return TransportRequest(path: "/rpc", headers: headers, body: body)
    }

    /// The password goes along with a cookie too: where the session has expired, the server then
    /// logs in again by itself.
    private func credentials(cookie: String?) -> [(name: String, value: String)] {
        var headers = [
            (name: "Authorization", value: authorization.value),
            (name: "User-Agent", value: "opus/\(OpusVersion.current)"),
        ]
        if let code = configuration.oneTimeCode {
            headers.append((name: "x-opsi-mfa-otp", value: code.value))
        }
        if let cookie { headers.append((name: "Cookie", value: cookie)) }
        return headers
    }

    /// Opens a web socket within the session, where there is one.
    ///
    /// - Parameters:
    ///   - path: where, below the address.
    ///   - limit: the time in which the caller has to be content with it.
    ///   - silence: the time after which a connection is closed over which nothing comes.
    /// - Returns: the web socket.
    /// - Throws: `ServerError`, or `CancellationError`.
    func openWebSocket(
        _ path: String, limit: Duration, silence: Duration
    ) async throws -> WebSocketConnection {
        guard let transport = transport as? any WebSocketTransport else {
            throw ServerError(.configuration, "this transport has no web sockets")
        }
        do {
            let connection = try await transport.openWebSocket(
                path, headers: credentials(cookie: session.cookie), limit: limit, silence: silence)
            return connection
        } catch let refused as UpgradeRefused {
            throw ServerError(refused, path: path, address: configuration.url)
        } catch let failure as TransportFailure {
            throw ServerError(failure, method: nil, address: configuration.url)
        }
    }
}

/// An answer has times that name a zone, and that of the server was not read yet.
private struct OffsetNeeded: Error {}

/// Counts the bytes of all attempts of one call.
final class ByteCounter: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .relaxed) }
    func add(_ bytes: Int) { count.add(bytes, ordering: .relaxed) }
}
