import YAMLReader

/// A YAML text in which every value knows its line, for precise errors.
struct YAML {
    /// The whole document; nil for an empty one.
    let root: Value?

    /// - Throws: `CommandFailure` with file and line.
    init(_ text: String, path: String) throws(CommandFailure) {
        do {
            root = try YAMLDocument.root(of: text).map { Value(node: $0, path: path) }
        } catch {
            throw .usage(Self.text(error, path: path))
        }
    }

    private static func text(_ mistake: YAMLDocument.Mistake, path: String) -> String {
        switch mistake {
        case .malformed(let problem, let line, let column):
            "\(path):\(line):\(column): \(problem)"
        case .repeated(_, let line): "\(path):\(line): a name is there twice"
        case .unreadable: "\(path) is no YAML"
        }
    }

    /// A value with its place.
    struct Value {
        fileprivate let node: YAMLNode
        fileprivate let path: String

        var line: Int { node.line }

        /// The text of a key.
        var text: String { node.text ?? "" }

        /// What is wrong here.
        func failure(_ message: String) -> CommandFailure {
            .usage("\(path):\(line): \(message)")
        }

        func string(_ what: String) throws(CommandFailure) -> String {
            guard let text = node.text, !text.isEmpty else {
                throw failure("here should be \(what)")
            }
            return text
        }

        func flag() throws(CommandFailure) -> Bool {
            guard let flag = node.flag else { throw failure("here should be true or false") }
            return flag
        }

        /// A list of words, the first one a program.
        func words() throws(CommandFailure) -> [String] {
            let words = node.items?.compactMap(\.text) ?? []
            guard !words.isEmpty, words.count == node.items?.count, words[0] != "" else {
                throw failure("here should be a list of words, such as [pass, show, opsi]")
            }
            return words
        }

        func members(_ what: String) throws(CommandFailure) -> [(key: Value, value: Value)] {
            if node.isNull { return [] }
            guard let members = node.members else { throw failure("here should be \(what)") }
            return members.map {
                (Value(node: $0.key, path: path), Value(node: $0.value, path: path))
            }
        }

        var isList: Bool { node.items != nil }

        /// The items of a list, or nothing.
        var items: [Value] {
            node.items.map { $0.map { Value(node: $0, path: path) } } ?? []
        }

        /// The text of a member, where there is one.
        subscript(name: String) -> String? { node[name]?.text }

        /// A member, where there is one.
        func member(_ name: String) -> Value? {
            node[name].map { Value(node: $0, path: path) }
        }
    }
}
