import Crypto
import OpusCore

/// A rollout as its files have it.
enum RolloutStart {
    /// The rollout, begun or not.
    ///
    /// - Throws: `CommandFailure` where its files can't be used.
    static func machine(
        _ files: RolloutFiles, settling: Int = 15
    ) throws(CommandFailure) -> RolloutMachine {
        let plan = try RolloutPlanReading.plan(at: files.plan)
        let digest = digest(plan)
        let state =
            try files.state(of: digest)
            ?? RolloutState(plan: digest, since: RolloutClock.now().unixTime)
        guard state.stage < plan.stages.count else {
            throw .usage("\(files.plan).journal is of another plan")
        }
        return RolloutMachine(
            plan: plan, state: state, zone: try RolloutClock.zone(plan.gates.zone),
            settling: settling)
    }

    /// What is the same for the same plan, whatever remarks are in its file.
    static func digest(_ plan: RolloutPlan) -> String {
        SHA256.hash(data: Array(RolloutPlanText(plan: plan).text.utf8))
            .map(\.hexadecimal).joined()
    }
}

extension UInt8 {
    /// Its two digits, in lower case.
    var hexadecimal: String { (self < 16 ? "0" : "") + String(self, radix: 16) }
}
