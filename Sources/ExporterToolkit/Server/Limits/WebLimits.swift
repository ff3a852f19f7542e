/// What a client may take of the exporter.
public struct WebLimits: Sendable, Equatable {
    /// Requests for metrics that are answered at once; 0 for any number.
    public var requests = 40
    /// Connections that are open at once.
    public var connections = 512
    /// How long a client may take to send a request, and to get through the TLS handshake.
    public var requestTimeout = Duration.seconds(10)
    /// How long a client may take to fetch an answer.
    public var responseTimeout = Duration.seconds(30)
    /// How long a connection may be open without a request. Scrapers keep theirs open.
    public var idleTimeout = Duration.seconds(300)
    /// The largest header of a request, in bytes.
    public var headerBytes = 16 * 1024
    /// The largest body of a request, in bytes; bodies are not looked at.
    public var bodyBytes = 64 * 1024

    /// The usual limits.
    public init() {}
}
