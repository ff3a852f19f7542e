import Yams

/// YAML, with mistakes told by file and line.
enum YAMLText {
    /// The root of a text; nil for an empty one.
    static func root(of text: String, path: String) throws(ConfigurationError) -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw ConfigurationError(.configuration, message(error, path: path))
        } catch {
            throw ConfigurationError(.configuration, "\(path) is no YAML")
        }
    }

    private static func message(_ error: YamlError, path: String) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "\(path):\(mark.line):\(mark.column): no YAML: \(problem)"
        case .duplicatedKeysInMapping(let keys, let context):
            "\(path):\(context.mark.line): a key is there twice: "
                + keys.map { "\($0)" }.sorted().joined(separator: ", ")
        case .no, .memory, .reader, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            "\(path) is no YAML"
        }
    }
}

extension Node {
    /// The line where it begins, from 1.
    var line: Int { mark?.line ?? 1 }
}
