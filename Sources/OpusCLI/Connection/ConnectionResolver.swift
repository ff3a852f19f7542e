import LocalSystem
import OpusCore

/// Finds out which server is meant: arguments, then the environment, then the configuration file,
/// then what other opsi tools know.
///
/// A password that belongs to one server is never sent to another: what a file says of a server is
/// used only together with that server's own address and user.
struct ConnectionResolver {
    /// The places where files are looked for.
    struct Places {
        var configuration: String?
        /// Whether someone named that file, so that it has to exist.
        var isConfigurationNamed = false
        var opsiCLI: String?
        var opsiConf = "/etc/opsi/opsi.conf"
        var opsiAuthority = "/etc/opsi/ssl/opsi-ca-cert.pem"
        var authorities: AuthorityStore?

        init(_ environment: Environment) {
            if let named = environment["OPUS_CONFIG"] {
                configuration = environment.expanded(named)
                isConfigurationNamed = true
            } else if let directory = environment.configurationDirectory {
                configuration = directory + "/opus/config.yaml"
            }
            opsiCLI = environment["HOME"].map { $0 + "/.config/opsi-cli/opsi-cli.yaml" }
            authorities = AuthorityStore(environment)
        }
    }

    let environment: Environment
    let places: Places

    init(_ environment: Environment, places: Places? = nil) {
        self.environment = environment
        self.places = places ?? Places(environment)
    }

    /// The server that is meant.
    ///
    /// - Parameter options: the arguments.
    /// - Returns: everything that it takes to connect.
    /// - Throws: `CommandFailure` that names the setting, file and line.
    func resolve(_ options: ConnectionOptions) throws(CommandFailure) -> Connection {
        let given = try layer(options)
        // Where a context is named, the environment's server is not the one that is meant.
        let variables = options.context == nil ? try environmentLayer() : nil
        let url = given.url ?? variables?.url
        var stored = try configurationLayer(url: url, context: options.context)
        if url == nil, stored == nil { stored = try fallbackLayer() }
        guard let url = url ?? stored?.url else {
            throw .usage(
                "no server is named: give --server https://HOST:4447, set OPUS_SERVER, or name it"
                    + " in \(places.configuration ?? "the configuration file")")
        }
        try Self.refuseSecret(in: url)
        guard let username = given.username ?? variables?.username ?? stored?.username else {
            throw .usage(
                "the user name for \(url) is missing: give --username USER, or set OPUS_USERNAME")
        }
        let isStoredUser = stored?.username == nil || stored?.username == username
        let password =
            given.password ?? variables?.password ?? (isStoredUser ? stored?.password : nil)
        let trust = given.trust ?? variables?.trust ?? stored?.trust
        return Connection(
            url: url, username: username, password: password ?? .ask,
            trust: trust ?? places.authorities?.trust(forServer: url) ?? .system,
            clientCertificate: given.clientCertificate ?? variables?.clientCertificate
                ?? (isStoredUser ? stored?.clientCertificate : nil),
            needsCode: given.needsCode || (isStoredUser && stored?.needsCode == true),
            origin: given.url != nil
                ? given.origin : variables?.url != nil ? "OPUS_SERVER" : stored?.origin ?? "")
    }

    /// Refuses an address that may hold a password, before any message repeats it.
    static func refuseSecret(in url: String) throws(CommandFailure) {
        guard url.contains("@") else { return }
        throw .usage(
            "the server address holds a user or password: leave them out, and give the password in"
                + " a file or the environment")
    }

    private func layer(_ options: ConnectionOptions) throws(CommandFailure) -> ConnectionLayer {
        for (name, value) in [
            ("--server", options.server), ("--username", options.username),
            ("--password-file", options.passwordFile), ("--ca-file", options.caFile),
            ("--client-cert-file", options.clientCertFile),
            ("--client-key-file", options.clientKeyFile),
        ] where value == "" {
            throw .usage("\(name) is empty")
        }
        return ConnectionLayer(
            url: options.server, username: options.username,
            password: options.passwordFile.map { .file($0, origin: "--password-file") },
            trust: options.insecure ? .insecure : options.caFile.map { .authorityFile($0) },
            clientCertificate: options.clientCertFile.map {
                .init(certificateFile: $0, keyFile: options.clientKeyFile)
            },
            needsCode: options.totp, origin: "--server")
    }

    private func environmentLayer() throws(CommandFailure) -> ConnectionLayer {
        let file = environment["OPUS_PASSWORD_FILE"].map {
            Connection.Password.file($0, origin: "OPUS_PASSWORD_FILE")
        }
        let isInsecure: Bool
        switch environment["OPUS_INSECURE"]?.lowercased() {
        case nil, "false", "0", "no", "off": isInsecure = false
        case "true", "1", "yes", "on": isInsecure = true
        case let other?: throw .usage("OPUS_INSECURE '\(other)' is neither true nor false")
        }
        let authority = environment["OPUS_CA_FILE"]
        guard
            environment["OPUS_CLIENT_KEY_FILE"] == nil
                || environment["OPUS_CLIENT_CERT_FILE"] != nil
        else { throw .usage("OPUS_CLIENT_KEY_FILE needs OPUS_CLIENT_CERT_FILE") }
        guard !isInsecure || authority == nil else {
            throw .usage(
                "OPUS_CA_FILE and OPUS_INSECURE contradict each other: set the file alone to"
                    + " verify the server by it")
        }
        return ConnectionLayer(
            url: environment["OPUS_SERVER"], username: environment["OPUS_USERNAME"],
            password: file ?? environment["OPUS_PASSWORD"].map { .known(Secret($0)) },
            trust: isInsecure ? .insecure : authority.map { .authorityFile($0) },
            clientCertificate: environment["OPUS_CLIENT_CERT_FILE"].map {
                .init(certificateFile: $0, keyFile: environment["OPUS_CLIENT_KEY_FILE"])
            },
            origin: "OPUS_SERVER")
    }

    /// What the configuration file says: of the named server, or of the one with this address, or,
    /// where none is meant yet, of its default.
    private func configurationLayer(
        url: String?, context: String?
    ) throws(CommandFailure) -> ConnectionLayer? {
        guard let path = places.configuration else {
            guard context == nil else {
                throw .usage("--context needs a configuration file: set OPUS_CONFIG to its path")
            }
            return nil
        }
        let file: ServersFile
        do {
            let text = try FileText.contents(path)
            file = try ServersFile(text, path: path, environment: environment)
        } catch let failure as FileText.Failure {
            if failure.isMissing, !places.isConfigurationNamed, context == nil { return nil }
            throw .usage("the configuration file \(path) can't be read: \(failure.reason)")
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(error)
        }
        if let context { return try file.server(named: context) }
        if let url { return file.server(at: url) }
        return try file.defaultServer()
    }

    /// The names of the servers in the configuration file; none where it can't be read.
    var contexts: [String] {
        guard let path = places.configuration, let text = try? FileText.contents(path),
            let file = try? ServersFile(text, path: path, environment: environment)
        else { return [] }
        return file.names
    }

    /// What other opsi tools know, asked only where nothing else names a server.
    private func fallbackLayer() throws(CommandFailure) -> ConnectionLayer? {
        if let path = places.opsiCLI, let text = try? FileText.contents(path),
            let layer = OpsiCLIServices.chosen(text, path: path)
        {
            return layer
        }
        guard let text = try? FileText.contents(places.opsiConf) else { return nil }
        return OpsiConf.layer(text, places: places)
    }
}
