public import Logging

/// An opsi server, as one user sees it: one method for each call that opus needs.
///
/// It holds credentials and a session, which belong to exactly this server and user. No connection
/// is opened before a method runs, and a thousand calls make one login. Methods throw
/// `ServerError`, or `CancellationError` where their task is cancelled.
public final class Server: Sendable {
    /// The checked address, such as `https://opsi.example.org:4447`.
    public let url: String

    let rpc: RPCClient

    /// Prepares access to a server.
    ///
    /// - Parameters:
    ///   - configuration: address, credentials and limits.
    ///   - logger: where calls are logged, at debug level.
    ///   - observer: told of every finished call.
    /// - Throws: `ServerError` with code `configuration` where the configuration can't be used.
    public convenience init(
        _ configuration: ServerConfiguration,
        logger: Logger? = nil,
        observer: CallObserver? = nil
    ) throws(ServerError) {
        try self.init(configuration, logger: logger, observer: observer) {
            address throws(ServerError) in
            try HTTPTransport(configuration, address: address)
        }
    }

    /// Prepares access to a server through another transport than the network.
    ///
    /// - Parameters:
    ///   - configuration: address, credentials and limits.
    ///   - logger: where calls are logged, at debug level.
    ///   - observer: told of every finished call.
    ///   - now: the time, by which the session expires.
    ///   - transport: makes the transport to a checked address.
    /// - Throws: `ServerError` with code `configuration` where the configuration can't be used.
    init(
        _ configuration: ServerConfiguration,
        logger: Logger? = nil,
        observer: CallObserver? = nil,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        transport: (ServerAddress) throws(ServerError) -> any Transport
    ) throws(ServerError) {
        let address = try ServerAddress(configuration.url)
        guard !configuration.username.isEmpty else {
            throw ServerError(.configuration, "the user name is empty: give an opsi user")
        }
        guard !configuration.username.contains(":") else {
            throw ServerError(
                .configuration,
                "the user name \"\(configuration.username)\" holds a colon, which HTTP "
                    + "authentication does not allow")
        }
        var checked = configuration
        checked.url = address.url
        url = address.url
        rpc = RPCClient(
            transport: try transport(address), configuration: checked, logger: logger,
            observer: observer, now: now)
    }

    /// Prepares access to a server with the usual limits.
    ///
    /// - Parameters:
    ///   - url: address of the server.
    ///   - username: user or host id.
    ///   - password: password or host key.
    /// - Throws: `ServerError` with code `configuration` where the address can't be used.
    public convenience init(url: String, username: String, password: Secret) throws(ServerError) {
        try self.init(ServerConfiguration(url: url, username: username, password: password))
    }

    /// Keeps answers that hardly ever change from now on, so that they are read again only where
    /// they have.
    package func recallAnswers() { rpc.recall.turnOn() }

    /// Keeps answers no longer.
    package func forgetAnswers() { rpc.recall.turnOff() }

    /// The certificate that the server showed last; nil before the first connection, and without
    /// TLS.
    public var certificate: ServerCertificate? { rpc.certificate }

    /// Ends the session and closes every connection; call it once, at the end.
    public func shutdown() async { await rpc.shutdown() }
}
