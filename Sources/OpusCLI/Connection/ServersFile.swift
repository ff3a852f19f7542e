import OpusCore

/// `~/.config/opus/config.yaml`: named servers, and which is meant where none is named.
///
///     default: main
///     servers:
///       main:
///         url: https://opsi.example.org:4447
///         username: admin
///         password-file: ~/.config/opus/password
///         ca-file: ~/.config/opus/opsi-ca.pem
///       lab:
///         url: https://opsi.lab.example.org:4447
///         username: admin
///         password-command: [pass, show, opsi/lab]
///         totp: true
struct ServersFile {
    private let path: String
    private let environment: Environment
    private var servers: [(name: String, layer: ConnectionLayer)] = []
    private var defaultName: (name: String, line: Int)?

    /// Reads the text of a file; an empty one names no servers.
    ///
    /// - Throws: `CommandFailure` that names the file, the line, and what is expected there.
    init(_ text: String, path: String, environment: Environment) throws(CommandFailure) {
        self.path = path
        self.environment = environment
        guard let root = try YAML(text, path: path).root else { return }
        for (key, value) in try root.members("settings: 'default' and 'servers'") {
            switch key.text {
            case "default": defaultName = (try value.string("the name of a server"), value.line)
            case "servers":
                for (name, server) in try value.members("servers by name") {
                    servers.append((name.text, try layer(server, name: name.text)))
                }
            default:
                throw key.failure("'\(key.text)' is no setting; known are: default, servers")
            }
        }
    }

    private func layer(
        _ server: YAML.Value, name: String
    ) throws(CommandFailure) -> ConnectionLayer {
        var layer = ConnectionLayer(origin: "'\(name)' in \(path)")
        var passwords = 0
        var certificate: String?
        var keyFile: String?
        for (key, value) in try server.members("the settings of the server '\(name)'") {
            let origin = "\(path):\(value.line): \(key.text)"
            switch key.text {
            case "url": layer.url = try value.string("a URL such as https://HOST:4447")
            case "username": layer.username = try value.string("a user name")
            case "password-file":
                let file = environment.expanded(try value.string("the path of a file"))
                layer.password = .file(file, origin: origin)
                passwords += 1
            case "password-command":
                layer.password = .command(try value.words(), origin: origin)
                passwords += 1
            case "password":
                throw key.failure(
                    "no passwords in here; use password-file, or password-command with a list of"
                        + " words")
            case "ca-file":
                let file = environment.expanded(try value.string("the path of a file"))
                guard layer.trust == nil else {
                    throw key.failure("ca-file and insecure contradict each other")
                }
                layer.trust = .authorityFile(file)
            case "insecure":
                guard try value.flag() else { break }
                guard layer.trust == nil else {
                    throw key.failure("ca-file and insecure contradict each other")
                }
                layer.trust = .insecure
            case "client-cert-file":
                certificate = environment.expanded(try value.string("the path of a file"))
            case "client-key-file":
                keyFile = environment.expanded(try value.string("the path of a file"))
            case "totp": layer.needsCode = try value.flag()
            default:
                throw key.failure(
                    "'\(key.text)' is no setting of a server; known are: url, username,"
                        + " password-file, password-command, ca-file, client-cert-file, client-key-file,"
                        + " insecure, totp")
            }
            guard passwords < 2 else {
                throw key.failure("password-file and password-command contradict each other")
            }
        }
        if let certificate {
            layer.clientCertificate = .init(certificateFile: certificate, keyFile: keyFile)
        } else if keyFile != nil {
            throw server.failure("client-key-file needs client-cert-file")
        }
        guard layer.url != nil else { throw server.failure("the server '\(name)' has no url") }
        return layer
    }

    /// The names of the servers, in the file's order.
    var names: [String] { servers.map(\.name) }

    /// The server of this name, or else the only one at this host: so the exporter calls a server,
    /// and with it alerts and dashboards, unless told otherwise.
    ///
    /// - Throws: `CommandFailure` that lists the names there are.
    func server(named name: String) throws(CommandFailure) -> ConnectionLayer {
        let atHost = servers.filter { server in
            server.layer.url.map { ServerKey($0).host == name.lowercased() } ?? false
        }
        guard
            let server = servers.first(where: { $0.name == name })
                ?? (atHost.count == 1 ? atHost.first : nil)
        else {
            let names = servers.map(\.name).joined(separator: ", ")
            throw .usage(
                "\(path) has no server '\(name)'; "
                    + (names.isEmpty ? "it names none" : "it names: \(names)"))
        }
        return server.layer
    }

    /// What is said of the server at this address, if anything is.
    func server(at url: String) -> ConnectionLayer? {
        let wanted = ServerKey(url)
        return servers.first { $0.layer.url.map(ServerKey.init) == wanted }?.layer
    }

    /// The server to use where none is named: the default, or the only one.
    func defaultServer() throws(CommandFailure) -> ConnectionLayer? {
        if let defaultName {
            guard servers.contains(where: { $0.name == defaultName.name }) else {
                throw .usage(
                    "\(path):\(defaultName.line): the default '\(defaultName.name)' is none of"
                        + " the servers")
            }
            return try server(named: defaultName.name)
        }
        guard servers.count > 1 else { return servers.first?.layer }
        let names = servers.map(\.name).joined(separator: ", ")
        throw .usage(
            "\(path) names several servers: choose one with --context (\(names)), or add a line"
                + " 'default: NAME'")
    }
}
