public import OpusServer

/// What a server says of itself to a user who logged in.
public struct ServerCheck: Sendable, Equatable {
    /// The opsi version; nil where the server names none.
    public let version: String?
    /// What a login is good for.
    public enum Rights: Sendable, Equatable {
        /// Everything.
        case administrator
        /// Reading the fleet, as `opus-exporter` does, and nothing else.
        case reader
        /// Nothing that opus does.
        case none
    }

    /// What the login is good for.
    public let rights: Rights
    /// Whether opus lets the login change nothing: it is no administrator, or in the group of those
    /// who only read.
    public let isReadOnly: Bool
    /// The server's clock, in Unix seconds; nil where the login may not ask for it.
    public let serverTime: Int?
    /// Clients that were last seen after now, ordered by id: a clock was wrong, and their ages can't
    /// be told. Empty where the login may not read them all.
    public let clientsAhead: [ObjectID]

    /// A time this little after now is none: clocks are read moments apart.
    public static let toleratedSeconds = 60
}

/// The products whose last action failed, client by client.
public struct FailedProducts: Sendable, Equatable {
    /// A row a client and product, ordered by both.
    public let rows: [ProductOnClient]
    /// The server's clock, in Unix seconds.
    public let serverTime: Int
    /// Seconds by which the server's local time is ahead of UTC.
    public let utcOffset: Int
}

/// Where a product is.
public struct ProductPlaces: Sendable, Equatable {
    /// A depot that has it.
    public struct OnDepot: Sendable, Equatable {
        /// The depot's id.
        public let depot: ObjectID
        /// The version there.
        public let version: String
    }

    /// The name that people know it by; empty where the server has none.
    public let name: String
    /// What it is, in a few words.
    public let description: String
    /// Whether it is installed on running systems: what fails, waits or is old of other products
    /// makes no client failed, pending or updatable.
    public let isLocalboot: Bool
    /// The depots that have it, ordered.
    public let depots: [OnDepot]
    /// Its state on clients, ordered by client.
    public let clients: [ProductDetails]
    /// The server's clock, in Unix seconds.
    public let serverTime: Int
}
