/// Reads target expressions by recursive descent; see `TargetExpression` for the grammar.
struct TargetParser {
    typealias Node = TargetExpression.Node

    /// Parentheses and nots inside each other; beyond what anyone writes, far from what the stack
    /// can bear.
    static let depthLimit = 100

    var scanner: TargetScanner

    init(_ text: String) { scanner = TargetScanner(text) }

    mutating func parse() throws(TargetError) -> Node {
        scanner.skipSpace()
        guard scanner.next != nil else { throw TargetError(.empty, in: scanner.source) }
        let node = try either(depth: 0)
        scanner.skipSpace()
        guard scanner.next == nil else {
            throw unexpected(Self.operators)
        }
        return node
    }

    static let target = "a target such as a client, @group or state:failed"
    static let operators = #""and", "or" or a comma"#

    /// Operands with `or`, commas, or where that can't be misread nothing between them.
    private mutating func either(depth: Int) throws(TargetError) -> Node {
        var nodes = [try both(depth: depth)]
        while true {
            if acceptComma() || acceptKeyword("or") {
                nodes.append(try both(depth: depth))
            } else if let node = try beside(nodes[nodes.count - 1], depth: depth) {
                nodes.append(node)
            } else {
                return Self.joined(nodes) { .or($0) }
            }
        }
    }

    /// What stands beside a part without a word between them; nil where nothing does.
    private mutating func beside(_ node: Node, depth: Int) throws(TargetError) -> Node? {
        scanner.skipSpace()
        guard let company = node.company, beginsTarget else { return nil }
        let start = scanner.position
        let next = try both(depth: depth)
        guard next.company == company else {
            scanner.position = start
            throw unexpected(Self.operators)
        }
        return next
    }

    /// Whether a target stands here, after a space, rather than a sign or nothing.
    private var beginsTarget: Bool {
        guard let next = scanner.next, scanner.position > 0,
            scanner.scalars[scanner.position - 1].properties.isWhitespace
        else { return false }
        if next == "@" || next == "\"" || next == "'" { return true }
        var rest = scanner
        return rest.word() != nil
    }

    /// Operands with `and` between them.
    private mutating func both(depth: Int) throws(TargetError) -> Node {
        var nodes = [try each(depth: depth)]
        while acceptKeyword("and") { nodes.append(try each(depth: depth)) }
        return Self.joined(nodes) { .and($0) }
    }

    private mutating func each(depth: Int) throws(TargetError) -> Node {
        scanner.skipSpace()
        let start = scanner.position
        if acceptKeyword("not") {
            try checkDepth(depth, at: start)
            return .not(try each(depth: depth + 1))
        }
        guard scanner.accept("(") else { return try term() }
        try checkDepth(depth, at: start)
        let node = try either(depth: depth + 1)
        scanner.skipSpace()
        guard scanner.accept(")") else { throw unexpected(Self.operators + #" or ")""#) }
        return node
    }

    private func checkDepth(_ depth: Int, at position: Int) throws(TargetError) {
        guard depth < Self.depthLimit else {
            throw scanner.error(.tooDeep(limit: Self.depthLimit), position..<position + 1)
        }
    }

    private static func joined(
        _ nodes: [Node], by join: (TargetExpression.Operands) -> Node
    ) -> Node {
        nodes.count == 1
            ? nodes[0] : join(.init(nodes[0], nodes[1], Array(nodes.dropFirst(2))))
    }

    // MARK: Signs and words

    private mutating func acceptComma() -> Bool {
        scanner.skipSpace()
        return scanner.accept(",")
    }

    /// Accepts a word that stands alone, whatever its case.
    private mutating func acceptKeyword(_ keyword: String) -> Bool {
        scanner.skipSpace()
        let start = scanner.position
        if let word = scanner.word(), word.text.lowercased() == keyword, scanner.next != ":" {
            return true
        }
        scanner.position = start
        return false
    }

    /// The error that something else is expected than what stands here.
    func unexpected(_ expected: String) -> TargetError {
        var rest = scanner
        let start = rest.position
        guard rest.next != nil else {
            return scanner.error(.unexpected(found: nil, expected: expected), start..<start)
        }
        let found: TargetScanner.Piece
        if let word = rest.word() {
            found = word
        } else {
            // A character with all the marks on it, as people see it.
            let place = rest.place(start..<start + 1)
            rest.position += 1
            while rest.next != nil,
                rest.place(rest.position..<rest.position + 1) == place
            { rest.position += 1 }
            found = rest.piece(start..<rest.position)
        }
        return scanner.error(
            .unexpected(found: found.text, expected: Self.advised(expected, found.text)),
            found.range)
    }

    /// Signs that mean something elsewhere get the word that means it here.
    private static func advised(_ expected: String, _ found: String) -> String {
        switch found {
        case "|": #"the word "or""#
        case "&": #"the word "and""#
        case "!": #"the word "not""#
        default: expected
        }
    }
}

extension TargetExpression.Node {
    /// What parts have to have in common to stand side by side as an `or`.
    fileprivate enum Company: Equatable {
        case names, depots, states, products, failures, systems
        case attributes(TargetExpression.Attribute)
    }

    /// Nil for what has to be joined by a word: beside `@hall`, `state:failed` may be meant to
    /// narrow as well as to widen, and so may whatever follows a `not`.
    fileprivate var company: Company? {
        switch self {
        case .client, .pattern, .group: .names
        case .depot: .depots
        case .state: .states
        case .product: .products
        case .failed: .failures
        case .operatingSystem: .systems
        case .attribute(let attribute, _): .attributes(attribute)
        case .all, .seen, .reachable, .not, .and, .or: nil
        }
    }
}
