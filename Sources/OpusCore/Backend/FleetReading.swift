/// How a fleet is read: the batches, and how many calls are under way at once.
///
/// One large call would slow every other user of the opsi server (protocol.md, "Cost"), so product
/// states are read for some clients at a time.
public struct FleetReading: Sendable, Equatable {
    /// Clients whose product states are read in one call; at least 1.
    public var batchSize: Int { didSet { batchSize = max(1, batchSize) } }
    /// Calls for product states under way at once; at least 1.
    public var concurrentCalls: Int { didSet { concurrentCalls = max(1, concurrentCalls) } }

    /// Describes a way of reading.
    ///
    /// - Parameters:
    ///   - batchSize: clients a call.
    ///   - concurrentCalls: calls at once.
    public init(batchSize: Int = 200, concurrentCalls: Int = 2) {
        self.batchSize = max(1, batchSize)
        self.concurrentCalls = max(1, concurrentCalls)
    }
}
