/// Where the exporter listens for HTTP, and what it takes from whom.
public struct WebSettings: Sendable {
    /// Where to listen; not looked at where sockets were handed over.
    public var listenAddresses: [ListenAddress]
    /// TLS and users; nil for plain HTTP that is open to everyone.
    public var policyFile: WebPolicyFile?
    /// What a client may take of the exporter.
    public var limits: WebLimits
    /// Sockets that were handed over by whoever started this process; nil where it binds its own.
    var inherited: [ListeningSocket]?

    /// Plain HTTP with the usual limits.
    ///
    /// - Parameter listenAddresses: where to listen.
    public init(listenAddresses: [ListenAddress]) {
        self.listenAddresses = listenAddresses
        policyFile = nil
        limits = WebLimits()
        inherited = nil
    }

    var sockets: [ListeningSocket] {
        inherited ?? listenAddresses.map { .address($0) }
    }
}
