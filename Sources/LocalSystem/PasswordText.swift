/// A password as files and programs hand it over: one line.
public enum PasswordText {
    /// Passwords are short; a longer text is another one. In bytes.
    public static let longest = 64 * 1024

    /// Why a text is no password.
    public enum Failure: Error, Equatable, Sendable {
        /// Nothing is there but line ends.
        case empty
        /// There is more than the one line, or a NUL in it.
        case severalLines
    }

    /// The one line of a text, without the line ends behind it and the byte order mark that some
    /// editors write before it.
    ///
    /// - Parameter text: all that was handed over.
    /// - Returns: the password.
    /// - Throws: why it is none.
    public static func only(_ text: String) throws(Failure) -> String {
        var password = text[...]
        if password.unicodeScalars.first == "\u{FEFF}" {
            password = Substring(password.unicodeScalars.dropFirst())
        }
        while password.last?.isNewline == true { password.removeLast() }
        guard !password.isEmpty else { throw .empty }
        guard !password.contains(where: { $0.isNewline || $0 == "\0" }) else {
            throw .severalLines
        }
        return String(password)
    }
}
