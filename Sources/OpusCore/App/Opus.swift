public import Logging
public import OpusBackend
public import OpusServer

/// One opsi server's fleet, for every front end: what the exporter counts and the command line
/// shows and changes.
public final class Opus: Sendable {
    let backend: Backend
    let definitions: StateDefinitions
    /// What a fleet's rows are kept by, which knows none yet.
    let kinds: RowKinds

    /// Prepares access to a server; no connection is opened until a method runs.
    ///
    /// - Parameters:
    ///   - server: how to reach the server.
    ///   - definitions: what the states of a client mean.
    ///   - reading: how the fleet is read.
    ///   - logger: where progress is logged, at debug level.
    ///   - observer: told of every finished call.
    ///   - progress: told how far reading the products of many clients has come.
    ///   - servesOneCommand: whether rights, clock, clients, depots and groups are read once and
    ///     kept, which is right for a command that takes a moment.
    ///   - acts: whether that command changes something.
    /// - Throws: `ServerError` with code `configuration` where the description of the server
    ///   can't be used.
    public convenience init(
        server: ServerConfiguration,
        definitions: StateDefinitions = .init(),
        reading: FleetReading = .init(),
        logger: Logger? = nil,
        observer: CallObserver? = nil,
        progress: ReadingObserver? = nil,
        servesOneCommand: Bool = false,
        acts: Bool = false
    ) throws(ServerError) {
        self.init(
            try Server(server, logger: logger, observer: observer), definitions: definitions,
            reading: reading, progress: progress, servesOneCommand: servesOneCommand, acts: acts)
    }

    /// Prepares to read through a server that is set up already.
    convenience init(
        _ server: Server, definitions: StateDefinitions = .init(),
        reading: FleetReading = .init(), progress: ReadingObserver? = nil,
        servesOneCommand: Bool = false, acts: Bool = false
    ) {
        self.init(
            Backend(
                server: server, reading: reading, progress: progress,
                servesOneCommand: servesOneCommand, acts: acts),
            definitions: definitions)
    }

    /// Prepares to read through a backend that is there already.
    init(
        _ backend: Backend, definitions: StateDefinitions = .init(), kinds: RowKinds = .init()
    ) {
        self.backend = backend
        self.definitions = definitions
        self.kinds = kinds
    }

    /// Reads the whole fleet and counts every client's states.
    ///
    /// - Throws: `ServerError` where something could not be read that the counts rest on, or
    ///   `CancellationError`.
    public func fleetSummary() async throws -> FleetSummary {
        try await fullState().summary
    }

    /// Reads the whole fleet.
    func fullState() async throws -> FleetState {
        let fleet = try await backend.fleetWithoutRows()
        var state = FleetState(fleet, definitions: definitions, kinds: kinds)
        let ids = fleet.records.clients.map(\.id)
        try await backend.forEachBatch(of: ids) { batch in
            state.add(batch.states) { batch.asked.contains($0) }
        }
        state.settle()
        return state
    }

    /// Ends the session and closes every connection; call it once, at the end.
    public func shutdown() async { await backend.shutdown() }
}
