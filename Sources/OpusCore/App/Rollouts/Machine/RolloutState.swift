/// How far a rollout is: what its journal holds, and nothing that the server could tell better.
public struct RolloutState: Sendable, Equatable, Codable {
    /// Whether it goes on.
    public enum Phase: String, Sendable, Codable, CaseIterable {
        /// Nothing has begun yet.
        case ready
        /// It goes on.
        case running
        /// Nobody is asked for now; who was asked goes on.
        case paused
        /// A gate has stopped it for good.
        case halted
        /// A person has ended it for good.
        case aborted
        /// All stages have passed.
        case done
    }

    /// How a row stands that a client was asked for.
    public enum Step: String, Sendable, Codable, CaseIterable {
        /// It is about to be written; nobody knows whether it is.
        case asking
        /// This rollout wrote it.
        case asked
        /// It is as this rollout would have written it, but nobody knows by whom it was.
        case doubtful
        /// The client did it.
        case succeeded
        /// The client reported a failure.
        case failed
        /// It was taken back by somebody, or the client never reported.
        case lost
        /// It was not written; the reason says why.
        case notAsked
        /// It is about to be taken back.
        case cancelling
        /// It was taken back, as the rollout was stopped.
        case cancelled
        /// It should have been taken back, but for a reason it was left.
        case left
    }

    /// One row.
    public struct Row: Sendable, Equatable, Codable {
        /// The product's id.
        public var product: String
        /// What the client was asked for.
        public var action: String
        /// Whether it is there for another product's sake.
        public var isDependency: Bool
        /// How it stands.
        public var step: Step
        /// Why, or what the client is at.
        public var reason: String = ""
        /// How the row was before it was written.
        var seen: String
        /// How it was when it was last looked at, for as long as only its client has changed it.
        var mark: String?
        /// Whether somebody else has written it since.
        var isForeign = false
    }

    /// One client that it was the turn of.
    public struct ClientRecord: Sendable, Equatable, Codable {
        /// The client's id.
        public var id: String
        /// Its stage, from 0.
        public var stage: Int
        /// The rows that it was asked for; none where it was left out.
        public var rows: [Row] = []
        /// Why it was left out; empty where it was not.
        public var reason: String = ""
        /// Whether it could not be asked, rather than needed nothing.
        public var isRefused = false
        /// When it was last asked, or was about to be.
        var asked: RolloutMoment
        /// Whether it was told to act at once.
        var isHastened = false
    }

    /// Which plan it is the state of.
    public var plan: String
    /// Whether it goes on.
    public var phase = Phase.ready
    /// Since when it does so, in Unix seconds.
    public var since: Int
    /// Why it was stopped or ended.
    public var reason = ""
    /// The stage that it is at, from 0.
    public var stage = 0
    /// When the stage had passed its gate, and its soaking began; nil before.
    public internal(set) var passed: RolloutMoment?
    /// The clients of which it was the turn, in order.
    public internal(set) var clients: [ClientRecord] = []
    /// Those that were woken, or shown a message, or were about to be.
    var prepared: [String] = []

    /// Whether its stage has passed its gate, and is watched.
    public var isSoaking: Bool { passed != nil }

    /// A rollout that has not begun.
    ///
    /// - Parameters:
    ///   - plan: which plan it is the state of.
    ///   - since: now, in Unix seconds.
    public init(plan: String, since: Int) {
        self.plan = plan
        self.since = since
    }
}

extension RolloutState.ClientRecord {
    /// How a client stands in a rollout.
    public enum Outcome: String, Sendable, CaseIterable {
        /// It was asked, and has not reported all.
        case waiting
        /// All went well.
        case succeeded
        /// Something failed.
        case failed
        /// Its request was taken back by somebody, or it never reported.
        case lost
        /// Its request was taken back, as the rollout was stopped.
        case cancelled
        /// It needed nothing.
        case skipped
        /// It could not be asked.
        case refused
    }

    /// How it stands.
    public var outcome: Outcome {
        let steps = rows.map(\.step).filter { $0 != .notAsked }
        if steps.contains(.failed) { return .failed }
        guard !steps.isEmpty else { return isRefused ? .refused : .skipped }
        if steps.contains(where: \.isOpen) { return .waiting }
        if steps.contains(.cancelled) { return .cancelled }
        return steps.contains(.lost) || steps.contains(.left) ? .lost : .succeeded
    }
}

extension RolloutState.Step {
    /// Whether something may still come of it.
    var isOpen: Bool {
        switch self {
        case .asking, .asked, .doubtful, .cancelling: true
        case .succeeded, .failed, .lost, .notAsked, .cancelled, .left: false
        }
    }
}
