import ExporterToolkit

extension OptionReading<ExporterConfiguration> {
    static let telemetryPath = OptionReading(text: { $0.telemetryPath }) {
        value, root throws(ConfigurationError) in
        let isClean = value.text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard value.text.hasPrefix("/"), !value.text.hasPrefix("/-/"), isClean,
            !value.text.contains(where: { "?#%".contains($0) })
        else {
            throw value.mistake(
                "'\(value.text)' is not a path for metrics: write a path such"
                    + " as /metrics, not below /-/")
        }
        root.telemetryPath = value.text
    }

    /// The file, and what it names.
    static let webConfigurationFile = OptionReading(text: { $0.web.configurationFile?.path }) {
        value, root throws(ConfigurationError) in
        guard !value.text.isEmpty else {
            throw value.mistake("is empty: name a file, or leave it out")
        }
        do {
            root.web.configurationFile = try WebConfigurationFile(path: value.text)
        } catch {
            throw ConfigurationError(.configuration, "\(error)")
        }
    }

    static let listenAddresses = OptionReading(
        text: { $0.web.listenAddresses.map(\.description).joined(separator: ",") }
    ) { value, root throws(ConfigurationError) in
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
        root.web.listenAddresses = addresses
    }
}
