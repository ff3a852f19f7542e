public import OpusServer

/// Clients, products and groups, without the calls that it takes to read them.
///
/// Methods throw `ServerError`, or `CancellationError` where their task is cancelled.
public final class Backend: Sendable {
    let server: Server
    let reading: FleetReading
    let progress: ReadingObserver?
    /// Nil where everything is read anew.
    let frame: FleetFrame?
    /// Whether the one command changes something.
    let acts: Bool

    /// Puts a backend before a server.
    ///
    /// - Parameters:
    ///   - server: the server, which the backend shuts down in the end.
    ///   - reading: how a whole fleet is read.
    ///   - progress: told how far reading has come.
    ///   - servesOneCommand: whether what the fleet's rows rest on is read once and kept.
    ///   - acts: whether that command changes something.
    public init(
        server: Server, reading: FleetReading = .init(), progress: ReadingObserver? = nil,
        servesOneCommand: Bool = false, acts: Bool = false
    ) {
        self.server = server
        self.reading = reading
        self.progress = progress
        frame = servesOneCommand ? FleetFrame() : nil
        self.acts = acts
    }

    /// Keeps what hardly ever changes, for who reads the same again and again.
    package func recallAnswers() { server.recallAnswers() }

    /// Keeps them no longer.
    package func forgetAnswers() { server.forgetAnswers() }

    /// Ends the session and closes every connection; call it once, at the end.
    public func shutdown() async { await server.shutdown() }
}
