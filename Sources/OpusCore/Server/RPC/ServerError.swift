/// What went wrong between opus and an opsi server.
///
/// `code` is what a program decides by; `message` is what a person reads. Neither the message nor
/// the underlying error ever holds a password, a cookie or a host key.
public struct ServerError: Error, Sendable {
    /// The closed set of ways in which a call can fail.
    ///
    /// The raw values are stable: they are label values in metrics and fields in machine output.
    public enum Code: String, Sendable, CaseIterable, Hashable {
        /// The configuration can't be used: a bad URL, plain http to another machine, no CA file.
        case configuration
        /// No connection: refused, no such host, network gone, or closed in mid-answer.
        case unreachable
        /// The server's certificate was not accepted, or TLS failed otherwise.
        case tls
        /// HTTP 401: the server does not accept the user name and password.
        case authentication
        /// HTTP 403: the server blocks this address for a while, or it has too many sessions.
        case blocked
        /// The user is known but may not do this.
        case permission
        /// The method answered with an error.
        case rpc
        /// The answer is not what the protocol promises.
        case malformedAnswer = "malformed_answer"
        /// No whole answer within the time limit.
        case timeout
        /// The answer is larger than the configured limit.
        case tooLarge = "too_large"
        /// What answers is no opsi server, but a gateway before it or something else.
        case notOpsi = "not_opsi"
        /// The server answers, but is overloaded, in maintenance or broken (HTTP 5xx).
        case unavailable

        /// Whether the same call may well succeed a moment later.
        public var mayPass: Bool {
            switch self {
            case .unreachable, .timeout, .unavailable: true
            case .configuration, .tls, .authentication, .blocked, .permission, .rpc,
                .malformedAnswer, .notOpsi, .tooLarge:
                false
            }
        }
    }

    /// What an opsi method reported, with the server's own words.
    public struct RPCFailure: Sendable, Equatable {
        /// The class of the server's exception, such as `OpsiServicePermissionError`; empty if
        /// the server did not name it.
        public let errorClass: String
        /// The server's message, as it came.
        public let message: String
    }

    /// The kind of failure.
    public let code: Code
    /// The opsi method that was called, or nil where the failure came before any call.
    public let method: String?
    /// A sentence for a person, naming the thing and, where there is one, the way out.
    public let message: String
    /// The server's own error, for `rpc` and `permission`.
    public let failure: RPCFailure?
    /// The HTTP status, where the server answered with another one than 200.
    public let status: Int?
    /// Seconds after which the server said, or is known, to accept calls again.
    public let retryAfter: Duration?
    /// Whether the server may have carried the call out all the same: only a clear refusal, and a
    /// connection that never came about, say that it has not.
    public let mayHaveBeenDone: Bool
    /// What is wrong with the TLS connection, for `tls`.
    public let tls: TLSProblem?

    package init(
        _ code: Code,
        method: String? = nil,
        _ message: String,
        failure: RPCFailure? = nil,
        status: Int? = nil,
        retryAfter: Duration? = nil,
        mayHaveArrived: Bool = true,
        tls: TLSProblem? = nil
    ) {
        self.code = code
        self.method = method
        self.message = message
        self.failure = failure
        self.status = status
        self.retryAfter = retryAfter
        self.tls = tls
        mayHaveBeenDone =
            mayHaveArrived && !code.isRefusal && !(status.map { (400..<500) ~= $0 } ?? false)
    }
}

extension ServerError.Code {
    /// Whether the server says by it that it has not done what was asked for.
    fileprivate var isRefusal: Bool {
        switch self {
        case .configuration, .authentication, .blocked, .permission, .rpc: true
        case .unreachable, .tls, .malformedAnswer, .notOpsi, .timeout, .tooLarge, .unavailable:
            false
        }
    }
}

extension ServerError: CustomStringConvertible {
    /// The message, preceded by the method where there is one.
    public var description: String {
        if let method { "\(method): \(message)" } else { message }
    }
}

extension ServerError {
    /// What a missing right comes to, in the same words wherever the server notices it.
    public static let administratorNeeded =
        "this needs an administrator of the opsi server, and the user is none: add it to the server's"
        + " group of administrators; if it is in there, log in from an address in the server's"
        + " admin-networks"
}
