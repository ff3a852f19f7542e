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
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            // A connection that ends without TLS's own goodbye carried the request before.
            let isLate = (error as? NIOSSLError) == .uncleanShutdown
            self.init(
                kind: .tls, reason: Self.tlsReason(error), mayHaveArrived: isLate || answerBegun)
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
            self.init(
                kind: .tls, reason: "the TLS handshake took too long", mayHaveArrived: false)
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

    /// What went wrong in TLS, with the certificate in the foreground: that is what an admin can
    /// mend.
    private static func tlsReason(_ error: any Error) -> String {
        switch error {
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            "the certificate is not for this host name"
        case let error as NIOSSLExtraError where error == .serverHostnameImpossibleToMatch:
            "no certificate can be for this host name"
        case NIOSSLError.handshakeFailed:
            // What lies below names a line of the TLS library, which helps nobody.
            "the TLS handshake failed, usually because the certificate is not trusted or has expired"
        case NIOSSLError.unableToValidateCertificate: "the certificate is not trusted"
        default: "\(error)"
        }
    }
}
