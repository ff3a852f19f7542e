import LocalSystem
import OpusCore

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

    /// A duration of more than zero, or nil where it is not set.
    func duration(_ option: ExporterOption) throws(ConfigurationError) -> Duration? {
        guard let value = value(option) else { return nil }
        if let duration = DurationText.parse(value.text), duration > .zero { return duration }
        throw value.mistake(
            "'\(value.text)' is not a duration: write 60s, 5m, 1h30m or 500ms;"
                + " more than zero, a year at most")
    }

    /// A whole number of at least 1, or nil where it is not set.
    func number(
        _ option: ExporterOption, atMost limit: Int
    ) throws(ConfigurationError) -> Int? {
        guard let value = value(option) else { return nil }
        if let number = Int(value.text), (1...limit).contains(number) { return number }
        throw value.mistake("'\(value.text)' is not a whole number from 1 to \(limit)")
    }

    /// Yes or no; no where it is not set.
    func flag(_ option: ExporterOption) throws(ConfigurationError) -> Bool {
        guard let value = value(option) else { return false }
        switch value.text.lowercased() {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default: throw value.mistake("'\(value.text)' is neither true nor false")
        }
    }

    /// Patterns of names between commas; none where it is not set.
    func patterns(_ option: ExporterOption) throws(ConfigurationError) -> [NamePattern] {
        guard let value = value(option) else { return [] }
        let patterns = value.text.split(whereSeparator: { $0 == "," || $0.isWhitespace })
        guard !patterns.isEmpty else {
            throw value.mistake("is empty: give patterns between commas, such as 'office-*'")
        }
        return patterns.map { NamePattern(String($0)) }
    }

    /// Names between commas, or nil where it is not set.
    func names(
        _ option: ExporterOption, of what: String = "product"
    ) throws(ConfigurationError) -> Set<ObjectID>? {
        guard let value = value(option) else { return nil }
        let names = value.text.split(whereSeparator: { $0 == "," || $0.isWhitespace })
        guard !names.isEmpty else {
            throw value.mistake("is empty: give \(what) ids between commas")
        }
        return Set(names.map { ObjectID($0.lowercased()) })
    }
}
