/// Where the exporter's configuration comes from: arguments beat the environment, which beats the
/// configuration file. The files are read anew each time.
struct ConfigurationSource: Sendable {
    let arguments: [ExporterOption: String]
    let environment: [String: String]

    /// Reads and checks everything.
    ///
    /// - Parameter takesSockets: whether to take over the sockets that systemd hands over, which goes
    ///   once.
    /// - Returns: what the exporter is told.
    /// - Throws: the first mistake, with its place and the way out.
    func load(takesSockets: Bool = false) throws(ConfigurationError) -> ExporterConfiguration {
        let settings = Settings(arguments: arguments, environment: environment)
        guard let path = settings.value(.configFile) else {
            return try single(settings, takesSockets)
        }
        let file = try ConfigurationFile(path: path.text, origin: path.origin)
        let common = Settings(arguments: arguments, environment: environment, file: file)
        guard let servers = file.servers else { return try single(common, takesSockets) }
        try refuseSingleServer(settings, file)

        var collections: [CollectionConfiguration] = []
        var places: [String: String] = [:]
        for server in servers {
            let collection = try CollectionConfiguration(
                Settings(
                    arguments: arguments, environment: environment, file: file, server: server))
            if let first = places[collection.name] {
                throw ConfigurationError(
                    .configuration,
                    "\(server.origin): the name '\(collection.name)' is taken by the server at"
                        + " \(first): give one of them another 'name'")
            }
            places[collection.name] = server.origin
            collections.append(collection)
        }
        return try ExporterConfiguration(
            collections: collections, common, takesSockets: takesSockets)
    }

    private func single(
        _ settings: Settings, _ takesSockets: Bool
    ) throws(ConfigurationError) -> ExporterConfiguration {
        try ExporterConfiguration(
            collections: [try CollectionConfiguration(settings)], settings,
            takesSockets: takesSockets)
    }

    /// What describes one server can't mean several.
    private func refuseSingleServer(
        _ settings: Settings, _ file: ConfigurationFile
    ) throws(ConfigurationError) {
        for option in ExporterOption.allCases where option.definition.scope == .connection {
            guard let value = settings.value(option) else { continue }
            throw .usage(
                "\(value.origin) is for a single server, but \(file.path) lists servers: leave it"
                    + " out, or the list")
        }
        if settings.password != nil {
            throw .usage(
                "\(Settings.passwordVariable) is for a single server, but \(file.path) lists"
                    + " servers: unset it, and give each server a 'password-file'")
        }
        for option in [ExporterOption.server, .name] {
            guard let value = file.values[option] else { continue }
            throw value.mistake("contradicts the list of servers: move it there")
        }
    }
}
