public import OpusServer

/// What a rollout does next.
public enum RolloutDecision: Sendable, Equatable {
    /// Ask clients of the present stage.
    case ask([ObjectID])
    /// Find out what became of clients that were about to be asked when something ended it.
    case settle([ObjectID])
    /// Tell clients to act at once that were asked, and perhaps never told.
    case hasten([ObjectID])
    /// Take back what still waits on clients.
    case takeBack([ObjectID])
    /// Nothing is due.
    case wait(RolloutPause)
    /// Nothing will be due any more.
    case end
}

/// What a rollout waits for.
public enum RolloutPause: Sendable, Equatable {
    /// Clients have to report.
    case clients
    /// The stage is watched until then, in seconds from now.
    case soak(seconds: Int)
    /// The window opens then, in Unix seconds; nil where it does not for weeks.
    case window(opens: Int?)
    /// A person has paused it.
    case person
    /// The server may still be at work on a call whose answer nobody got.
    case settling(seconds: Int)
}

/// What a person wants of a rollout.
public enum RolloutWish: String, Sendable, Equatable, Codable {
    /// Ask nobody for now.
    case pause
    /// Go on.
    case resume
    /// Take back what waits, and end.
    case abort
}

/// One row that a client is about to be asked for.
public struct RolloutIntent: Sendable, Equatable {
    /// The client.
    public var client: ObjectID
    /// The product.
    public var product: ObjectID
    /// What it is asked for.
    public var action: String
    /// Whether it is there for another product's sake.
    public var isDependency: Bool
    /// The row as it is now; nil where there is none.
    public var seen: RolloutFact?

    /// Makes an intent.
    ///
    /// - Parameters:
    ///   - client: the client.
    ///   - product: the product.
    ///   - action: what it is asked for.
    ///   - isDependency: whether it is there for another product's sake.
    ///   - seen: the row as it is now.
    public init(
        client: ObjectID, product: ObjectID, action: String, isDependency: Bool,
        seen: RolloutFact?
    ) {
        self.client = client
        self.product = product
        self.action = action
        self.isDependency = isDependency
        self.seen = seen
    }
}

/// A client that is not asked, and why.
public struct RolloutSkip: Sendable, Equatable {
    /// The client.
    public var client: ObjectID
    /// Why.
    public var reason: String
    /// Whether it could not be asked, rather than needed nothing.
    public var isRefusal: Bool

    /// Makes a skip.
    ///
    /// - Parameters:
    ///   - client: the client.
    ///   - reason: why.
    ///   - isRefusal: whether it could not be asked.
    public init(client: ObjectID, reason: String, isRefusal: Bool) {
        self.client = client
        self.reason = reason
        self.isRefusal = isRefusal
    }
}

/// What became of a row that was to be written.
public enum RolloutFate: Sendable, Equatable {
    /// It is written.
    case written
    /// It is not, and why.
    case notWritten(String)
    /// Nobody knows.
    case unknown
}
