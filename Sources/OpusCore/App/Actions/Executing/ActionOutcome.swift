public import OpusServer

/// What came of an action with one product on one client, or with the client itself.
public struct ActionOutcome: Sendable, Equatable {
    /// The ways in which it can end, or stand.
    public enum State: Sendable, Equatable {
        /// It is done.
        case succeeded
        /// It failed, with the reason that the client gave, or why it was not done; empty where
        /// there is none.
        case failed(reason: String)
        /// The client has not done it yet; what it is at, in its own words, or empty.
        case waiting(progress: String)
        /// It is asked for, and nobody waited for more.
        case requested
        /// Nobody knows, and why.
        case unknown(reason: String)
        /// It needed no doing.
        case skipped(SkipReason)
        /// It can't be done, or the server would not: why.
        case refused(reason: String)
        /// It was no longer as the plan saw it, so nothing was done; what changed.
        case changed(reason: String)
    }

    /// Whether a client is there to do what it is asked for.
    public enum Presence: Sendable, Equatable {
        /// Nobody looked, or nothing tells.
        case unknown
        /// It was seen, or does something.
        case present
        /// It was not seen for a day, whether or not something answers at its address.
        case silent
        /// It can't be reached.
        case unreachable

        /// Whether there is little hope that it does anything soon.
        public var isAbsent: Bool { self == .silent || self == .unreachable }
    }

    /// The client.
    public let clientID: ObjectID
    /// The product; nil where it is about the client itself.
    public let productID: ObjectID?
    /// What the client was asked for; nil where it was asked for nothing.
    public let request: ActionRequest?
    /// How it ended, or stands.
    public internal(set) var state: State
    /// The products for whose sake alone it was asked for.
    public internal(set) var neededBy: [ObjectID] = []
    /// What else there is to say.
    public internal(set) var notes: [String] = []
    /// When the client was last seen, in Unix seconds; nil where it never was, and where nobody
    /// looked.
    public internal(set) var lastSeen: Int?
    /// Whether the plan had it: what the server added by itself was in none.
    public internal(set) var isPlanned = true
    /// Whether the client is there to do it, as far as somebody looked.
    public internal(set) var presence = Presence.unknown

    /// Why it was not done, as a value to decide by.
    var failure: ClientFailure?
    /// What the client said, where it was called.
    var answer: ClientAnswer?
}

extension ActionOutcome.State {
    /// The word for it, as programs read it: these never change.
    public var name: String {
        switch self {
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .waiting: "waiting"
        case .requested: "requested"
        case .unknown: "unknown"
        case .skipped: "skipped"
        case .refused: "refused"
        case .changed: "changed"
        }
    }

    /// Why it is so, or what the client is at; empty where there is nothing to say.
    public var reason: String {
        switch self {
        case .succeeded, .requested: ""
        case .failed(let reason), .unknown(let reason), .refused(let reason), .changed(let reason):
            reason
        case .waiting(let progress): progress
        case .skipped(let reason): reason.description
        }
    }

    /// Whether it is not what was asked for, whatever may come.
    public var isBad: Bool {
        switch self {
        case .failed, .unknown, .refused, .changed: true
        case .succeeded, .waiting, .requested, .skipped: false
        }
    }

    /// The place among others in a list that people read: what went wrong first, then what is
    /// open, then what is done.
    fileprivate var rank: Int {
        switch self {
        case .failed: 0
        case .unknown: 1
        case .changed: 2
        case .refused: 3
        case .waiting: 4
        case .requested: 5
        case .succeeded: 6
        case .skipped: 7
        }
    }
}

extension Sequence<ActionOutcome> {
    /// What went wrong first, then what is open, then the rest; in their order otherwise.
    public var failuresFirst: [ActionOutcome] {
        enumerated().sorted {
            ($0.element.state.rank, $0.offset) < ($1.element.state.rank, $1.offset)
        }.map(\.element)
    }
}
