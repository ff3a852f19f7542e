import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// Connections to one server: HTTPS over a small pool of kept-alive ones, and why they fail.
final class HTTPConnections: Sendable {
    /// The server closes connections after 5 s without a request; leaving them first avoids
    /// sending a request into that close.
    private static let idleTimeout = TimeAmount.seconds(4)

    /// Connections at once.
    static let most = 8

    let address: ServerAddress
    private let client: HTTPClient
    let access: TLSAccess
    /// Of the last connection, whether it came about or was refused for it.
    private let seen = SeenCertificate()

    /// Prepares a client that follows no redirect and repeats nothing; no connection is opened.
    ///
    /// - Throws: `ServerError` with code `configuration` where a file can't be used.
    init(
        address: ServerAddress, trust: ServerConfiguration.Trust,
        client identity: ServerConfiguration.ClientCertificate?, connectTimeout: Duration
    ) throws(ServerError) {
        self.address = address
        access = try TLSAccess(trust: trust, client: identity)
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: access.configuration,
            // A redirect could carry the password to another server.
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(connectTimeout)),
            connectionPool: .init(idleTimeout: Self.idleTimeout),
            decompression: .disabled
        )
        // A refused connection is reported at once; repeating is decided in one place, above.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.most
        configuration.httpVersion = .http1Only
        configuration.http1_1ConnectionDebugInitializer = { [seen] channel in
            channel.nioSSL_peerCertificate().map { certificate in
                seen.store(certificate.map { ServerCertificate($0) })
            }.recover { _ in }
        }
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    deinit {
        // It fails if it was shut down before, which is what is wanted; the client must not go
        // while it is running.
        client.shutdown { _ in }
    }

    /// The certificate that the server showed last, even where it was refused; nil before the first
    /// connection, and without TLS.
    var certificate: ServerCertificate? { seen.value }

    /// Sends a request; returns as soon as the head of the answer is there.
    ///
    /// - Throws: `TransportFailure`, or `CancellationError`.
    func execute(_ request: HTTPClientRequest) async throws -> HTTPClientResponse {
        do {
            // Time limits are the caller's, who cancels; this deadline is never reached.
            return try await client.execute(request, deadline: .distantFuture)
        } catch let error as CancellationError {
            throw error
        } catch {
            try Task.checkCancellation()
            throw await explained(error)
        }
    }

    func shutdown() async {
        // It fails only if it was shut down before, which is what is wanted.
        try? await client.shutdown()
    }

    // MARK: Failures

    /// Why a connection failed, by another look at the certificates where those are the matter.
    func explained(_ error: any Error) async -> TransportFailure {
        let failure = TransportFailure(error, answerBegun: false)
        if address.isEncrypted {
            guard failure.kind == .tls else { return failure }
            return TransportFailure(await problem(error), mayHaveArrived: failure.mayHaveArrived)
        }
        guard failure.kind == .malformed || failure.kind == .closedBeforeAnswer,
            await !TLSExamination.chain(at: address).isEmpty
        else { return failure }
        return TransportFailure(
            TLSProblem(
                .noPlainHTTP, "what answers there speaks TLS", "write https:// in the address"))
    }

    private func problem(_ error: any Error) async -> TLSProblem {
        if let problem = TLSProblem(error, access) { return problem }
        if (error as? HTTPClientError) == .tlsHandshakeTimeout {
            return TLSProblem(.interrupted, "the TLS handshake took too long")
        }
        let isOtherName = (error as? NIOSSLExtraError) == .failedToValidateHostname
        let chain = await TLSExamination.chain(at: address)
        // One that has ended is told of, too, where it was never seen before its end.
        if let own = chain.first { seen.store(ServerCertificate(own)) }
        return TLSProblem(refused: chain, isOtherName: isOtherName, access, address)
    }
}

/// The certificate that the last connection found, which several own.
private final class SeenCertificate: Sendable {
    private let certificate = Mutex<ServerCertificate?>(nil)

    var value: ServerCertificate? { certificate.withLock { $0 } }

    func store(_ new: ServerCertificate?) { certificate.withLock { $0 = new } }
}

extension TimeAmount {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        self = overflow ? .nanoseconds(.max) : .nanoseconds(whole + attoseconds / 1_000_000_000)
    }
}
