/// A moment on a machine's clocks, by which times are measured that nobody may shorten by setting
/// a clock.
public struct RolloutMoment: Sendable, Equatable, Codable {
    /// Unix seconds by the machine's wall clock, which people and time servers set.
    public var unixTime: Int
    /// Names the time since the machine's last start; empty where that is not known.
    public var boot: String
    /// Seconds since the machine's start, sleep included, which nobody sets.
    public var uptime: Int

    /// Makes a moment.
    ///
    /// - Parameters:
    ///   - unixTime: Unix seconds by the wall clock.
    ///   - boot: names the time since the machine's last start; empty where that is not known.
    ///   - uptime: seconds since the machine's start.
    public init(unixTime: Int, boot: String = "", uptime: Int = 0) {
        self.unixTime = unixTime
        self.boot = boot
        self.uptime = uptime
    }

    /// The seconds that have passed since an earlier moment, never less than zero.
    ///
    /// Between two starts of the machine the wall clock does not matter; over a start there is no
    /// other.
    ///
    /// - Parameter earlier: the earlier moment.
    /// - Returns: seconds.
    public func seconds(since earlier: RolloutMoment) -> Int {
        let isSameBoot = !boot.isEmpty && boot == earlier.boot
        let passed = isSameBoot ? uptime - earlier.uptime : unixTime - earlier.unixTime
        return max(0, passed)
    }
}
