/// What paces the lives of clients; a mock's own ``OpsiMock/Clock`` is what its server shows.
public typealias PaceClock = Clock<Duration>

extension OpsiMock {
    /// How a mock's clients live, where they do.
    public struct AgentConfiguration: Sendable {
        /// What the chances begin with: the same seed, the same outcomes.
        public var seed: UInt64 = 1
        /// How long a step takes on average: looking for requests, a part of a script's run.
        public var pace: Duration = .seconds(1)
        /// How many runs fail, in percent.
        public var failing = 8
        /// How many runs are put off because somebody works, in percent.
        public var deferring = 3
        /// How many runs end in the middle, as their client is switched off, in percent.
        public var interrupted = 1
        /// How many scripts ask for a reboot at once, after which they begin anew, in percent.
        public var rebooting = 2
        /// How many scripts leave early, with a report instead of a verdict, in percent.
        public var leaving = 1
        /// How many scripts tell how far they are, in percent.
        public var telling = 20
        /// How many of the clients are off when life begins, in percent.
        public var off = 10
        /// Clients that never come on.
        public var alwaysOff: Set<String> = []
        /// Steps between two times when a client looks by itself, on average.
        public var stepsBetweenLooks = 30
        /// How many clients go off when they looked and had nothing to do, in a thousand.
        public var goingOff = 10
        /// Steps that a client is off for, on average.
        public var stepsOff = 90

        /// Makes a configuration with the defaults.
        public init() {}
    }

    /// What came of an action that a mock's client ran.
    public struct AgentRun: Sendable, Equatable {
        /// How a run ends.
        public enum Outcome: Sendable, Equatable {
            /// It did what it was to do.
            case success
            /// It failed.
            case failure(FailureKind)
            /// It waits for the user to finish.
            case deferral
            /// The client was switched off in the middle.
            case interruption
            /// Its script asked for a reboot, after which it begins anew.
            case reboot
            /// Its script left early: neither a success nor a failure.
            case exit
        }

        /// The client.
        public var clientId: String
        /// The product.
        public var productId: String
        /// What was to be done.
        public var action: String
        /// What came of it.
        public var outcome: Outcome

        /// Makes a run to compare with.
        public init(clientId: String, productId: String, action: String, outcome: Outcome) {
            self.clientId = clientId
            self.productId = productId
            self.action = action
            self.outcome = outcome
        }
    }
}
