import LocalSystem
import YAMLReader

/// The configuration file, taken apart: which option has which value on which line.
///
///     interval: 60s
///     collector:
///       products:
///         include: [firefox, office-*]
///     web:
///       listen-address: ":10447"
///     servers:
///       - name: main
///         url: https://opsi.example.org:4447
///         username: monitor
///         password-file: /etc/opus/main.password
///         ca-file: /etc/opus/main-ca.pem
///
/// Its keys are the arguments' names without dashes; a dot separates levels. What stands outside of
/// `servers` holds for each server that does not say otherwise.
struct ConfigurationFile {
    /// One entry of `servers`.
    struct Server {
        let values: [ExporterOption: Settings.Value]
        /// The file and the line where it begins.
        let origin: String
    }

    /// Configurations are short; a longer file is another one.
    private static let longest = 1 << 20

    let path: String
    /// What stands outside of `servers`.
    let values: [ExporterOption: Settings.Value]
    /// Nil where the file has no such list.
    let servers: [Server]?

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - origin: by what it was named.
    /// - Throws: what is wrong with it, with line and key.
    init(path: String, origin: String) throws(ConfigurationError) {
        let text: String
        do {
            text = try FileText.contents(path, limit: Self.longest)
        } catch {
            throw ConfigurationError(
                .configuration,
                "\(origin): the file \(path) "
                    + error.problem(
                        wanted: "a YAML file", tooLarge: "a configuration; name a YAML file"))
        }
        try self.init(text, path: path)
    }

    /// Reads the text of a file.
    ///
    /// - Parameters:
    ///   - text: YAML.
    ///   - path: for messages, and where relative paths begin.
    /// - Throws: what is wrong with it, with line and key.
    init(_ text: String, path: String) throws(ConfigurationError) {
        self.path = path
        var reader = SettingsReader(path: path, scopes: Set(OptionDefinition.Scope.allCases))
        var servers: [Server]?
        guard let root = try YAMLText.root(of: text, path: path) else {
            values = [:]
            self.servers = nil
            return
        }
        for (key, value) in try reader.members(of: root, "the configuration") {
            if key.text == "servers" {
                servers = try Self.servers(value, path: path)
            } else {
                try reader.read(key, value, below: "")
            }
        }
        values = reader.values
        self.servers = servers
    }

    private static func servers(_ list: YAMLNode, path: String) throws(ConfigurationError)
        -> [Server]
    {
        guard let items = list.items, !items.isEmpty else {
            throw ConfigurationError(
                .configuration,
                "\(path):\(list.line): 'servers' should be a list, a '- name: …' for each server")
        }
        var servers: [Server] = []
        for item in items {
            var reader = SettingsReader(path: path, scopes: [.connection, .collection])
            for (key, value) in try reader.members(of: item, "a server") {
                try reader.read(key, value, below: "")
            }
            servers.append(Server(values: reader.values, origin: "\(path):\(item.line)"))
        }
        return servers
    }
}

/// Reads settings from YAML nodes.
private struct SettingsReader {
    let path: String
    /// By the key's whole name, such as `web.listen-address`.
    private let options: [String: ExporterOption]
    private let isServer: Bool
    private(set) var values: [ExporterOption: Settings.Value] = [:]

    init(path: String, scopes: Set<OptionDefinition.Scope>) {
        self.path = path
        isServer = !scopes.contains(.process)
        var options: [String: ExporterOption] = [:]
        for option in ExporterOption.allCases where scopes.contains(option.definition.scope) {
            options[isServer ? option.serverKey : option.rawValue] = option
        }
        options[ExporterOption.configFile.rawValue] = nil
        self.options = options
    }

    func members(
        of node: YAMLNode, _ what: String
    ) throws(ConfigurationError) -> [(YAMLNode, YAMLNode)] {
        if node.isNull { return [] }
        guard let members = node.members else {
            throw failure(node, "\(what) should be settings, each as 'key: value'")
        }
        return members.map { ($0.key, $0.value) }
    }

    mutating func read(_ key: YAMLNode, _ value: YAMLNode, below prefix: String)
        throws(ConfigurationError)
    {
        let name = prefix + (key.text ?? "")
        let option = options[name]
        let isGroup = options.keys.contains { $0.hasPrefix(name + ".") }
        if isGroup, value.members != nil || (option == nil && value.isNull) {
            // A collector that has settings is wanted.
            if let option { values[option] = setting("true", name, key) }
            for (key, value) in try members(of: value, "'\(name)'") {
                try read(key, value, below: name + ".")
            }
            return
        }
        guard let option else {
            guard !isGroup else {
                throw failure(key, "'\(name)' holds settings of its own, on lines below it")
            }
            throw unknown(key, name)
        }
        var text = try self.text(of: value, option, name)
        if option.definition.shape == .path, !text.hasPrefix("/"),
            let slash = path.lastIndex(of: "/")
        {
            text = path[...slash] + text
        }
        values[option] = setting(text, name, key)
    }

    private func text(
        of node: YAMLNode, _ option: ExporterOption, _ name: String
    ) throws(ConfigurationError) -> String {
        if let items = node.items, option.definition.shape.takesList {
            let texts = items.compactMap(\.text)
            guard texts.count == items.count else {
                throw failure(node, "'\(name)' should be a list of single values")
            }
            return texts.joined(separator: ",")
        }
        guard let text = node.text, !text.isEmpty, !node.isNull else {
            throw failure(
                node,
                "'\(name)' should have \(option.definition.shape.takesList ? "a value or a list" : "a value")"
            )
        }
        return text
    }

    private func setting(_ text: String, _ name: String, _ key: YAMLNode) -> Settings.Value {
        Settings.Value(
            text: text, origin: "\(path):\(key.line): \(name)", rank: isServer ? .server : .file)
    }

    private func unknown(_ key: YAMLNode, _ name: String) -> ConfigurationError {
        if name == "password" || name.hasSuffix(".password") {
            return failure(key, "no passwords in here; write it into a file for 'password-file'")
        }
        if name == "time-zone" {
            return failure(
                key, "no 'time-zone' is needed: the opsi server tells its own at every collection")
        }
        if isServer, ExporterOption(rawValue: name)?.definition.scope == .process {
            return failure(key, "'\(name)' is no setting of one server; move it out of 'servers'")
        }
        var known = options.keys.sorted()
        if !isServer { known.append("servers") }
        return failure(
            key,
            "'\(name)' is no setting\(isServer ? " of a server" : ""); known are: "
                + known.joined(separator: ", "))
    }

    private func failure(_ node: YAMLNode, _ message: String) -> ConfigurationError {
        ConfigurationError(.configuration, "\(path):\(node.line): \(message)")
    }
}
