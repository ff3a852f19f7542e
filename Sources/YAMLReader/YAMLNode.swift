/// A value in a YAML text, and where it begins.
public struct YAMLNode: Equatable, Sendable {
    /// A key of a mapping, and what it leads to.
    public struct Member: Equatable, Sendable {
        /// The key; a text, where the file is in order.
        public let key: YAMLNode
        /// Its value.
        public let value: YAMLNode
    }

    enum Content: Equatable, Sendable {
        /// A plain text is one without quotes, which alone can mean nothing, yes or no.
        case scalar(text: String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([Member])
    }

    let content: Content
    /// The line where it begins, from 1.
    public let line: Int

    /// The text of a single value, whatever it stands for; nil for a list and a mapping.
    public var text: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// The items of a list; nil for anything else.
    public var items: [YAMLNode]? {
        guard case .sequence(let items) = content else { return nil }
        return items
    }

    /// The members of a mapping in the text's order; nil for anything else.
    public var members: [Member]? {
        guard case .mapping(let members) = content else { return nil }
        return members
    }

    /// Whether nothing was written here, or `~` or `null`.
    public var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// Yes or no as YAML writes it, in `true`, `yes`, `on` and their opposites; nil for anything
    /// else.
    public var flag: Bool? {
        guard case .scalar(let text, isPlain: true) = content else { return nil }
        switch text.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default: return nil
        }
    }

    /// The value of a member; nil where there is none, or this is no mapping.
    ///
    /// - Parameter name: the member's key.
    public subscript(name: String) -> YAMLNode? {
        members?.first { $0.key.text == name }?.value
    }
}
