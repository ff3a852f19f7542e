/// A transport that can also open web sockets.
protocol WebSocketTransport: Transport {
    /// Asks for a web socket.
    ///
    /// - Parameters:
    ///   - path: where, below the address.
    ///   - headers: credentials.
    ///   - limit: the time in which the caller has to be content with it; the connection is closed
    ///     otherwise.
    ///   - silence: the time after which a connection is closed over which nothing comes.
    /// - Returns: the web socket.
    /// - Throws: `UpgradeRefused`, `TransportFailure`, or `CancellationError`.
    func openWebSocket(
        _ path: String, headers: [(name: String, value: String)], limit: Duration,
        silence: Duration
    ) async throws -> WebSocketConnection
}
