import Configuration

/// What was set: arguments beat the environment, which beats the configuration file, where a
/// server's own settings beat those for all.
struct Settings {
    /// The password has no argument: arguments are seen by every user of the machine.
    static let passwordVariable = "OPUS_PASSWORD"

    /// Where a value comes from; the greater one counts.
    enum Rank: Int, Comparable {
        case file
        /// A server's own setting in the file.
        case server
        case variable
        case argument

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// A value and the name by which a person set it.
    struct Value: Equatable {
        let text: String
        let origin: String
        let rank: Rank

        /// What is wrong with it: in a file the configuration is, else the way the exporter is
        /// called.
        ///
        /// - Parameter text: what follows the value's origin.
        /// - Returns: the error.
        func mistake(_ text: String) -> ConfigurationError {
            ConfigurationError(rank <= .server ? .configuration : .usage, "\(origin) \(text)")
        }
    }

    /// The entry of the configuration file whose settings these are; nil for a single server.
    let server: ConfigurationFile.Server?
    private let file: [ExporterOption: Value]
    /// What beats the others comes first.
    private let layers: [(rank: Rank, provider: any ConfigProvider)]

    /// Layers arguments over the environment over a file.
    ///
    /// - Parameters:
    ///   - arguments: values of the arguments that were given.
    ///   - environment: all environment variables; an empty one counts as not set.
    ///   - file: the configuration file, if there is one.
    ///   - server: its entry for the server in question, if it lists servers.
    init(
        arguments: [ExporterOption: String], environment: [String: String],
        file: ConfigurationFile? = nil, server: ConfigurationFile.Server? = nil
    ) {
        let values = (file?.values ?? [:]).merging(server?.values ?? [:]) { _, own in own }
        self.server = server
        self.file = values
        layers = [
            (.argument, Self.provider("arguments", arguments)),
            (
                .variable,
                EnvironmentVariablesProvider(
                    environmentVariables: environment.filter { !$0.value.isEmpty },
                    secretsSpecifier: .specific([Self.passwordVariable]))
            ),
            (.file, Self.provider("file", values.mapValues(\.text))),
        ]
    }

    private static func provider(
        _ name: String, _ values: [ExporterOption: String]
    ) -> InMemoryProvider {
        let entries = values.map { option, text in
            (AbsoluteConfigKey(option.key), ConfigValue(.string(text), isSecret: false))
        }
        return InMemoryProvider(name: name, values: Dictionary(uniqueKeysWithValues: entries))
    }

    /// The value of an option, or nil where it is not set.
    func value(_ option: ExporterOption) -> Value? {
        guard let (rank, name, text) = lookUp(option.key) else { return nil }
        return switch rank {
        case .argument: Value(text: text, origin: option.argument, rank: rank)
        case .variable: Value(text: text, origin: name, rank: rank)
        case .server, .file: file[option]
        }
    }

    /// The password in the environment, or nil where there is none.
    var password: String? { lookUp(["opus", "password"])?.text }

    /// What the first layer says that has the key, and what the key is called there.
    private func lookUp(_ key: [String]) -> (rank: Rank, name: String, text: String)? {
        for (rank, provider) in layers {
            guard
                let found = try? provider.value(forKey: AbsoluteConfigKey(key), type: .string),
                case .string(let text)? = found.value?.content
            else { continue }
            return (rank, found.encodedKey, text)
        }
        return nil
    }
}

extension ExporterOption {
    /// As an environment variable: `OPUS_WEB_LISTEN_ADDRESS`.
    var variable: String {
        let nothing = EnvironmentVariablesProvider(environmentVariables: [:])
        let found = try? nothing.value(forKey: AbsoluteConfigKey(key), type: .string)
        return found?.encodedKey ?? rawValue
    }
}
