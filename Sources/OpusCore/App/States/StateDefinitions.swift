public import OpusServer

/// What the states of a client mean, where an organisation may see it differently.
public struct StateDefinitions: Sendable, Equatable {
    /// Products that are client agents: a client with one of them installed can be fresh.
    public var agents: Set<ObjectID>
    /// Products that a fresh client may have beside an agent.
    public var baseline: Set<ObjectID>
    /// Days without being seen after which a client is outdated.
    public var outdatedAfterDays: Int
    /// Hours after which a request that is still pending counts as stuck.
    public var stuckAfterHours: Int

    /// Definitions, opsi's usual ones unless given.
    ///
    /// - Parameters:
    ///   - agents: product ids of client agents.
    ///   - baseline: product ids that a fresh client may have beside an agent.
    ///   - outdatedAfterDays: days after which a client that was not seen is outdated.
    ///   - stuckAfterHours: hours after which a pending request is stuck.
    public init(
        agents: Set<ObjectID> = [
            "opsi-client-agent", "opsi-linux-client-agent", "opsi-mac-client-agent",
        ],
        baseline: Set<ObjectID> = ["opsi-script", "opsi-winst", "hwaudit", "swaudit"],
        outdatedAfterDays: Int = 30,
        stuckAfterHours: Int = 24
    ) {
        self.agents = agents
        self.baseline = baseline
        self.outdatedAfterDays = outdatedAfterDays
        self.stuckAfterHours = stuckAfterHours
    }
}
