import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Serves HTTP until it is shut down; running requests are then answered first.
struct HTTPService: Service {
    /// How long a connection may be open without a request. Scrapers keep theirs open.
    private static let idleTimeout = TimeAmount.minutes(5)

    let address: ListenAddress
    let responder: ExporterResponder
    let bound: BoundAddress
    let logger: Logger

    func run() async throws {
        // A ready socket is told of in our own words; the framework's would be said twice.
        var framework = logger
        if framework.logLevel == .info { framework.logLevel = .notice }
        let application = Application(
            responder: responder,
            server: .http1(configuration: .init(idleTimeout: Self.idleTimeout)),
            configuration: .init(address: .hostname(address.bindHost, port: address.port)),
            onServerRunning: { channel in
                guard let local = channel.localAddress, let port = local.port else { return }
                let url = address.url(port: port)
                logger.info("listening", metadata: ["url": "\(url)"])
                bound.resolve(.success(BoundAddress.Value(port: port, url: url)))
            },
            logger: framework)
        do {
            try await application.run()
            bound.resolve(.failure(ListenError(address: address, reason: "shut down before")))
        } catch {
            let failure = ListenError(address: address, error: error)
            bound.resolve(.failure(failure))
            throw failure
        }
    }
}

/// The exporter can't listen where it was told to.
public struct ListenError: Error, CustomStringConvertible {
    /// Names the address, the reason and the way out.
    public let description: String

    init(address: ListenAddress, reason: String) {
        description = "cannot listen on \(address): \(reason)"
    }

    init(address: ListenAddress, error: any Error) {
        let reason =
            switch (error as? IOError)?.errnoCode {
            case EADDRINUSE:
                "another process uses this port; end it, or choose another address with"
                    + " --web.listen-address"
            case EACCES:
                "the system does not allow it; ports below 1024 need a privilege"
            case EADDRNOTAVAIL:
                "this machine does not have the address"
            case .some(let code):
                String(cString: strerror(code))
            case nil:
                error is SocketAddressError ? "the host name is not known" : "\(error)"
            }
        self.init(address: address, reason: reason)
    }
}
