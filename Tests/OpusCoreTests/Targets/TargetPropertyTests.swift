import TestSupport
import Testing

@testable import OpusCore

@Suite("Laws of target expressions")
struct TargetPropertyTests {
    typealias Node = TargetExpression.Node

    private static func fleets(
        _ seed: UInt64, _ body: (RandomTargetFacts, inout SeededGenerator) throws -> Void
    ) rethrows {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<25 { try body(RandomTargetFacts(using: &random), &random) }
    }

    @Test("what is printed is read as the same", arguments: 0..<20)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let node = try random.node(depth: Int.random(in: 0...6, using: &random))
            let expression = TargetExpression(node)
            let text = expression.description
            #expect(try TargetExpression(text) == expression, "\(text)")
        }
    }

    @Test("any text is read or refused, and what is read can be printed", arguments: 0..<20)
    func randomText(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let text = random.happens(onceIn: 3) ? random.noise() : random.pieces()
            do throws(TargetError) {
                let expression = try TargetExpression(text)
                #expect((try? TargetExpression(expression.description)) == expression)
            } catch {
                #expect(!error.description.isEmpty)
                if let place = error.place {
                    #expect(place.lowerBound >= 0 && place.upperBound <= text.count + 1)
                    #expect(!place.isEmpty)
                }
            }
        }
    }

    @Test("expressions obey the laws of sets", arguments: 0..<20)
    func algebra(seed: UInt64) throws {
        try Self.fleets(seed) { fleet, random in
            let a = try fleet.node(using: &random)
            let b = try fleet.node(using: &random)
            let c = try fleet.node(using: &random)
            func same(_ left: Node, _ right: Node, _ law: Comment) throws {
                #expect(try fleet.clients(of: left) == fleet.clients(of: right), law)
            }
            try same(.not(.and(.init(a, b))), .or(.init(.not(a), .not(b))), "De Morgan, and")
            try same(.not(.or(.init(a, b))), .and(.init(.not(a), .not(b))), "De Morgan, or")
            try same(.or(.init(a, a)), a, "idempotence, or")
            try same(.and(.init(a, a)), a, "idempotence, and")
            try same(.or(.init(a, b)), .or(.init(b, a)), "commutation, or")
            try same(.and(.init(a, b)), .and(.init(b, a)), "commutation, and")
            try same(.or(.init(a, b, [c])), .or(.init(a, .or(.init(b, c)))), "association, or")
            try same(.and(.init(a, b, [c])), .and(.init(a, .and(.init(b, c)))), "association")
            try same(
                .and(.init(a, .or(.init(b, c)))),
                .or(.init(.and(.init(a, b)), .and(.init(a, c)))), "distribution of and")
            try same(
                .or(.init(a, .and(.init(b, c)))),
                .and(.init(.or(.init(a, b)), .or(.init(a, c)))), "distribution of or")
            try same(.or(.init(a, .and(.init(a, b)))), a, "absorption")
            try same(.not(.not(a)), a, "double negation")
            try same(.or(.init(a, .not(a))), .all, "excluded middle")
            try same(.and(.init(a, .not(a))), .not(.all), "contradiction")
            #expect(try fleet.clients(of: .not(.all)) == [], "not all is empty")
        }
    }

    @Test("expressions mean for each client what the parts mean for it", arguments: 0..<20)
    func reference(seed: UInt64) throws {
        try Self.fleets(seed) { fleet, random in
            let node = try fleet.node(using: &random)
            let expected = fleet.facts.clients.indices.filter { fleet.holds(node, for: $0) }
            #expect(try fleet.clients(of: node) == expected, "\(node.text)")
        }
    }

    @Test("missing facts leave open, and never decide wrongly", arguments: 0..<20)
    func missingFacts(seed: UInt64) throws {
        try Self.fleets(seed) { fleet, random in
            let expression = TargetExpression(try fleet.node(using: &random))
            let truth = try fleet.answer(to: expression.root)
            let partial = try TargetEvaluation.answer(
                to: expression, facts: fleet.factsWithGaps(using: &random))
            for client in fleet.facts.clients.indices {
                #expect(!partial.certain[client] || truth.certain[client])
                #expect(partial.possible[client] || !truth.certain[client])
            }
            #expect(truth.undecided.isEmpty)
        }
    }
}
