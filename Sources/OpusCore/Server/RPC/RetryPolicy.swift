/// How often a call that is safe to repeat is repeated, and after which pauses.
///
/// Calls that change something are never repeated by this policy, and no call is after a 401 or a
/// 403: repeating those blocks the address for two minutes.
public struct RetryPolicy: Sendable, Equatable {
    /// Attempts in all, the first one included; 1 means no repetition.
    public var attempts: Int
    /// The longest pause before the second attempt; each further one may be twice as long.
    public var firstPause: Duration
    /// The longest pause between any two attempts.
    public var longestPause: Duration

    /// Describes a policy.
    ///
    /// - Parameters:
    ///   - attempts: attempts in all, the first one included.
    ///   - firstPause: the longest pause before the second attempt.
    ///   - longestPause: the longest pause between any two attempts.
    public init(
        attempts: Int = 3,
        firstPause: Duration = .milliseconds(250),
        longestPause: Duration = .seconds(5)
    ) {
        self.attempts = attempts
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// One attempt, no repetition.
    public static let never = RetryPolicy(attempts: 1)

    /// The pause after a failed attempt, or nil where the call must not be repeated.
    ///
    /// Pauses grow twofold, and each is drawn between half and all of its length, so that many
    /// callers do not come back at once. A server that names a time is given that time, unless it
    /// is longer than the longest pause.
    ///
    /// - Parameters:
    ///   - attempt: the attempt that failed, counted from 1.
    ///   - error: how it failed.
    ///   - fraction: a random number from 0 to 1.
    /// - Returns: the pause, or nil.
    func pause(after attempt: Int, error: ServerError, fraction: Double) -> Duration? {
        guard attempt < attempts, error.mayBeRepeated else { return nil }
        let doubled: Duration = firstPause * (1 << min(attempt - 1, 20))
        let share: Double = 0.5 + fraction / 2
        let pause: Duration = min(doubled, longestPause) * share
        guard let wanted = error.retryAfter else { return pause }
        return wanted <= longestPause ? max(wanted, pause) : nil
    }
}

extension ServerError {
    /// Whether the same call may be tried again at once. What took too long has kept the caller
    /// waiting, and the server busy, long enough.
    fileprivate var mayBeRepeated: Bool {
        switch code {
        case .notOpsi: [429, 502, 503, 504].contains(status)
        case .timeout: false
        default: code.mayPass
        }
    }
}
