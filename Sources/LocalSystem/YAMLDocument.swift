public import Yams

/// Reads YAML; the one place that knows in which ways the parser can refuse a text.
public enum YAMLDocument {
    /// Why a text is no YAML.
    public enum Mistake: Error, Equatable, Sendable {
        /// Something that can't stand there, in the parser's words; line and column from 1.
        case malformed(problem: String, line: Int, column: Int)
        /// Keys that are in one mapping more than once, in order, and the line of the mapping.
        case repeated(keys: [String], line: Int)
        /// Something else.
        case unreadable
    }

    /// The root of a text; nil for an empty one.
    ///
    /// - Parameter text: the text.
    /// - Returns: the root, with the places of all its nodes.
    /// - Throws: why it can't be read. The parser's picture of the place is left out: it could show
    ///   a secret.
    public static func root(of text: String) throws(Mistake) -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch {
            switch error as? YamlError {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                throw .malformed(problem: problem, line: mark.line, column: mark.column)
            case .duplicatedKeysInMapping(let keys, let context):
                throw .repeated(keys: keys.map { "\($0)" }.sorted(), line: context.mark.line)
            default: throw .unreadable
            }
        }
    }
}
