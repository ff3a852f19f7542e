import NIOSSL

/// What holds for connections and requests at one moment: a web configuration, loaded.
struct WebPolicy: Sendable {
    /// What a connection must have been made by; where that changes, connections of before are
    /// worth nothing. A renewed certificate changes nothing: who was let in still would be.
    struct Transport: Sendable, Equatable {
        fileprivate let settings: TLSSettings?
        /// The certificates of the clients' authorities themselves.
        fileprivate let authorities: [[UInt8]]

        fileprivate static let plain = Transport(settings: nil, authorities: [])
    }

    let transport: Transport
    /// What connections speak TLS with; nil for plain HTTP.
    let tls: NIOSSLContext?
    /// When the certificate ends, in Unix seconds.
    let certificateExpiry: Int?
    let verifiesClients: Bool
    let headers: [WebConfiguration.HeaderField]
    let users: [String: BcryptHash]
    /// Where requests get their turns; nil for no limit.
    let turns: TokenBucket?

    /// Plain HTTP, open to everyone.
    static let open = WebPolicy()

    private init() {
        transport = .plain
        tls = nil
        certificateExpiry = nil
        verifiesClients = false
        headers = []
        users = [:]
        turns = nil
    }

    /// Loads what a configuration names.
    init(_ configuration: WebConfiguration, file: String) throws(WebConfigurationError) {
        let loaded = try Self.load(configuration.tls, file)
        transport = Transport(
            settings: configuration.tls?.withoutIdentity, authorities: loaded?.authorities ?? [])
        tls = loaded?.context
        certificateExpiry = loaded?.expiry
        verifiesClients = configuration.tls.map { $0.clientPolicy != .none } ?? false
        headers = configuration.headers
        users = configuration.users
        turns = configuration.rateLimit.map { TokenBucket($0, now: .now()) }
    }

    private static func load(
        _ settings: TLSSettings?, _ file: String
    ) throws(WebConfigurationError) -> TLSSettings.Loaded? {
        try settings?.context(file: file)
    }
}
