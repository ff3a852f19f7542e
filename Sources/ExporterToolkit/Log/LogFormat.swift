import LocalSystem

/// How a line of the log is written. An event is one line, whatever is in it.
public enum LogFormat: String, Sendable, CaseIterable {
    /// `key=value` pairs, for people.
    case logfmt
    /// A JSON object of texts, for programs.
    case json

    func line(_ fields: [(key: String, value: String)]) -> String {
        switch self {
        case .logfmt:
            fields.map { "\($0.key)=\(Self.isBare($0.value) ? $0.value : Self.logfmt($0.value))" }
                .joined(separator: " ")
        case .json:
            "{"
                + fields.map { "\(JSONString.quoted($0.key)):\(JSONString.quoted($0.value))" }
                .joined(separator: ",")
                + "}"
        }
    }

    /// Whether a reader can tell the end without quotes.
    private static func isBare(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0 != " " && !JSONString.isControl($0) && $0 != "\"" && $0 != "=" && $0 != "\\"
            }
    }

    private static func logfmt(_ text: String) -> String {
        JSONString.quoted(text) {
            $0.value < 0x100
                ? "\\x" + JSONString.hexadecimal($0, digits: 2)
                : "\\u" + JSONString.hexadecimal($0, digits: 4)
        }
    }
}
