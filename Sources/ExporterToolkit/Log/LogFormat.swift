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
                + fields.map { "\(Self.json($0.key)):\(Self.json($0.value))" }.joined(
                    separator: ",")
                + "}"
        }
    }

    /// Whether a reader can tell the end without quotes.
    private static func isBare(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0 != " " && !isControl($0) && $0 != "\"" && $0 != "=" && $0 != "\\"
            }
    }

    /// Whether terminals or readers of lines could take it for more than text.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: true
        default: false
        }
    }

    private static func logfmt(_ text: String) -> String {
        quoted(text) {
            $0.value < 0x100
                ? "\\x" + hexadecimal($0, digits: 2) : "\\u" + hexadecimal($0, digits: 4)
        }
    }

    private static func json(_ text: String) -> String {
        quoted(text) { "\\u" + hexadecimal($0, digits: 4) }
    }

    private static func quoted(
        _ text: String, _ control: (Unicode.Scalar) -> String
    ) -> String {
        let escaped = text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where isControl(scalar): result += control(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return "\"\(escaped)\""
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar, digits: Int) -> String {
        let text = String(scalar.value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
