/// What a PromQL expression refers to. It says nothing of the grammar, which promtool checks.
struct Expression: Equatable {
    /// A metric with the labels that it is chosen by.
    struct Selector: Hashable {
        let name: String
        let labels: Set<String>
    }

    private(set) var selectors: [Selector] = []
    /// Labels in by, without, on, ignoring, group_left and group_right.
    private(set) var grouping: Set<String> = []

    private static let keywords: Set<String> = [
        "and", "or", "unless", "offset", "bool", "inf", "nan", "start", "end",
    ]
    private static let groupers: Set<String> = [
        "by", "without", "on", "ignoring", "group_left", "group_right",
    ]

    init(_ text: String) {
        var rest = Substring(Self.blank(text))
        while let character = rest.first {
            if character.isNumber {
                rest = rest.drop { $0.isNumber || $0.isLetter || $0 == "." }
            } else if character == "[" {
                rest = rest.drop { $0 != "]" }
            } else if character == "{" {
                selectors.append(Selector(name: "", labels: Self.labels(&rest)))
            } else if Self.isName(character) {
                readName(&rest)
            } else {
                rest.removeFirst()
            }
        }
    }

    private mutating func readName(_ rest: inout Substring) {
        let name = String(rest.prefix(while: Self.isName))
        rest = rest.dropFirst(name.count).drop(while: \.isWhitespace)
        if Self.groupers.contains(name.lowercased()) {
            guard rest.first == "(" else { return }
            let list = rest.prefix { $0 != ")" }.dropFirst()
            rest = rest.dropFirst(list.count + 1)
            grouping.formUnion(
                list.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) })
        } else if rest.first == "{" {
            selectors.append(Selector(name: name, labels: Self.labels(&rest)))
        } else if rest.first != "(" && !Self.keywords.contains(name.lowercased())
            && !Self.isModifierAhead(rest)
        {
            selectors.append(Selector(name: name, labels: []))
        }
    }

    /// Whether this is an aggregation's name, with its grouping before its argument.
    private static func isModifierAhead(_ rest: Substring) -> Bool {
        let next = rest.prefix(while: isName)
        return next == "by" || next == "without"
    }

    /// The labels between braces, of which the first one comes next.
    private static func labels(_ rest: inout Substring) -> Set<String> {
        let list = rest.prefix { $0 != "}" }
        rest = rest.dropFirst(list.count)
        return Set(
            list.dropFirst().split(separator: ",").map {
                String($0.prefix { isName($0) || $0.isWhitespace }.filter { !$0.isWhitespace })
            }.filter { !$0.isEmpty })
    }

    private static func isName(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_" || character == ":"
    }

    /// The text without what is in strings, and without comments.
    private static func blank(_ text: String) -> String {
        text.replacing(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/, with: "\"\"")
            .replacing(/#[^\n]*/, with: "")
    }
}
