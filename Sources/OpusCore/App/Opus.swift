public import Logging
public import OpusServer

/// One opsi server's fleet, for every front end: what the exporter counts and the command line
/// shows and changes.
public final class Opus: Sendable {
    /// Prepares access to a server; no connection is opened until a method runs.
    ///
    /// - Parameters:
    ///   - server: how to reach the server.
    ///   - definitions: what the states of a client mean.
    ///   - reading: how the fleet is read.
    ///   - logger: where progress is logged, at debug level.
    ///   - observer: told of every finished call.
    /// - Throws: `ServerError` with code `configuration` where the description of the server
    ///   can't be used.
    public init(
        server: ServerConfiguration,
        definitions: StateDefinitions = .init(),
        reading: FleetReading = .init(),
        logger: Logger? = nil,
        observer: CallObserver? = nil
    ) throws(ServerError) {
    }

    /// Reads the whole fleet and counts every client's states.
    ///
    /// - Throws: `ServerError` where something could not be read that the counts rest on, or
    ///   `CancellationError`.
    public func fleetSummary() async throws -> FleetSummary {
        throw ServerError(.unavailable, "not there yet")
    }

    /// Ends the session and closes every connection; call it once, at the end.
    public func shutdown() async {
    }
}

/// How the fleet is read: the batches, and how many calls are under way at once.
public struct FleetReading: Sendable, Equatable {
    /// Clients whose product states are read in one call.
    public var batchSize: Int
    /// Calls for product states under way at once.
    public var concurrentCalls: Int

    /// Describes a way of reading.
    ///
    /// - Parameters:
    ///   - batchSize: clients a call.
    ///   - concurrentCalls: calls at once.
    public init(batchSize: Int = 200, concurrentCalls: Int = 2) {
        self.batchSize = batchSize
        self.concurrentCalls = concurrentCalls
    }
}
