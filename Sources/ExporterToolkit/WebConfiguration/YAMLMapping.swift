import YAMLReader

/// A mapping in a YAML file whose keys are taken out one by one, so that what is left is unknown.
struct YAMLMapping {
    let file: String
    /// The key of the mapping itself with a dot at its end; empty at the top.
    private let prefix: String
    private let line: Int?
    private var entries: [(name: String, line: Int, node: YAMLNode)]

    /// The names of all keys, in the file's order.
    var names: [String] { entries.map(\.name) }

    /// Reads a file's text; nothing but comments counts as an empty mapping.
    init(file: String, text: String) throws(WebConfigurationError) {
        let root: YAMLNode?
        do {
            root = try YAMLDocument.root(of: text)
        } catch {
            throw Self.unreadable(error, file: file)
        }
        guard let root, !root.isNull else {
            self.init(file: file, prefix: "", line: nil, entries: [])
            return
        }
        try self.init(file: file, prefix: "", line: root.line, node: root)
    }

    private init(
        file: String, prefix: String, line: Int?,
        entries: [(name: String, line: Int, node: YAMLNode)]
    ) {
        self.file = file
        self.prefix = prefix
        self.line = line
        self.entries = entries
    }

    private init(
        file: String, prefix: String, line: Int?, node: YAMLNode
    ) throws(WebConfigurationError) {
        let key = prefix.isEmpty ? nil : String(prefix.dropLast())
        guard let members = node.members else {
            throw WebConfigurationError(
                file: file, line: line, key: key, "is no mapping: write 'key: value' lines")
        }
        var entries: [(name: String, line: Int, node: YAMLNode)] = []
        for member in members {
            guard let name = member.key.text else {
                throw WebConfigurationError(
                    file: file, line: member.key.line, key: key, "has a key that is no text")
            }
            entries.append((name, member.key.line, member.value))
        }
        self.init(file: file, prefix: prefix, line: line, entries: entries)
    }

    /// Where a key stands, whatever its value; nil where it is not there.
    func place(_ name: String) -> Located<String>? {
        entries.first { $0.name == name }
            .map { Located(value: name, key: "\(prefix)\(name)", line: $0.line) }
    }

    /// Takes out a mapping; nil where it is not there or empty.
    mutating func mapping(_ name: String) throws(WebConfigurationError) -> YAMLMapping? {
        guard let entry = take(name), !entry.node.isNull else { return nil }
        return try YAMLMapping(
            file: file, prefix: "\(prefix)\(name).", line: entry.line, node: entry.node)
    }

    /// Takes out a text; nil where it is not there or empty.
    mutating func text(_ name: String) throws(WebConfigurationError) -> Located<String>? {
        guard let entry = take(name), !entry.node.isNull else { return nil }
        guard let text = entry.node.text else {
            throw error(name, entry.line, "is no text: write '\(name): VALUE'")
        }
        guard !text.isEmpty else { return nil }
        return Located(value: text, key: "\(prefix)\(name)", line: entry.line)
    }

    /// Takes out yes or no.
    mutating func flag(_ name: String) throws(WebConfigurationError) -> Located<Bool>? {
        guard let entry = take(name), !entry.node.isNull else { return nil }
        guard let value = entry.node.text.flatMap(Self.flag) else {
            throw error(name, entry.line, "is neither true nor false")
        }
        return Located(value: value, key: "\(prefix)\(name)", line: entry.line)
    }

    /// Takes out a list of texts; empty where it is not there.
    mutating func texts(_ name: String) throws(WebConfigurationError) -> [Located<String>] {
        guard let entry = take(name), !entry.node.isNull else { return [] }
        guard let items = entry.node.items else {
            throw error(name, entry.line, "is no list: write '\(name): [A, B]'")
        }
        var texts: [Located<String>] = []
        for item in items {
            guard let text = item.text else {
                throw error(name, item.line, "has an entry that is no text")
            }
            texts.append(Located(value: text, key: "\(prefix)\(name)", line: item.line))
        }
        return texts
    }

    /// Refuses keys that nobody took out: a misspelt one must not pass for a protection.
    func finish(known: [String]) throws(WebConfigurationError) {
        guard let entry = entries.first else { return }
        throw error(
            entry.name, entry.line, "is not known here; known are \(known.joined(separator: ", "))")
    }

    /// A complaint about one of the mapping's keys.
    func error(_ name: String, _ line: Int?, _ problem: String) -> WebConfigurationError {
        WebConfigurationError(
            file: file, line: line ?? self.line, key: "\(prefix)\(name)", problem)
    }

    /// A complaint about a value.
    func error(_ place: Located<some Sendable & Equatable>, _ problem: String)
        -> WebConfigurationError
    {
        WebConfigurationError(file: file, line: place.line, key: place.key, problem)
    }

    private mutating func take(_ name: String) -> (name: String, line: Int, node: YAMLNode)? {
        guard let index = entries.firstIndex(where: { $0.name == name }) else { return nil }
        return entries.remove(at: index)
    }

    private static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    private static func unreadable(
        _ mistake: YAMLDocument.Mistake, file: String
    ) -> WebConfigurationError {
        let advice = "write it as YAML"
        switch mistake {
        case .malformed(let problem, let line, _):
            return WebConfigurationError(file: file, line: line, "\(problem); \(advice)")
        case .repeated(let keys, let line):
            return WebConfigurationError(
                file: file, line: line, key: keys.joined(separator: ", "),
                "is there more than once; keep one")
        case .unreadable: return WebConfigurationError(file: file, "is no YAML; \(advice)")
        }
    }
}
