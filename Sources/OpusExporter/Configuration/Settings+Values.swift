import LocalSystem
import OpusCore

extension Settings.Value {
    /// A duration of more than zero.
    func duration() throws(ConfigurationError) -> Duration {
        if let duration = DurationText.parse(text), duration > .zero { return duration }
        throw mistake(
            "'\(text)' is not a duration: write 60s, 5m, 1h30m or 500ms;"
                + " more than zero, a year at most")
    }

    /// A whole number.
    func number(_ range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        if let number = Int(text), range.contains(number) { return number }
        throw mistake(
            "'\(text)' is not a whole number from \(range.lowerBound) to \(range.upperBound)")
    }

    /// Yes or no.
    func flag() throws(ConfigurationError) -> Bool {
        switch text.lowercased() {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default: throw mistake("'\(text)' is neither true nor false")
        }
    }

    /// Patterns of names between commas.
    func patterns() throws(ConfigurationError) -> [NamePattern] {
        try items("give patterns between commas, such as 'office-*'").map { NamePattern($0) }
    }

    /// Names between commas, in lower case.
    func names(of what: String) throws(ConfigurationError) -> Set<ObjectID> {
        Set(try items("give \(what) ids between commas").map { ObjectID($0.lowercased()) })
    }

    private func items(_ advice: String) throws(ConfigurationError) -> [String] {
        let items = text.split(whereSeparator: { $0 == "," || $0.isWhitespace })
        guard !items.isEmpty else { throw mistake("is empty: \(advice)") }
        return items.map(String.init)
    }
}

extension Settings {
    /// A value that has to be set.
    func required(
        _ option: ExporterOption, placeholder: String
    ) throws(ConfigurationError) -> Value {
        if let value = value(option), !value.text.isEmpty { return value }
        if let server {
            throw ConfigurationError(
                .configuration,
                "\(server.origin): the server has no '\(option.serverKey)': add"
                    + " '\(option.serverKey): \(placeholder)'")
        }
        throw .usage(
            "\(option.argument) is missing: give \(option.argument) \(placeholder), or set"
                + " \(option.variable)")
    }

    func isSet(_ option: ExporterOption) throws(ConfigurationError) -> Bool {
        try value(option)?.flag() ?? false
    }

    /// Takes over everything that is about how a server is read.
    func read(into configuration: inout CollectionConfiguration) throws(ConfigurationError) {
        try read(into: &configuration) {
            if case .collection(let reading) = $0 { reading } else { nil }
        }
    }

    /// Takes over everything that is about the exporter as a whole.
    func read(into configuration: inout ExporterConfiguration) throws(ConfigurationError) {
        try read(into: &configuration) {
            if case .process(let reading) = $0 { reading } else { nil }
        }
    }

    private func read<Root>(
        into root: inout Root, _ reading: (OptionDefinition.Destination) -> OptionReading<Root>?
    ) throws(ConfigurationError) {
        for option in ExporterOption.allCases {
            guard let reading = reading(option.definition.destination), let value = value(option)
            else { continue }
            try reading.read(value, &root)
        }
    }
}
