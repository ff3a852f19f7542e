import TestSupport

@testable import OpusCore

/// Expressions and texts at random.
extension SeededGenerator {
    typealias Node = TargetExpression.Node

    private static let names = [
        "pc-01", "all", "not", "AND", "reachable", "seen", "-", "ring 1", "a\tb", #"say "hi""#,
        "it's", "back\\slash", "größe", "名前", "🦊", "\u{301}x", "e\u{301}", "a\r\nb", "x:y",
        "(a)", "a,b", "pc-*", "[1-2]", "<a", "@x", "\u{202E}odd", " ", "\u{0}", "group:x", "a~b",
    ]

    mutating func name() -> TargetExpression.Name {
        if happens(onceIn: 4) {
            let noise = noise()
            return .init(noise.isEmpty ? "x" : noise)
        }
        return .init(pick(Self.names))
    }

    mutating func node(depth: Int) throws -> Node {
        guard depth > 0 else { return try leaf() }
        switch Int.random(in: 0..<4, using: &self) {
        case 0: return .not(try node(depth: depth - 1))
        case 1: return .and(try operands(depth: depth - 1))
        case 2: return .or(try operands(depth: depth - 1))
        default: return try leaf()
        }
    }

    private mutating func operands(depth: Int) throws -> TargetExpression.Operands {
        .init(
            try node(depth: depth), try node(depth: depth),
            try (0..<Int.random(in: 0...2, using: &self)).map { _ in try node(depth: depth) })
    }

    private mutating func leaf() throws -> Node {
        switch Int.random(in: 0..<13, using: &self) {
        case 0: .all
        case 1: .client(name())
        case 2: .pattern(try TargetPattern(pick(["pc-*", "a?b", "pc-[01-20]", "ä*[1-9]"])))
        case 3: .group(name())
        case 4: .depot(name())
        case 5: .state(pick(TargetExpression.State.allCases))
        case 6:
            .product(
                products(),
                happens(onceIn: 2)
                    ? nil
                    : try .init(
                        pick(TargetExpression.Comparison.allCases),
                        pick(["1", "128.4.0-1", "1.0~a b", "78.0esr"])))
        case 7: .failed(products(), happens(onceIn: 2) ? nil : age())
        case 8: .operatingSystem(name())
        case 9:
            .seen(age())
        case 10:
            .attribute(
                pick([.ip, .inventory, .description, .notes]),
                happens(onceIn: 2)
                    ? .text(name()) : .pattern(try TargetPattern(pick(["10.1.*", "a?b"]))))
        case 11: .attribute(.mac, .text(.init("00:16:3e:00:00:01")))
        default: .reachable
        }
    }

    private mutating func products() -> TargetExpression.Products {
        .init(name(), isGroup: happens(onceIn: 2))
    }

    private mutating func age() -> TargetExpression.AgeCondition {
        .init(
            pick([.less, .lessOrEqual, .greaterOrEqual, .greater]),
            Int.random(in: 0...999_999_999, using: &self),
            pick(TargetExpression.AgeCondition.Unit.allCases))
    }

    /// Any scalars, some of them from every corner of Unicode.
    mutating func noise() -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...30, using: &self) {
            let limit: UInt32 = happens(onceIn: 3) ? 0x10FFFF : 0x7F
            if let scalar = Unicode.Scalar(UInt32.random(in: 0...limit, using: &self)) {
                text.append(scalar)
            }
        }
        return String(text)
    }

    /// Pieces of expressions in any order.
    mutating func pieces() -> String {
        let pieces = [
            "and", " and ", "or", " or ", "not ", "(", ")", ",", "@", "group:", "state:failed",
            "product:", "seen", "<", "<=", "=", ">", "2d", "\"", "'", "\\", "\\u{41}", "pc-", "ip:",
            "mac:", "failed:@",
            "[01-20]", "[", "]", "*", "?", "all", "-", " ", "\n", "a", "1", ":", "é", "\u{301}",
        ]
        return (0..<Int.random(in: 0...12, using: &self)).map { _ in pick(pieces) }.joined()
    }
}
