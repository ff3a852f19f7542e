/// How to reach one opsi server as one user, and within which limits.
public struct ServerConfiguration: Sendable, Equatable {
    /// Whom to believe that it is the opsi server.
    public enum Trust: Sendable, Equatable {
        /// The certificate authorities that this machine trusts.
        case system
        /// Those in a PEM file alone, usually a copy of the server's `opsi-ca-cert.pem`.
        case authorityFile(String)
        /// Anyone. The password goes to whoever answers.
        case insecure
    }

    /// Address of the server, such as `https://opsi.example.org:4447`. Plain `http` is accepted
    /// for loopback addresses alone.
    public var url: String
    /// The user, or the host id where a host logs in with its key.
    public var username: String
    /// The password or host key.
    public var password: Secret
    /// Whom to believe that it is the server.
    public var trust: Trust
    /// Time limit for the TCP and TLS handshake.
    public var connectTimeout: Duration
    /// Time limit for one attempt of a call, from sending it to the last byte of its answer.
    public var callTimeout: Duration
    /// Largest answer accepted, in bytes after decompression.
    public var maximumResponseBytes: Int
    /// How often, and how patiently, a safe call is repeated.
    public var retries: RetryPolicy

    /// Describes a server; nothing is opened or checked yet.
    ///
    /// - Parameters:
    ///   - url: address of the server; without a port, opsi's own 4447 is used.
    ///   - username: user or host id.
    ///   - password: password or host key.
    ///   - trust: whom to believe that it is the server.
    ///   - connectTimeout: limit for TCP and TLS handshake.
    ///   - callTimeout: limit for one attempt of a call.
    ///   - maximumResponseBytes: largest answer accepted, in bytes after decompression.
    ///   - retries: how often a safe call is repeated.
    public init(
        url: String,
        username: String,
        password: Secret,
        trust: Trust = .system,
        connectTimeout: Duration = .seconds(10),
        callTimeout: Duration = .seconds(60),
        maximumResponseBytes: Int = 256 * 1024 * 1024,
        retries: RetryPolicy = .init()
    ) {
        self.url = url
        self.username = username
        self.password = password
        self.trust = trust
        self.connectTimeout = connectTimeout
        self.callTimeout = callTimeout
        self.maximumResponseBytes = maximumResponseBytes
        self.retries = retries
    }
}
