import YAMLReader

/// YAML, with mistakes told by file and line.
enum YAMLText {
    /// The root of a text; nil for an empty one.
    static func root(of text: String, path: String) throws(ConfigurationError) -> YAMLNode? {
        do {
            return try YAMLDocument.root(of: text)
        } catch {
            throw ConfigurationError(.configuration, message(error, path: path))
        }
    }

    private static func message(_ mistake: YAMLDocument.Mistake, path: String) -> String {
        switch mistake {
        case .malformed(let problem, let line, let column):
            "\(path):\(line):\(column): no YAML: \(problem)"
        case .repeated(let keys, let line):
            "\(path):\(line): a key is there twice: \(keys.joined(separator: ", "))"
        case .unreadable: "\(path) is no YAML"
        }
    }
}
