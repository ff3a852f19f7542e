/// Text as JSON, with nothing in it that a terminal or a reader of lines takes for more than text.
public enum JSONString {
    /// A text in quotes.
    ///
    /// - Parameter text: any text.
    /// - Returns: its JSON; control characters and separators of lines are escaped.
    public static func quoted(_ text: String) -> String {
        quoted(text) { "\\u" + hexadecimal($0, digits: 4) }
    }

    /// A text in quotes, with escapes for control characters as the caller says.
    ///
    /// - Parameters:
    ///   - text: any text.
    ///   - escape: the escape of a control character that JSON has no letter for.
    /// - Returns: the text in quotes.
    public static func quoted(
        _ text: String, escape: (Unicode.Scalar) -> String
    ) -> String {
        let escaped = text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where isControl(scalar): result += escape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return "\"\(escaped)\""
    }

    /// Whether terminals or readers of lines could take a character for more than text.
    ///
    /// - Parameter scalar: the character.
    /// - Returns: true for control characters and separators of lines.
    public static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: true
        default: false
        }
    }

    /// A character's number in hexadecimal digits.
    ///
    /// - Parameters:
    ///   - scalar: the character.
    ///   - digits: the fewest digits.
    /// - Returns: the digits, in lower case.
    public static func hexadecimal(_ scalar: Unicode.Scalar, digits: Int) -> String {
        let text = String(scalar.value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
