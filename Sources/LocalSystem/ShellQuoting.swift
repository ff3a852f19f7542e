/// Text in commands that people paste into a shell.
public enum ShellQuoting {
    /// A text in single quotes, which a shell takes as it is.
    ///
    /// - Parameter text: any text.
    /// - Returns: one word of a shell.
    public static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
