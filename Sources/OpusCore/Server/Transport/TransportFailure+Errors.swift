import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension TransportFailure {
    /// Sorts what the HTTP client throws, by its type.
    ///
    /// - Parameters:
    ///   - error: what was thrown.
    ///   - answerBegun: whether the head of the answer had been received.
    package init(_ error: any Error, answerBegun: Bool) {
        switch error {
        case let failure as TransportFailure:
            self = failure
        case let error as HTTPClientError:
            self.init(error, answerBegun: answerBegun)
        case let error as HTTPParserError:
            // Where the connection ends in mid-answer, the parser is the first to notice.
            let kind: Kind = error == .invalidEOFState ? .unreachable : .malformed
            self.init(kind: kind, reason: "\(error)")
        case let error as NIOSSLError where error == .uncleanShutdown:
            // The connection ended without TLS's own goodbye.
            self.init(
                kind: answerBegun ? .unreachable : .closedBeforeAnswer,
                reason: "the server closed the connection")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            // Where the certificates have to be looked at, whoever made the connection does it.
            self.init(
                TLSProblem(.other, "the TLS connection failed"),
                mayHaveArrived: answerBegun || !Self.isHandshake(error))
        case let error as NIOConnectionError where !error.connectionErrors.isEmpty:
            let first = error.connectionErrors[0].error
            self.init(
                kind: .unreachable, reason: Self.reason(of: first), mayHaveArrived: false)
        case is NIOConnectionError:
            self.init(
                kind: .unreachable, reason: "no address was found for this host name",
                mayHaveArrived: false)
        case let error as IOError where Self.isRefusal(error.errnoCode) && !answerBegun:
            self.init(
                kind: .unreachable, reason: Self.reason(of: error), mayHaveArrived: false)
        case let error as IOError where error.errnoCode == ECONNRESET && !answerBegun:
            self.init(kind: .closedBeforeAnswer, reason: Self.reason(of: error))
        case let error as IOError where error.errnoCode == EPIPE && !answerBegun:
            self.init(kind: .closedBeforeAnswer, reason: Self.reason(of: error))
        default:
            self.init(kind: .unreachable, reason: Self.reason(of: error))
        }
    }

    /// TLS failed; before anything was sent, unless said otherwise.
    init(_ problem: TLSProblem, mayHaveArrived: Bool = false) {
        self.init(
            kind: .tls, reason: problem.text, mayHaveArrived: mayHaveArrived, tls: problem)
    }

    /// Whether TLS failed before a request could be sent.
    private static func isHandshake(_ error: any Error) -> Bool {
        if case .handshakeFailed = error as? NIOSSLError { return true }
        return error is NIOSSLExtraError
    }

    private init(_ error: HTTPClientError, answerBegun: Bool) {
        switch error {
        case .remoteConnectionClosed where !answerBegun:
            self.init(kind: .closedBeforeAnswer, reason: "the server closed the connection")
        case .remoteConnectionClosed:
            self.init(
                kind: .unreachable, reason: "the server closed the connection in mid-answer")
        case .connectTimeout, .getConnectionFromPoolTimeout:
            self.init(
                kind: .unreachable, reason: "no connection in time", mayHaveArrived: false)
        case .readTimeout, .writeTimeout, .deadlineExceeded:
            self.init(kind: .timeout, reason: "no answer in time")
        case .tlsHandshakeTimeout:
            self.init(TLSProblem(.interrupted, "the TLS handshake took too long"))
        default:
            self.init(kind: .unreachable, reason: error.shortDescription)
        }
    }

    /// Whether an error of the system says that no connection came about.
    private static func isRefusal(_ code: CInt) -> Bool {
        [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN].contains(code)
    }

    private static func reason(of error: any Error) -> String {
        switch error {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case is ChannelError: "no connection"
        default: "\(error)"
        }
    }
}
