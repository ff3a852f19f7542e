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
    private let arguments: Set<ExporterOption>
    private let variables: Set<String>
    private let file: [ExporterOption: Value]
    private let reader: ConfigReader

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
        let environment = environment.filter { !$0.value.isEmpty }
        let values = (file?.values ?? [:]).merging(server?.values ?? [:]) { _, own in own }
        self.server = server
        self.arguments = Set(arguments.keys)
        variables = Set(environment.keys)
        self.file = values
        reader = ConfigReader(providers: [
            Self.provider("arguments", arguments),
            EnvironmentVariablesProvider(
                environmentVariables: environment,
                secretsSpecifier: .specific([Self.passwordVariable])),
            Self.provider("file", values.mapValues(\.text)),
        ])
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
        guard let text = reader.string(forKey: ConfigKey(option.key)) else { return nil }
        if arguments.contains(option) {
            return Value(text: text, origin: option.argument, rank: .argument)
        }
        if variables.contains(option.variable) {
            return Value(text: text, origin: option.variable, rank: .variable)
        }
        return file[option]
    }

    /// The password in the environment, or nil where there is none.
    var password: String? {
        reader.string(forKey: ConfigKey(["opus", "password"]), isSecret: true)
    }
}
