public import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
public import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Serves HTTP until it is shut down; requests that run are then answered first.
///
/// It follows the web configuration file: users, certificates and the other settings in it change
/// while it runs, and a broken file changes nothing.
public struct WebServer: Service {
    let service: WebService
    private let sockets: [ListeningSocket]
    private let listenOption: String?
    private let wantedConnections: Int
    private let bound = BoundAddress()
    let logger: Logger
    private let group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton

    /// Puts a server together; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - settings: where it listens, and what it takes from whom.
    ///   - endpoints: what there is to be asked for.
    ///   - logger: where it logs.
    public init(_ settings: WebSettings, _ endpoints: Endpoints, logger: Logger) {
        self.init(settings, endpoints, passwords: PasswordChecker(), logger: logger)
    }

    init(
        _ settings: WebSettings, _ endpoints: Endpoints, passwords: PasswordChecker, logger: Logger
    ) {
        sockets = settings.sockets
        listenOption = settings.listenOption
        wantedConnections = settings.limits.connections
        self.logger = logger
        service = WebService(
            settings, policies: WebPolicyStore(settings.configurationFile, logger: logger),
            endpoints: endpoints, passwords: passwords)
    }

    /// Waits until the server listens.
    ///
    /// - Returns: one URL an address, in the order in which they were given, each with the port that
    ///   it listens on.
    /// - Throws: `ListenError` where it can't listen.
    public func urls() async throws -> [String] {
        try await addresses().map(\.url)
    }

    /// When the certificate that the server shows ends, in Unix seconds; nil for plain HTTP.
    public var certificateExpiry: Int? {
        service.policies.policy(checking: .configuration).certificateExpiry
    }

    func addresses() async throws -> [BoundAddress.Value] {
        try await bound.values()
    }

    /// Listens, and serves until the task is shut down.
    ///
    /// - Throws: `ListenError` where it can't listen.
    public func run() async throws {
        var listeners: [any Channel] = []
        var addresses: [BoundAddress.Value] = []
        do {
            for socket in sockets {
                let channels = try await listen(on: socket)
                listeners += channels
                addresses.append(socket.address(of: channels[0], isEncrypted: isEncrypted))
            }
        } catch {
            bound.resolve(.failure(error))
            await close(listeners)
            throw error
        }
        for address in addresses {
            logger.info("listening", metadata: ["url": "\(address.url)"])
        }
        warnOfOldCertificate()
        warnOfFewFiles()
        bound.resolve(.success(addresses))
        // Cancelled, it ends like shut down, but without patience.
        try? await gracefulShutdown()
        await close(listeners)
        await closeConnections()
        await service.shutdown()
        try Task.checkCancellation()
    }

    private var isEncrypted: Bool { service.policies.policy(checking: .configuration).tls != nil }

    /// The channels that belong to a socket; at least one.
    private func listen(on socket: ListeningSocket) async throws(ListenError) -> [any Channel] {
        do {
            switch socket {
            case .address(let address): return try await bind(address)
            case .inherited(let descriptor, _):
                return [try await bootstrap.withBoundSocket(descriptor).get()]
            }
        } catch {
            throw ListenError(socket: socket, error: error, option: listenOption)
        }
    }

    /// Binds an address, that of a name with several by one port.
    private func bind(_ address: ListenAddress) async throws -> [any Channel] {
        let hosts = address.bindHosts
        var channels: [any Channel] = []
        for host in hosts {
            let port = channels.first?.localAddress?.port ?? address.port
            do {
                channels.append(try await bootstrap.bind(host: host, port: port).get())
            } catch {
                let code = (error as? IOError)?.errnoCode
                // A machine without IPv6, or without IPv4.
                if code == EADDRNOTAVAIL || code == EAFNOSUPPORT,
                    hosts.count > 1, host != hosts.last || !channels.isEmpty
                {
                    continue
                }
                await close(channels)
                throw error
            }
        }
        return channels
    }

    private var bootstrap: ServerBootstrap {
        let service = service
        return ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try Self.setUp(channel, service) }
            }
    }

    private static func setUp(_ channel: any Channel, _ service: WebService) throws {
        guard let number = service.registry.add(channel, now: .now()) else {
            channel.close(promise: nil)
            return
        }
        channel.closeFuture.whenComplete { _ in service.registry.remove(number) }
        let pipeline = channel.pipeline.syncOperations
        let policy = service.policies.policy(checking: .everything)
        try pipeline.addHandler(ConnectionCutter())
        if let tls = policy.tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
        let connection = ConnectionHandler(service: service, number: number, policy: policy)
        try pipeline.addHandler(ByteWatcher(connection: connection))
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = service.limits.headerBytes
        limits.maxHeaderListSize = service.limits.headerBytes
        limits.maxHeaderFieldCount = 100
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: true, withErrorHandling: false,
            withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limits)
        try pipeline.addHandler(connection)
    }

    private func close(_ listeners: [any Channel]) async {
        for listener in listeners {
            // It fails only where it is closed already.
            try? await listener.close().get()
        }
    }

    /// Lets requests that run end; where the task is cancelled, they are cut off.
    private func closeConnections() async {
        let channels = service.registry.startClosing()
        for channel in channels {
            channel.pipeline.fireUserInboundEventTriggered(ConnectionShouldDrain())
        }
        await withTaskCancellationHandler {
            await service.registry.waitUntilEmpty()
        } onCancel: {
            for channel in channels { channel.close(promise: nil) }
        }
    }

    private func warnOfFewFiles() {
        guard service.limits.connections < wantedConnections else { return }
        logger.warning(
            """
            fewer connections are taken at once than configured, as the process may open few files; \
            raise that limit (LimitNOFILE= in a unit, ulimit -n in a shell), or configure fewer
            """,
            metadata: [
                "connections": "\(service.limits.connections)",
                "configured": "\(wantedConnections)",
                "files": "\(WebLimits.openFiles ?? 0)",
            ])
    }

    private func warnOfOldCertificate() {
        guard let expiry = service.policies.policy(checking: .configuration).certificateExpiry,
            HTTPDate.seconds >= expiry
        else { return }
        logger.warning(
            "the TLS certificate has expired, and clients will refuse it; renew it",
            metadata: ["expired": "\(HTTPDate.text(unixTime: expiry))"])
    }
}
