/// What has to be so before a rollout goes on to its next stage.
public struct RolloutGates: Sendable, Equatable {
    /// The most clients of a stage on which it may fail, of those on which it ran.
    public var maxFailed: RolloutShare
    /// Fewer failures than this stop nothing; a stage with fewer clients is stopped when all of
    /// them failed.
    public var leastFailed: Int
    /// How many of a stage's clients have to have reported before it is judged.
    public var minDone: RolloutShare
    /// Seconds for which a stage is watched after it was judged.
    public var soak: Int
    /// When clients may be asked; nil for always.
    public var window: RolloutWindow?
    /// The name of the time zone by whose clocks the window is meant.
    public var zone: String?

    /// Makes gates.
    ///
    /// - Parameters:
    ///   - maxFailed: the most clients on which it may fail, of those on which it ran.
    ///   - leastFailed: fewer failures than this stop nothing.
    ///   - minDone: how many have to have reported before a stage is judged.
    ///   - soak: seconds for which a stage is watched after it was judged.
    ///   - window: when clients may be asked; nil for always.
    ///   - zone: the time zone of the window.
    public init(
        maxFailed: RolloutShare, leastFailed: Int, minDone: RolloutShare, soak: Int,
        window: RolloutWindow? = nil, zone: String? = nil
    ) {
        self.maxFailed = maxFailed
        self.leastFailed = leastFailed
        self.minDone = minDone
        self.soak = soak
        self.window = window
        self.zone = zone
    }

    /// Whether failures stop a stage.
    ///
    /// While clients still run, failures come first, as a success takes longer. So an open stage is
    /// stopped where it can't pass any more, or where so many of the first reports are failures
    /// that it is hardly chance.
    ///
    /// - Parameters:
    ///   - failed: clients on which it failed.
    ///   - ran: clients on which it ran, those included.
    ///   - clients: clients of the stage on which it ran or still may.
    ///   - isJudged: whether enough of them have reported.
    /// - Returns: true where the rollout has to stop.
    func stops(failed: Int, ran: Int, of clients: Int, isJudged: Bool) -> Bool {
        guard failed >= max(1, min(leastFailed, clients)) else { return false }
        if isJudged, maxFailed.isExceeded(by: failed, of: ran) { return true }
        return maxFailed.isExceeded(by: failed, of: clients)
            || Self.isBeyondChance(failed, of: ran, share: maxFailed)
    }

    /// Whether even the lower end of where the true share may lie (Wilson's interval, two standard
    /// deviations) is above what is allowed.
    private static func isBeyondChance(_ failed: Int, of ran: Int, share: RolloutShare) -> Bool {
        guard ran > 0 else { return false }
        let count = Double(ran)
        let part = Double(failed) / count
        let square = 4.0
        let centre = part + square / (2 * count)
        let margin = 2 * (part * (1 - part) / count + square / (4 * count * count)).squareRoot()
        return (centre - margin) / (1 + square / count) > Double(share.hundredths) / 10_000
    }
}
