import ExporterToolkit
import OpusCore

extension ExporterConfiguration {
    /// Reads and checks the settings that are about no server.
    ///
    /// - Parameters:
    ///   - collections: the servers.
    ///   - settings: what was set for all.
    ///   - takesSockets: whether to take over the sockets that systemd hands over, which goes once.
    /// - Throws: what is wrong with them.
    init(
        collections: [CollectionConfiguration], _ settings: Settings, takesSockets: Bool = true
    ) throws(ConfigurationError) {
        self.init(collections: collections)
        try settings.read(into: &self)
        if try settings.isSet(.systemdSocket), takesSockets, !web.takeSystemdSockets() {
            throw ConfigurationError(
                .configuration,
                "\(settings.value(.systemdSocket)?.origin ?? ""): no socket was handed over; start"
                    + " it by a systemd socket unit, or give"
                    + " \(ExporterOption.listenAddress.argument) instead")
        }
    }
}

extension CollectionConfiguration {
    init(_ settings: Settings) throws(ConfigurationError) {
        // What is wrong is told before what is missing.
        self = .unset
        try settings.read(into: &self)
        server.url = try Self.url(settings)
        server.username = try settings.required(.username, placeholder: "USER").text
        server.password = try Password.read(settings)
        server.trust = try Self.trust(settings)
        server.clientCertificate = try Self.clientCertificate(settings)
        if LoginHint.endsInCode(server.password), settings.value(.passwordFile) != nil {
            server.oneTimeCode = LoginHint.noCode
        }
        let name = settings.value(.name)?.text ?? ""
        self.name = name.isEmpty ? Self.standardName(server) : name
    }

    private static func url(_ settings: Settings) throws(ConfigurationError) -> String {
        let value = try settings.required(.server, placeholder: "URL")
        guard !value.text.contains("@") else {
            // The text is not repeated here, as it may hold a password, however it is misspelt.
            throw value.mistake(
                "holds a user name or password: take it out of the URL, and give"
                    + " --username and --password-file")
        }
        guard let address = URLParts(value.text), ["http", "https"].contains(address.scheme)
        else {
            throw value.mistake(
                "'\(value.text)' is not the URL of an opsi server: write"
                    + " https://HOST:4447")
        }
        return value.text
    }

    private static func clientCertificate(
        _ settings: Settings
    ) throws(ConfigurationError) -> OpusCore.ServerConfiguration.ClientCertificate? {
        let key = settings.value(.clientKeyFile)
        guard let file = settings.value(.clientCertFile) else {
            guard let key else { return nil }
            throw key.mistake("needs \(ExporterOption.clientCertFile.rawValue)")
        }
        for value in [file, key].compactMap(\.self) where value.text.isEmpty {
            throw value.mistake("is empty: give a file in PEM")
        }
        return .init(certificateFile: file.text, keyFile: key?.text)
    }

    /// What counts more beats the other, even though they are two different options.
    private static func trust(
        _ settings: Settings
    ) throws(ConfigurationError) -> OpusCore.ServerConfiguration.Trust {
        let insecure = try settings.isSet(.insecure) ? settings.value(.insecure) : nil
        guard let file = settings.value(.caFile) else {
            return insecure == nil ? .system : .insecure
        }
        guard !file.text.isEmpty else {
            throw file.mistake("is empty: give the file with the server's CA certificate")
        }
        guard let insecure, insecure.rank >= file.rank else { return .authorityFile(file.text) }
        guard insecure.rank == file.rank else { return .insecure }
        throw file.mistake(
            "and \(insecure.origin) contradict each other: give the file alone to verify the server"
                + " by it")
    }
}
