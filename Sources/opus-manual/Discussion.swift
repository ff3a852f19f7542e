/// What a command's help says at length: paragraphs, lists of two columns, and examples.
struct Discussion {
    enum Part: Equatable {
        case prose(String)
        case list(title: String, items: [Item])
        case examples([String])
    }

    struct Item: Equatable {
        let key: String
        let text: String
    }

    let parts: [Part]

    init(_ text: String?) {
        parts = (text ?? "").split(separator: "\n\n").map { Self.part($0) }
    }

    /// The paragraphs alone.
    var prose: [String] {
        parts.compactMap { if case .prose(let text) = $0 { text } else { nil } }
    }

    private static func part(_ text: Substring) -> Part {
        let lines = text.split(separator: "\n")
        guard let first = lines.first, first.hasSuffix(":"), lines.count > 1,
            lines.dropFirst().allSatisfy({ $0.hasPrefix("  ") })
        else { return .prose(String(text).replacing("\n", with: " ")) }
        let rest = lines.dropFirst().map { $0.drop { $0 == " " } }
        guard first != "Examples:" else { return .examples(rest.map(String.init)) }
        return .list(title: String(first.dropLast()), items: rest.map(item))
    }

    /// A line of two columns, which have at least two blanks between them.
    private static func item(_ line: Substring) -> Item {
        guard let gap = line.firstRange(of: "  ") else { return Item(key: String(line), text: "") }
        let text = line[gap.upperBound...].drop { $0 == " " }
        return Item(key: String(line[..<gap.lowerBound]), text: String(text))
    }
}

extension Discussion.Part {
    var isList: Bool { if case .list = self { true } else { false } }

    /// The part in the language of man(7).
    var roff: String {
        switch self {
        case .prose(let text): ".PP\n\(Roff.text(text))\n"
        case .list(let title, let items): ".PP\n\(Roff.text(title)):\n" + Self.roff(of: items)
        case .examples(let lines):
            ".PP\n.nf\n.RS 4\n" + lines.map { Roff.text($0) + "\n" }.joined() + ".RE\n.fi\n"
        }
    }

    static func roff(of items: [Discussion.Item]) -> String {
        items.map { Roff.item(Roff.bold($0.key), Roff.text($0.text)) }.joined()
    }
}
