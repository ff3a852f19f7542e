/// Makes nodes of events.
struct YAMLComposer: ~Copyable {
    /// Settings are flat; deeper texts are none, and could exhaust the stack.
    private static let deepest = 100

    private var events: YAMLEvents
    private var anchors: [String: YAMLNode] = [:]

    init(_ text: String) { events = YAMLEvents(text) }

    /// The root of the only document; nil where there is none.
    mutating func root() throws(YAMLDocument.Mistake) -> YAMLNode? {
        _ = try events.next()  // The beginning of the stream.
        guard try events.next().kind != .end else { return nil }
        let root = try node(from: try events.next(), depth: 0)
        _ = try events.next()  // The end of the document.
        let last = try events.next()
        guard last.kind == .end else { throw last.mistake("but found another document") }
        return root
    }

    private mutating func node(
        from event: YAMLEvent, depth: Int
    ) throws(YAMLDocument.Mistake) -> YAMLNode {
        guard depth < Self.deepest else { throw event.mistake("found too many levels") }
        let content: YAMLNode.Content
        switch event.kind {
        case .alias(let name):
            guard let node = anchors[name] else { throw event.mistake("found undefined alias") }
            return node
        case .scalar(let text, let isPlain): content = .scalar(text: text, isPlain: isPlain)
        case .sequence: content = .sequence(try items(depth))
        case .mapping: content = .mapping(try members(depth))
        case .end, .other: throw .unreadable
        }
        let node = YAMLNode(content: content, line: event.line)
        if let anchor = event.anchor { anchors[anchor] = node }
        return node
    }

    private mutating func items(_ depth: Int) throws(YAMLDocument.Mistake) -> [YAMLNode] {
        var items: [YAMLNode] = []
        while true {
            let event = try events.next()
            if event.kind == .end { return items }
            items.append(try node(from: event, depth: depth + 1))
        }
    }

    private mutating func members(
        _ depth: Int
    ) throws(YAMLDocument.Mistake) -> [YAMLNode.Member] {
        var members: [YAMLNode.Member] = []
        while true {
            let event = try events.next()
            if event.kind == .end { break }
            let key = try node(from: event, depth: depth + 1)
            let value = try node(from: try events.next(), depth: depth + 1)
            members.append(YAMLNode.Member(key: key, value: value))
        }
        try Self.refuseRepeated(members)
        return members
    }

    private static func refuseRepeated(
        _ members: [YAMLNode.Member]
    ) throws(YAMLDocument.Mistake) {
        var lines: [String: Int] = [:]
        var repeated: Set<String> = []
        for member in members {
            guard let key = member.key.text else { continue }
            if lines[key] == nil { lines[key] = member.key.line } else { repeated.insert(key) }
        }
        let keys = repeated.sorted()
        if let first = keys.first { throw .repeated(keys: keys, line: lines[first] ?? 1) }
    }
}
