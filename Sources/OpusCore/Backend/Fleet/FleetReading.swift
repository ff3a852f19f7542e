public import OpusServer

/// How a fleet is read: the batches, and how many calls are under way at once.
///
/// One large call would slow every other user of the opsi server (protocol.md, "Cost"), so product
/// states are read for some clients at a time.
public struct FleetReading: Sendable, Equatable {
    /// The most clients whose product states are read in one call; at least 1. It is fewer where
    /// they have many products.
    public var batchSize: Int { didSet { batchSize = max(1, batchSize) } }
    /// Calls for product states under way at once; at least 1.
    public var concurrentCalls: Int { didSet { concurrentCalls = max(1, concurrentCalls) } }
    /// About how many product states one call reads; at least 1.
    public var rowsPerCall: Int { didSet { rowsPerCall = max(1, rowsPerCall) } }
    /// The depots whose clients are watched, `unknown` for clients whose depot does not exist;
    /// nil for all.
    public var depots: Set<ObjectID>?

    /// Describes a way of reading.
    ///
    /// - Parameters:
    ///   - batchSize: the most clients a call.
    ///   - concurrentCalls: calls at once.
    ///   - rowsPerCall: about how many product states a call.
    ///   - depots: the depots whose clients are watched; nil for all.
    public init(
        batchSize: Int = 1_000, concurrentCalls: Int = 2, rowsPerCall: Int = 20_000,
        depots: Set<ObjectID>? = nil
    ) {
        self.batchSize = max(1, batchSize)
        self.concurrentCalls = max(1, concurrentCalls)
        self.rowsPerCall = max(1, rowsPerCall)
        self.depots = depots
    }
}

/// How far reading the rows of many clients has come.
public struct ReadingProgress: Sendable, Equatable {
    /// Clients whose rows are read.
    public let read: Int
    /// Clients whose rows are to be read in all.
    public let total: Int
}

/// Called after each batch of clients whose rows were read; it must be quick and must not block.
public typealias ReadingObserver = @Sendable (ReadingProgress) -> Void
