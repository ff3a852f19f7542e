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

    /// A certificate that opus shows to a server that asks for one. Under opsi's
    /// `client-cert-auth = user` its common name has to be the user name.
    public struct ClientCertificate: Sendable, Equatable {
        /// The certificate in PEM, with those of its authorities where the server needs them.
        public var certificateFile: String
        /// Its private key in PEM, without a password; nil where the same file holds it.
        public var keyFile: String?

        /// Names the files.
        ///
        /// - Parameters:
        ///   - certificateFile: the certificate in PEM.
        ///   - keyFile: its private key; nil where the same file holds it.
        public init(certificateFile: String, keyFile: String? = nil) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
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
    /// What opus shows to a server that asks for a certificate.
    public var clientCertificate: ClientCertificate?
    /// What goes along with the password as the one-time code of a user's second factor (header
    /// `x-opsi-mfa-otp`).
    public var oneTimeCode: Secret?
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
