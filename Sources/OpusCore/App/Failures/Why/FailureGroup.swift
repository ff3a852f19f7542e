public import OpusServer

/// Failures that are one fault: of one product in one version, with one cause and one reason.
public struct FailureGroup: Sendable, Equatable {
    /// Something that all of a group's clients have in common, and others that tried have not.
    public struct Place: Sendable, Equatable {
        /// What it is.
        public enum Kind: String, Sendable {
            case depot, group, system
        }

        /// What it is.
        public let kind: Kind
        /// Its name.
        public let name: String
        /// How many clients there tried the version, the failed ones included.
        public let triedThere: Int
        /// How many clients tried it elsewhere.
        public let triedElsewhere: Int
    }

    /// The product.
    public let productID: ObjectID
    /// The version that failed; nil where the rows have none.
    public let version: String?
    /// The cause.
    public internal(set) var cause: FailureCause
    /// The code that goes with it.
    public internal(set) var exitCode: ResultCode?
    /// Whether the cause is a guess on any of the clients.
    public internal(set) var isGuessed: Bool
    /// The reason, with `…` for what differs from client to client; nil where the rows give none.
    public let reason: String?
    /// Why nothing is known of the cause; nil where something is.
    public let absence: String?
    /// The failures, ordered by client.
    public let failures: [Failure]
    /// The lines of a client's log that show the fault, best first.
    public internal(set) var evidence: [LogExcerpt]
    /// The client that the lines are from, else one of them.
    public internal(set) var example: ObjectID
    /// How many of the clients looked at tried this version of the product.
    public let tried: Int
    /// What the clients have in common; empty where they are nothing but some among many.
    public let places: [Place]

    /// The clients, ordered.
    public var clients: [ObjectID] { failures.map(\.row.clientID) }
}

/// The faults behind the failures of some clients.
public struct FailureGroups: Sendable {
    /// The faults, those with the most clients first.
    public let groups: [FailureGroup]
    /// How many clients have at least one of them.
    public let clients: Int
    /// How many logs were read for it.
    public let logsRead: Int
    /// Why reading logs was given up before all were read; nil where it was not.
    public let problem: ServerError?
    /// Whether the operating systems of the clients are among the places.
    public let hasSystems: Bool
}
