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

    let transport: any Transport
    let session: Session
    /// A call that waited in the HTTP client's own line would fail there after the time limit for
    /// a connection, however well the server is; so calls wait here for one of its connections.
    let slots = Slots(HTTPTransport.connections)
    let configuration: ServerConfiguration
    private let logger: Logger?
    private let observer: CallObserver?
    /// The password with the user name, so it is as secret as the password.
    let authorization: Secret
    let nextID = Atomic<Int>(1)
    /// Seconds by which the server's local time is ahead of UTC, as last read.
    let knownOffset = Mutex<Int?>(nil)
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
}

/// An answer has times that name a zone, and that of the server was not read yet.
struct OffsetNeeded: Error {}
