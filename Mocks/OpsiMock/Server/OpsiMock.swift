public import Logging
public import ServiceLifecycle
import Synchronization

/// A stateful mock opsi server.
///
/// It speaks the protocol of opsiconfd 4.3 as it was measured: JSON-RPC over HTTP with sessions,
/// cookies, blocking after failed logins, compression by the server's own rules, and filters with
/// all their quirks. It answers from a ``Fleet`` and changes that fleet as the real server would.
/// Faults can be injected at run time with ``faults``.
///
/// In tests use ``withOpsiMock(fleet:configuration:isolation:_:)``, which starts and stops it.
public final class OpsiMock: Service, Sendable {
    /// The version of the server that is imitated.
    static let serverVersion = "4.3.23.7"

    let configuration: Configuration
    let logger: Logger
    let certificates: Certificates
    let world: Mutex<World>
    let logins: Mutex<LoginState>
    let log: Mutex<RequestLog>
    let listener: Mutex<ListenerState>
    let connections: Mutex<ConnectionRegistry>
    let pendingChanges = Mutex<[PendingChange]>([])
    let serviceTime = ServiceTime()
    let messagebus = Messagebus()
    let agents = Mutex<AgentFleet?>(nil)
    let transfers = Mutex(FileTransfers())
    /// What lets the clients live.
    let agentLife: @Sendable (OpsiMock) async -> Void
    /// Rings when something may have reached the agents.
    let agentSignals = Doorbell()
    /// Rings when a request was received, and answered or not.
    let requestSignals = Doorbell()
    /// The faults to inject; they can be changed at any time.
    public let faults: Faults

    /// Makes a mock server, which listens once it runs.
    ///
    /// - Parameters:
    ///   - fleet: The objects it serves.
    ///   - configuration: How it behaves.
    ///   - logger: Where it reports problems of its own.
    /// - Throws: Where certificates cannot be made.
    public init(
        fleet: Fleet = Fleet(), configuration: Configuration = Configuration(),
        logger: Logger = Logger(label: "opsi-mock")
    ) throws {
        self.configuration = configuration
        self.logger = logger
        certificates = try Certificates(configuration: configuration)
        var world = World(
            fleet: fleet, clock: configuration.clock, utcOffset: configuration.utcOffset)
        world.reachability = Reachability(
            overrides: configuration.reachability, events: configuration.knownEvents)
        world.administrators = [configuration.username]
        self.world = Mutex(world)
        logins = Mutex(LoginState())
        log = Mutex(RequestLog())
        listener = Mutex(ListenerState())
        connections = Mutex(ConnectionRegistry())
        faults = Faults(configuration.faults)
        agentLife = Self.life(configuration.agentClock)
    }
}
