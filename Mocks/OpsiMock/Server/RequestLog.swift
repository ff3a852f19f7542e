extension OpsiMock {
    /// A request that the mock received.
    public struct ReceivedRequest: Sendable, Equatable {
        /// How the caller proved who it is.
        public enum Authentication: Sendable, Equatable {
            /// Not at all, or in vain.
            case none
            /// With credentials, which made a session.
            case login
            /// With the cookie of a session.
            case cookie
        }

        /// The HTTP method.
        public var httpMethod: String
        /// The path and the query.
        public var path: String
        /// The RPC methods called, several in a batch, none where the request was no call.
        public var methods: [String]
        /// The parameters of the first call as JSON text.
        public var params: String?
        /// How the caller proved who it is.
        public var authentication: Authentication
        /// The request's headers, lower-case, but for secrets.
        public var headers: [String: String]
        /// The answer's HTTP status; 0 where there was none.
        public var status: Int
        /// The bytes of the answer's body as they went over the wire.
        public var answerBytes: Int

        /// The RPC method of a request that is no batch.
        public var method: String? { methods.first }
    }
}

/// The last requests.
struct RequestLog: Sendable {
    private(set) var requests: [OpsiMock.ReceivedRequest] = []
    /// All requests so far, those forgotten included.
    private(set) var total = 0

    mutating func append(_ request: OpsiMock.ReceivedRequest, limit: Int) {
        total += 1
        requests.append(request)
        // Half at once, so that forgetting costs little.
        if requests.count > limit { requests.removeFirst(max(requests.count - limit / 2, 1)) }
    }

    mutating func clear() { requests = [] }
}
