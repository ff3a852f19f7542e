import Configuration

/// What was set, from arguments and the environment; arguments win.
struct Settings {
    /// The password has no argument: arguments are seen by every user of the machine.
    static let passwordVariable = "OPUS_PASSWORD"

    /// A value and the name by which a person set it.
    struct Value: Equatable {
        let text: String
        let origin: String
        let isArgument: Bool
    }

    private let arguments: Set<ExporterOption>
    private let reader: ConfigReader

    /// Layers arguments over the environment.
    ///
    /// - Parameters:
    ///   - arguments: values of the arguments that were given.
    ///   - environment: all environment variables; an empty one counts as not set.
    init(arguments: [ExporterOption: String], environment: [String: String]) {
        self.arguments = Set(arguments.keys)
        let values = arguments.map { option, text in
            (AbsoluteConfigKey(option.key), ConfigValue(.string(text), isSecret: false))
        }
        reader = ConfigReader(providers: [
            InMemoryProvider(
                name: "arguments", values: Dictionary(uniqueKeysWithValues: values)),
            EnvironmentVariablesProvider(
                environmentVariables: environment.filter { !$0.value.isEmpty },
                secretsSpecifier: .specific([Self.passwordVariable])),
        ])
    }

    /// The value of an option, or nil where it is not set.
    func value(_ option: ExporterOption) -> Value? {
        reader.string(forKey: ConfigKey(option.key)).map { text in
            let isArgument = arguments.contains(option)
            return Value(
                text: text, origin: isArgument ? option.argument : option.variable,
                isArgument: isArgument)
        }
    }

    /// The password in the environment, or nil where there is none.
    var password: String? {
        reader.string(forKey: ConfigKey(["opus", "password"]), isSecret: true)
    }
}
