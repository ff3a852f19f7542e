import OpusServer

/// Decides what a rollout does: it neither reads nor writes, waits nor looks at a clock.
///
/// Who drives it tells it what happened, saves its state, and does what it decides. It keeps the
/// state so that whatever a process was at when it ended is either in it, or has not happened.
public struct RolloutMachine: Sendable {
    /// So many clients are asked with one call: of no more can it be unknown whether they were.
    static let clientsPerCall = 100

    /// The plan.
    public let plan: RolloutPlan
    /// How far it is.
    public internal(set) var state: RolloutState
    let zone: ZoneRules
    /// How long a server may be at work on a call whose answer nobody got, in seconds.
    let settling: Int
    /// Where each client is in the state.
    var places: [ObjectID: Int] = [:]
    /// The clients of each stage that it was the turn of.
    var begun: [Int] = []

    /// Goes on with a rollout.
    ///
    /// - Parameters:
    ///   - plan: the plan, without a mistake.
    ///   - state: how far it is.
    ///   - zone: the time zone of the plan's window.
    ///   - settling: how long a server may be at work on a call whose answer nobody got, in
    ///     seconds.
    public init(
        plan: RolloutPlan, state: RolloutState, zone: ZoneRules = .utc, settling: Int = 15
    ) {
        self.plan = plan
        self.state = state
        self.zone = zone
        self.settling = settling
        findClients()
    }

    /// Finds out where the clients of the state are.
    mutating func findClients() {
        places = Dictionary(first: state.clients.enumerated().map { (ObjectID($1.id), $0) })
        begun = plan.stages.indices.map { stage in state.clients.count { $0.stage == stage } }
    }

    /// What is to be done next.
    ///
    /// - Parameter now: the present moment.
    /// - Returns: the decision; it changes nothing.
    public func decision(at now: RolloutMoment) -> RolloutDecision {
        let open = state.clients.filter { $0.rows.contains { $0.step == .asking } }
        if !open.isEmpty {
            let wait = open.map { settling - now.seconds(since: $0.asked) }.max() ?? 0
            return wait > 0 ? .wait(.settling(seconds: wait)) : .settle(Self.some(open))
        }
        switch state.phase {
        case .done: return .end
        case .halted, .aborted:
            let waiting = state.clients.filter { $0.rows.contains(where: \.isToBeTakenBack) }
            return waiting.isEmpty ? .end : .takeBack(Self.some(waiting))
        case .paused: return .wait(.person)
        case .ready, .running: return going(now)
        }
    }

    private func going(_ now: RolloutMoment) -> RolloutDecision {
        let unheard = state.clients.filter(\.isToBeHastened)
        if plan.asking.now, !unheard.isEmpty, isOpen(now) { return .hasten(Self.some(unheard)) }
        let clients = plan.stages[state.stage].clients
        if begun[state.stage] < clients.count {
            guard isOpen(now) else {
                return .wait(
                    .window(opens: plan.gates.window?.opening(from: now.unixTime, in: zone)))
            }
            return .ask(
                Array(clients.filter { places[$0] == nil }.prefix(Self.clientsPerCall)))
        }
        guard let passed = state.passed else { return .wait(.clients) }
        return .wait(.soak(seconds: plan.gates.soak - now.seconds(since: passed)))
    }

    private func isOpen(_ now: RolloutMoment) -> Bool {
        plan.gates.window?.isOpen(at: now.unixTime, in: zone) ?? true
    }

    private static func some(_ records: [RolloutState.ClientRecord]) -> [ObjectID] {
        records.prefix(clientsPerCall).map { ObjectID($0.id) }
    }

    // MARK: Judging

    /// Judges every stage that has begun, and goes on to the next where that is right.
    mutating func judge(_ now: RolloutMoment) {
        guard state.phase == .running || state.phase == .paused else { return }
        for stage in 0...state.stage {
            let tally = tally(stage)
            let isJudged = stage < state.stage || isJudged(tally, stage)
            if plan.gates.stops(
                failed: tally.failed, ran: tally.ran, of: tally.mayRun, isJudged: isJudged)
            {
                return halt(
                    "failed on \(tally.failed) of \(tally.ran) clients on which it ran", stage, now)
            }
        }
        guard state.phase == .running else { return }
        let tally = tally(state.stage)
        guard isJudged(tally, state.stage) else { return }
        if tally.ran == 0, tally.refused + tally.lost > 0 {
            return halt("ran on no client", state.stage, now)
        }
        // A stage in which nobody needed anything needs no watching.
        if state.passed == nil { state.passed = now }
        let soak = tally.ran == 0 ? 0 : plan.gates.soak
        let isLast = state.stage == plan.stages.count - 1
        guard let passed = state.passed,
            now.seconds(since: passed) >= soak || isLast && tally.open == 0
        else { return }
        state.passed = nil
        if isLast {
            enter(.done, now)
        } else {
            state.stage += 1
        }
    }

    /// Whether enough clients of a stage have reported.
    private func isJudged(_ tally: RolloutTally, _ stage: Int) -> Bool {
        guard begun[stage] == plan.stages[stage].clients.count else { return false }
        return tally.ended >= plan.gates.minDone.rounded(up: tally.asked)
    }

    private mutating func halt(_ why: String, _ stage: Int, _ now: RolloutMoment) {
        state.reason =
            "stage \(stage + 1) of \(plan.stages.count) (\(plan.stages[stage].name)): \(why)"
        enter(.halted, now)
    }

    mutating func enter(_ phase: RolloutState.Phase, _ now: RolloutMoment) {
        guard state.phase != phase else { return }
        state.phase = phase
        state.since = now.unixTime
    }
}

extension RolloutState.Row {
    /// Whether it is to be taken back where the rollout is stopped: this rollout wrote it, and
    /// nobody else since.
    var isToBeTakenBack: Bool {
        step == .cancelling || step == .asked && !isForeign && !isAtWork
    }

    /// Whether it stays where the rollout is stopped, though nothing came of it yet.
    public var isToBeLeft: Bool { step == .asked && isForeign }

    /// Whether the client is at work on it: that can't be taken back any more.
    public var isAtWork: Bool {
        step == .asked && !reason.isEmpty && !ProductOnClient.isPutOff(reason)
    }
}

extension RolloutState.ClientRecord {
    /// Whether it may never have been told to act at once.
    var isToBeHastened: Bool { !isHastened && rows.contains { $0.step == .doubtful } }
}
