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

    /// Operands with `or` or commas between them.
    private mutating func either(depth: Int) throws(TargetError) -> Node {
        var nodes = [try both(depth: depth)]
        while acceptComma() || acceptKeyword("or") { nodes.append(try both(depth: depth)) }
        return Self.joined(nodes) { .or($0) }
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
