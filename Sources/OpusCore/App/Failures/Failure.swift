public import OpusServer

/// A product whose last action failed on a client, and why, as far as that is known.
public struct Failure: Sendable, Equatable {
    /// Where what is known of a failure comes from, or why nothing is.
    public enum Source: Sendable, Equatable {
        /// The row's own reason.
        case row
        /// The client's installation log: the run's lines, the first of a log being 1.
        case log(lines: ClosedRange<Int>)
        /// The row has no reason, and the log was not read.
        case notRead
        /// The server has no installation log of the client.
        case noLog
        /// The log has no run of the product.
        case noRun
        /// The product's last run in the log is another one: its time is not that of the row.
        case otherRun
        /// The product's last run in the log was a success.
        case success
        /// The log's end is missing, as the server keeps no more of a large one.
        case cutOff
        /// The log could not be read.
        case unreadable(ServerError.Code)
    }

    /// The row as the server has it.
    public let row: ProductOnClient
    /// Why it failed; nil where that is not known.
    public let diagnosis: Diagnosis?
    /// Where that comes from.
    public let source: Source

    init(_ row: ProductOnClient, _ diagnosis: Diagnosis?, from source: Source) {
        self.row = row
        self.diagnosis = diagnosis
        self.source = source
    }

    /// What the row alone tells.
    ///
    /// - Parameter row: a failed row.
    public init(_ row: ProductOnClient) {
        let diagnosis = Diagnosis(reason: row.failureReason)
        self.init(row, diagnosis, from: diagnosis == nil ? .notRead : .row)
    }

    /// The cause; `unknown` where none is known.
    public var cause: FailureCause { diagnosis?.cause ?? .unknown }

    /// Whether the log could tell more.
    var needsLog: Bool { source == .notRead }
}

extension Failure.Source {
    /// Why nothing is known, for the end of a line; nil where something is.
    public var absence: String? {
        switch self {
        case .row, .log: nil
        case .notRead: "no reason given; the log was not read"
        case .noLog: "no reason given, and the server has no log of the client"
        case .noRun: "no reason given, and the log has no run of the product"
        case .otherRun: "no reason given, and the log is of another run"
        case .success: "no reason given, and the log calls the last run a success"
        case .cutOff: "no reason given, and the end of the log is missing"
        case .unreadable: "no reason given, and the log could not be read"
        }
    }
}

extension ProductOnClient {
    /// The reason that the package's script gave, where the last action failed. While an action
    /// runs, opsi keeps its progress in the same place.
    var failureReason: String {
        let progress = actionProgress.oneLine
        let isProgress = ["installing", "uninstalling", "caching", "cached"].contains(progress)
        return isProgress ? "" : progress
    }
}
