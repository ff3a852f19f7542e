import ExporterToolkit

extension WebSettings {
    private static let mostRequests = 100_000
    private static let mostConnections = 100_000

    /// Reads and checks the settings whose names start with `web.`, the web configuration file and
    /// what it names included.
    ///
    /// - Parameters:
    ///   - settings: what was set.
    ///   - takesSockets: whether to take over the sockets that systemd hands over, which goes once.
    /// - Throws: what is wrong with them.
    mutating func apply(
        _ settings: Settings, takesSockets: Bool
    ) throws(ConfigurationError) {
        if let addresses = try Self.listenAddresses(settings) { listenAddresses = addresses }
        if try settings.flag(.systemdSocket), takesSockets, !takeSystemdSockets() {
            throw ConfigurationError(
                .configuration,
                "\(settings.value(.systemdSocket)?.origin ?? ""): no socket was handed over; start"
                    + " it by a systemd socket unit, or give --web.listen-address instead")
        }
        if let value = settings.value(.webConfigFile) {
            guard !value.text.isEmpty else {
                throw value.mistake("is empty: name a file, or leave it out")
            }
            do {
                configurationFile = try WebConfigurationFile(path: value.text)
            } catch {
                throw ConfigurationError(.configuration, "\(error)")
            }
        }
        // 0 is no slip here, but the usual way to say that there is no limit.
        if settings.value(.maximumRequests)?.text == "0" {
            limits.requests = 0
        } else if let count = try settings.number(.maximumRequests, atMost: Self.mostRequests) {
            limits.requests = count
        }
        if let count = try settings.number(.maximumConnections, atMost: Self.mostConnections) {
            limits.connections = count
        }
        if let timeout = try settings.duration(.requestTimeout) { limits.requestTimeout = timeout }
        if let timeout = try settings.duration(.idleTimeout) { limits.idleTimeout = timeout }
    }

    private static func listenAddresses(
        _ settings: Settings
    ) throws(ConfigurationError) -> [ListenAddress]? {
        guard let value = settings.value(.listenAddress) else { return nil }
        var addresses: [ListenAddress] = []
        for text in value.text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let address = ListenAddress(String(text)) else {
                throw value.mistake(
                    "'\(text)' is not an address to listen on: write :10447,"
                        + " 127.0.0.1:10447 or [::1]:10447")
            }
            guard address.port == 0 || !addresses.contains(address) else {
                throw value.mistake("'\(text)' is there twice; give it once")
            }
            addresses.append(address)
        }
        return addresses
    }
}
