import LocalSystem
import OpusCore

/// How the value of an option is read into a configuration, and told from it.
struct OptionReading<Root>: Sendable {
    /// The value as a person would write it; nil where the configuration has none.
    let text: @Sendable (Root) -> String?
    /// Takes over what was set.
    let read: @Sendable (Settings.Value, inout Root) throws(ConfigurationError) -> Void

    init(
        text: @escaping @Sendable (Root) -> String? = { _ in nil },
        _ read: @escaping @Sendable (Settings.Value, inout Root) throws(ConfigurationError) -> Void
    ) {
        self.text = text
        self.read = read
    }

    typealias Path<Value> = any WritableKeyPath<Root, Value> & Sendable

    static func duration(_ path: Path<Duration>) -> OptionReading {
        OptionReading(text: { DurationText.text($0[keyPath: path]) }) {
            value, root throws(ConfigurationError) in
            root[keyPath: path] = try value.duration()
        }
    }

    static func number(
        _ path: Path<Int>, from least: Int = 1, atMost limit: Int
    ) -> OptionReading {
        OptionReading(text: { "\($0[keyPath: path])" }) {
            value, root throws(ConfigurationError) in
            root[keyPath: path] = try value.number(least...limit)
        }
    }

    /// One of a closed set of words.
    static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
        _ path: Path<Choice>, _ what: String
    ) -> OptionReading {
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return OptionReading(text: { $0[keyPath: path].rawValue }) {
            value, root throws(ConfigurationError) in
            guard let choice = Choice(rawValue: value.text.lowercased()) else {
                throw value.mistake("'\(value.text)' is not a \(what): use \(words)")
            }
            root[keyPath: path] = choice
        }
    }
}
