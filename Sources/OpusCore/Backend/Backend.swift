public import OpusServer

/// Clients, products and groups, without the calls that it takes to read them.
///
/// Methods throw `ServerError`, or `CancellationError` where their task is cancelled.
public final class Backend: Sendable {
    let server: Server
    let reading: FleetReading

    /// Puts a backend before a server.
    ///
    /// - Parameters:
    ///   - server: the server, which the backend shuts down in the end.
    ///   - reading: how a whole fleet is read.
    public init(server: Server, reading: FleetReading = .init()) {
        self.server = server
        self.reading = reading
    }

    /// Ends the session and closes every connection; call it once, at the end.
    public func shutdown() async { await server.shutdown() }
}
