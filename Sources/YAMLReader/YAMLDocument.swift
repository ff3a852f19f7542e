/// Reads YAML; the one place that knows in which ways a text can be refused.
public enum YAMLDocument {
    /// Why a text is no YAML.
    public enum Mistake: Error, Equatable, Sendable {
        /// Something that can't stand there, in the parser's words; line and column from 1.
        case malformed(problem: String, line: Int, column: Int)
        /// Keys that are in one mapping more than once, in order, and the line where the first of
        /// them stands first.
        case repeated(keys: [String], line: Int)
        /// Something else: no text at all.
        case unreadable
    }

    /// The root of a text; nil for an empty one.
    ///
    /// An alias (`*name`) stands for the value that its anchor (`&name`) marks further up. Tags
    /// and merge keys (`<<`) have no meaning of their own.
    ///
    /// - Parameter text: the text, one document.
    /// - Returns: the root, with the lines of all its nodes.
    /// - Throws: why it can't be read. The text around the mistake is left out: it could show a
    ///   secret.
    public static func root(of text: String) throws(Mistake) -> YAMLNode? {
        var composer = YAMLComposer(text)
        return try composer.root()
    }
}
