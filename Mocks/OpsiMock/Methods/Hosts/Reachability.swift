extension OpsiMock {
    /// How a client answers when the server calls it.
    public enum ClientReachability: Sendable, Equatable {
        /// It does what it is told.
        case reachable
        /// Nothing listens on it.
        case refusing
        /// Its address is not known.
        case withoutAddress
        /// It is expected on the message bus and is not there.
        case notConnected
        /// It takes the call and never answers.
        case silent
        /// It answers with an error, which may be any JSON value.
        case failing(Fleet.Value)
    }

    /// What a client was told to do.
    public struct ClientCall: Sendable, Equatable {
        /// The client.
        public var clientId: String
        /// What it was told, such as `fireEvent`.
        public var method: String
        /// With what, as JSON text.
        public var params: String

        /// Makes a call to compare with.
        public init(clientId: String, method: String, params: String) {
            self.clientId = clientId
            self.method = method
            self.params = params
        }
    }
}

/// Which clients can be reached.
struct Reachability: Sendable {
    var overrides: [String: OpsiMock.ClientReachability] = [:]
    /// The events that clients know.
    var events: [String] = []

    /// A client is reachable where it has an address, unless it was said otherwise.
    func of(_ host: Row) -> OpsiMock.ClientReachability {
        if let override = overrides[host["id"].string ?? ""] { return override }
        return host["ipAddress"].isTruthy ? .reachable : .withoutAddress
    }
}
