import NIOCore
import NIOHTTP1
import NIOPosix
public import NIOSSL
import Synchronization

/// A server that speaks HTTP over TLS, or plainly, and answers as a test wants it to.
public final class TLSServer: Sendable {
    /// What comes back for a request.
    public struct Answer: Sendable {
        /// The HTTP status.
        public var status: Int
        /// The headers, but for the length.
        public var headers: [(String, String)]
        /// The body.
        public var body: String
        /// Whether the body never ends after its bytes.
        public var stalls: Bool

        /// An answer.
        ///
        /// - Parameters:
        ///   - status: the HTTP status.
        ///   - headers: the headers, but for the length.
        ///   - body: the body.
        ///   - stalls: whether the body never ends after its bytes.
        public init(
            _ status: Int = 200, headers: [(String, String)] = [], body: String = "",
            stalls: Bool = false
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.stalls = stalls
        }

        /// What opsi answers to a call.
        ///
        /// - Parameters:
        ///   - result: JSON.
        ///   - request: the request.
        /// - Returns: the answer.
        public static func result(_ result: String, to request: Request) -> Answer {
            let digits = request.body.firstRange(of: "\"id\":").map { range in
                request.body[range.upperBound...].prefix { $0.isNumber }
            }
            return Answer(
                headers: [
                    ("content-type", "application/json"), ("x-opsi-server-role", "configserver"),
                ],
                body: #"{"jsonrpc":"2.0","id":\#(digits ?? "0"),"result":\#(result)}"#)
        }
    }

    /// A request as it came.
    public struct Request: Sendable {
        /// The path.
        public var path: String
        /// The headers, by lower-case names.
        public var headers: [String: String]
        /// The body.
        public var body: String
    }

    /// The port on 127.0.0.1.
    public let port: Int
    private let channel: any Channel
    private let received: Received

    private init(
        channel: any Channel, received: Received
    ) {
        self.channel = channel
        port = channel.localAddress?.port ?? 0
        self.received = received
    }

    /// The requests so far.
    public var requests: [Request] { received.requests.withLock { $0 } }

    /// How TLS is spoken.
    ///
    /// - Parameters:
    ///   - identity: the server's certificate.
    ///   - version: the one version; nil for all.
    ///   - clients: the authorities of client certificates, of which one is then required.
    /// - Returns: the configuration.
    /// - Throws: where the identity can't be used.
    public static func tls(
        _ identity: CertificateAuthority.Identity, version: TLSVersion? = nil,
        clients: CertificateAuthority? = nil
    ) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(identity.chainPEM.utf8))
                .map { .certificate($0) },
            privateKey: .privateKey(
                try NIOSSLPrivateKey(bytes: Array(identity.keyPEM.utf8), format: .pem)))
        configuration.minimumTLSVersion = version ?? .tlsv12
        configuration.maximumTLSVersion = version
        configuration.curves = [.x25519, .secp256r1, .secp384r1, .secp521r1]
        if let clients {
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(
                try NIOSSLCertificate.fromPEMBytes(Array(clients.pem.utf8)))
            // By itself, the library takes no Ed25519 from a client.
            configuration.verifySignatureAlgorithms = [
                .ecdsaSecp256R1Sha256, .rsaPssRsaeSha256, .rsaPkcs1Sha256, .ed25519,
            ]
        }
        return configuration
    }

    /// Serves for as long as a body runs.
    ///
    /// - Parameters:
    ///   - tls: how TLS is spoken; nil for plain HTTP.
    ///   - isolation: where the body runs.
    ///   - answer: the answer to each request.
    ///   - body: uses the server.
    /// - Returns: what the body returns.
    /// - Throws: what the body throws.
    public static func serve<Value>(
        _ tls: TLSConfiguration?, isolation: isolated (any Actor)? = #isolation,
        answer: @escaping @Sendable (Request) -> Answer,
        _ body: (TLSServer) async throws -> Value
    ) async throws -> Value {
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let received = Received()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context {
                        try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(Handler(received, answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = TLSServer(channel: channel, received: received)
        do {
            let value = try await body(server)
            try await channel.close()
            return value
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private final class Received: Sendable {
        let requests = Mutex<[Request]>([])
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let received: Received
        private let answer: @Sendable (Request) -> Answer
        private var request = Request(path: "", headers: [:], body: "")

        init(_ received: Received, _ answer: @escaping @Sendable (Request) -> Answer) {
            self.received = received
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                let headers = head.headers.map { ($0.name.lowercased(), $0.value) }
                request = Request(
                    path: head.uri, headers: Dictionary(headers) { first, _ in first }, body: "")
            case .body(let bytes): request.body += String(buffer: bytes)
            case .end: respond(context)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        private func respond(_ context: ChannelHandlerContext) {
            received.requests.withLock { $0.append(request) }
            let answer = answer(request)
            var headers = HTTPHeaders(answer.headers)
            let length = answer.body.utf8.count + (answer.stalls ? 1_000 : 0)
            headers.add(name: "content-length", value: "\(length)")
            context.write(
                wrapOutboundOut(
                    .head(
                        .init(
                            version: .http1_1, status: .init(statusCode: answer.status),
                            headers: headers))), promise: nil)
            context.writeAndFlush(
                wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
            guard !answer.stalls else { return }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
