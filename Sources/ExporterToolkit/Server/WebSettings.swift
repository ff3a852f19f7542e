/// Where to listen for HTTP, and what is taken from whom.
public struct WebSettings: Sendable {
    /// Where to listen; not looked at where sockets were handed over.
    public var listenAddresses: [ListenAddress]
    /// TLS, users, fields of the header and rate limit; nil for plain HTTP that is open to everyone.
    public var configurationFile: WebConfigurationFile?
    /// What a client may take of the exporter.
    public var limits = WebLimits()
    /// What it is called where a password is asked for; no quotes in it.
    public var realm = "metrics"
    /// By which argument addresses are given, for messages; nil where by none.
    public var listenOption: String?
    /// Sockets that were handed over by whoever started this process; nil where it binds its own.
    private var inherited: [ListeningSocket]?

    /// Plain HTTP with the usual limits.
    ///
    /// - Parameter listenAddresses: where to listen.
    public init(listenAddresses: [ListenAddress]) {
        self.listenAddresses = listenAddresses
    }

    /// Takes over the sockets that systemd has opened for this process, instead of addresses; it
    /// goes once.
    ///
    /// - Returns: false where there are none, and the addresses still count.
    public mutating func takeSystemdSockets() -> Bool {
        let sockets = InheritedSockets.take()
        guard !sockets.isEmpty else { return false }
        inherited = sockets
        return true
    }

    /// Where it listens, as it is called in messages.
    public var places: [String] { sockets.map(\.description) }

    var sockets: [ListeningSocket] {
        inherited ?? listenAddresses.map { .address($0) }
    }
}
