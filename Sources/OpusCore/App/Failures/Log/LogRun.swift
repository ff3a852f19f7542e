/// One run of a product's script, as an installation log tells of it.
public struct LogRun: Sendable, Equatable {
    /// How a run can end.
    public enum Ending: Sendable, Equatable {
        /// opsi-script calls it a success. What the row says counts for more: a script that was put
        /// off, or left early, ends so, too.
        case succeeded
        /// The script asked for a reboot, after which it is to run again.
        case rebooting
        /// It failed.
        case failed
        /// The log has no end of it.
        case interrupted
    }

    /// The product, as the log names it.
    public let product: String
    /// The version that ran, such as `24.08-1`; nil where the log does not say.
    public let version: String?
    /// The run's lines, the first line of a log being 1.
    public let lines: ClosedRange<Int>
    /// Whether the log has its beginning.
    public let hasBeginning: Bool
    /// How it ended.
    public let ending: Ending
    /// How often the product's script had been started again, after a reboot, before this run.
    public let restarts: Int
    /// Why it failed; nil where it did not.
    public let diagnosis: Diagnosis?
    /// When its first and last lines were written.
    let began: LogMoment?
    let ended: LogMoment?

    /// Whether it is a product's, by the bytes of its id.
    func isOf(_ product: some Sequence<UInt8>) -> Bool { self.product.utf8.elementsEqual(product) }
}

/// What an installation log tells.
public struct InstallationLog: Sendable, Equatable {
    /// The runs in it, in their order. Of a log with very many, the last.
    public internal(set) var runs: [LogRun] = []
    /// How many lines it has.
    public internal(set) var lineCount = 0
    /// How many bytes it has.
    public internal(set) var byteCount = 0

    /// The last run of a product, which is the one that counts.
    ///
    /// - Parameter product: the product's id.
    /// - Returns: the run; nil where the log has none of it.
    public func lastRun(of product: String) -> LogRun? {
        runs.last { $0.isOf(product.utf8) }
    }
}
