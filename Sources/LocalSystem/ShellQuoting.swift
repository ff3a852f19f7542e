/// Text in commands that people paste into a shell.
public enum ShellQuoting {
    /// A text in single quotes, which a shell takes as it is.
    ///
    /// - Parameter text: any text.
    /// - Returns: one word of a shell.
    public static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }

    /// A text as a shell takes it, in quotes only where it would take something in it for itself.
    ///
    /// - Parameter text: any text.
    /// - Returns: one word of a shell.
    public static func word(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_./:@=,+".utf8.contains(byte)
            }
        }
        return isPlain && !text.isEmpty ? text : quoted(text)
    }
}
