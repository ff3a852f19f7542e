import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The transport for real servers: HTTPS over a small pool of kept-alive connections.
final class HTTPTransport: Transport {
    /// The server closes connections after 5 s without a request; leaving them first avoids
    /// sending a request into that close.
    private static let idleTimeout = TimeAmount.seconds(4)

    /// Connections at once.
    static let connections = 8

    private let client: HTTPClient
    private let address: ServerAddress

    /// Prepares a client; no connection is opened.
    ///
    /// - Throws: `ServerError` with code `configuration` where the file of authorities can't be
    ///   used.
    init(address: ServerAddress, trust: ServerConfiguration.Trust, connectTimeout: Duration)
        throws(ServerError)
    {
        client = try Self.client(trust: trust, connectTimeout: connectTimeout)
        self.address = address
    }

    /// A client that follows no redirect and repeats nothing.
    ///
    /// - Throws: `ServerError` with code `configuration` where the file of authorities can't be
    ///   used.
    static func client(
        trust: ServerConfiguration.Trust, connectTimeout: Duration
    ) throws(ServerError) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: try trust.tlsConfiguration(),
            // A redirect could carry the password to another server.
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(connectTimeout)),
            connectionPool: .init(idleTimeout: Self.idleTimeout),
            decompression: .disabled
        )
        // A refused connection is reported at once; repeating is decided in one place, above.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.connections
        configuration.httpVersion = .http1Only
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    deinit {
        // It fails if it was shut down before, which is what is wanted; the client must not go
        // while it is running.
        client.shutdown { _ in }
    }

    func post(_ request: TransportRequest) async throws -> TransportResponse {
        var message = HTTPClientRequest(url: address.url + request.path)
        message.method = .POST
        for header in request.headers {
            message.headers.add(name: header.name, value: header.value)
        }
        message.body = .bytes(request.body)
        let response: HTTPClientResponse
        do {
            // Time limits are the caller's, who cancels; this deadline is never reached.
            response = try await client.execute(message, deadline: .distantFuture)
        } catch let error as CancellationError {
            throw error
        } catch {
            try Task.checkCancellation()
            throw TransportFailure(error, answerBegun: false)
        }
        var headers: [String: String] = [:]
        for header in response.headers {
            let name = header.name.lowercased()
            headers[name] = headers[name].map { $0 + "\n" + header.value } ?? header.value
        }
        return TransportResponse(
            status: Int(response.status.code), headers: headers, body: response.body)
    }

    func shutdown() async {
        // It fails only if it was shut down before, which is what is wanted.
        try? await client.shutdown()
    }
}

extension ServerConfiguration.Trust {
    fileprivate func tlsConfiguration() throws(ServerError) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        switch self {
        case .system: break
        case .insecure: configuration.certificateVerification = .none
        case .authorityFile(let path):
            let authorities: [NIOSSLCertificate]
            do {
                authorities = try NIOSSLCertificate.fromPEMFile(path)
            } catch {
                throw ServerError(
                    .configuration,
                    "cannot read certificates from the CA file \"\(path)\": give the path of a "
                        + "PEM file, such as a copy of the server's /ssl/opsi-ca-cert.pem")
            }
            guard !authorities.isEmpty else {
                throw ServerError(
                    .configuration,
                    "the CA file \"\(path)\" holds no certificate: give a PEM file, such as a "
                        + "copy of the server's /ssl/opsi-ca-cert.pem")
            }
            configuration.trustRoots = .certificates(authorities)
        }
        return configuration
    }
}

extension TimeAmount {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        self = overflow ? .nanoseconds(.max) : .nanoseconds(whole + attoseconds / 1_000_000_000)
    }
}
