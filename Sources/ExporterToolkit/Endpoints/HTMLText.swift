/// Text within HTML.
public enum HTMLText {
    /// The text with nothing in it that a browser could take for markup, be it between tags or in
    /// a quoted attribute.
    ///
    /// Control characters, which HTML does not know, are replaced by the signs that stand for them.
    ///
    /// - Parameter text: any text.
    /// - Returns: what to write into the page.
    public static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case _ where scalar.value < 0x20:
                result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case _ where (0x7F...0x9F).contains(scalar.value):
                result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    /// A name from elsewhere: escaped, and kept from turning the text around it.
    ///
    /// - Parameter text: the name.
    /// - Returns: an element to write into the page.
    public static func name(_ text: String) -> String { "<bdi>\(escaped(text))</bdi>" }
}
