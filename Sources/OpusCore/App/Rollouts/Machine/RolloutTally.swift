/// How many clients of a stage stand how.
public struct RolloutTally: Sendable, Equatable {
    /// All clients of the stage.
    public internal(set) var clients = 0
    /// Those that it was not the turn of yet.
    public internal(set) var unasked = 0
    /// Those that were asked, and have not reported all.
    public internal(set) var open = 0
    /// Those on which all went well.
    public internal(set) var succeeded = 0
    /// Those on which something failed.
    public internal(set) var failed = 0
    /// Those whose request was taken back by somebody, or that never reported.
    public internal(set) var lost = 0
    /// Those whose request was taken back, as the rollout was stopped.
    public internal(set) var cancelled = 0
    /// Those that needed nothing.
    public internal(set) var skipped = 0
    /// Those that could not be asked.
    public internal(set) var refused = 0

    /// Clients on which it ran to its end.
    public var ran: Int { succeeded + failed }
    /// Clients that were asked for something.
    public var asked: Int { open + succeeded + failed + lost + cancelled }
    /// Clients that were asked and of which nothing more is awaited.
    public var ended: Int { succeeded + failed + lost }
    /// Clients on which it ran or may still run.
    public var mayRun: Int { unasked + open + ran }

    init() {}

    /// Several stages as one.
    ///
    /// - Parameter tallies: the stages.
    public init(sumOf tallies: [RolloutTally]) {
        for tally in tallies {
            clients += tally.clients
            unasked += tally.unasked
            open += tally.open
            succeeded += tally.succeeded
            failed += tally.failed
            lost += tally.lost
            cancelled += tally.cancelled
            skipped += tally.skipped
            refused += tally.refused
        }
    }

    mutating func count(_ outcome: RolloutState.ClientRecord.Outcome) {
        switch outcome {
        case .waiting: open += 1
        case .succeeded: succeeded += 1
        case .failed: failed += 1
        case .lost: lost += 1
        case .cancelled: cancelled += 1
        case .skipped: skipped += 1
        case .refused: refused += 1
        }
    }
}

extension RolloutMachine {
    /// How many clients of a stage stand how.
    ///
    /// - Parameter stage: the stage, from 0.
    /// - Returns: the numbers.
    public func tally(_ stage: Int) -> RolloutTally {
        var tally = RolloutTally()
        tally.clients = plan.stages[stage].clients.count
        for client in state.clients where client.stage == stage { tally.count(client.outcome) }
        tally.unasked = tally.clients - begun[stage]
        return tally
    }

    /// How many clients of all stages stand how.
    public var tallies: [RolloutTally] { plan.stages.indices.map { tally($0) } }
}
