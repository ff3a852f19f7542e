import TestSupport

@testable import OpusBackend
@testable import OpusCore
@testable import OpusServer

/// A small fleet at random, and what expressions mean on it by the plainest rules.
struct RandomTargetFacts {
    typealias Node = TargetExpression.Node

    var facts: TargetFacts
    /// Direct groups by client number, and the groups above by group number.
    private let memberships: [Set<Int>]
    private let parents: [Int?]

    init(using random: inout SeededGenerator) {
        let count = Int.random(in: 1...12, using: &random)
        var facts = TargetFacts(
            clients: (0..<count).map { number in
                ClientTimes(
                    id: "pc-\(10 + number).fleet.test", created: LocalTimestamp(seconds: 0),
                    lastSeen: random.happens(onceIn: 4)
                        ? nil
                        : LocalTimestamp(
                            seconds: 1_000_000 - Int.random(in: 0...7_000, using: &random)))
            })
        facts.localNow = 1_000_000
        for state in ClientState.allCases {
            facts.states[state] = Self.answer(count, using: &random)
        }
        facts.reachable = Self.answer(count, using: &random)

        // Parents at random: with cycles, and with a group that is its own.
        let groupCount = Int.random(in: 1...5, using: &random)
        parents = (0..<groupCount).map { _ in
            random.happens(onceIn: 2) ? nil : Int.random(in: 0..<groupCount, using: &random)
        }
        memberships = (0..<count).map { _ in
            Set((0..<groupCount).filter { _ in random.happens(onceIn: 3) })
        }
        let groups = parents.enumerated().map { number, parent in
            var group = Group()
            group.id = "g\(number)"
            group.parentID = parent.map { "g\($0)" }
            return group
        }
        var members: [GroupMember] = []
        var numbers = StringTable()
        for (client, direct) in memberships.enumerated() {
            _ = numbers.number(of: facts.clients[client].id)
            for group in direct {
                var member = GroupMember()
                member.groupID = "g\(group)"
                member.objectID = facts.clients[client].id
                members.append(member)
            }
        }
        facts.groups = GroupTree(
            .init(groups: groups, members: members), clients: numbers, clientCount: count)
        self.facts = facts
    }

    private static func answer(_ count: Int, using random: inout SeededGenerator) -> TargetAnswer {
        TargetAnswer(ClientSet(count: count) { _ in random.happens(onceIn: 2) })
    }

    /// An expression that names only what exists.
    func node(using random: inout SeededGenerator) throws -> Node {
        try node(depth: Int.random(in: 0...4, using: &random), using: &random)
    }

    private func node(depth: Int, using random: inout SeededGenerator) throws -> Node {
        guard depth > 0 else { return try leaf(using: &random) }
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return .not(try node(depth: depth - 1, using: &random))
        case 1:
            return .and(
                .init(
                    try node(depth: depth - 1, using: &random),
                    try node(depth: depth - 1, using: &random)))
        default:
            return .or(
                .init(
                    try node(depth: depth - 1, using: &random),
                    try node(depth: depth - 1, using: &random)))
        }
    }

    private func leaf(using random: inout SeededGenerator) throws -> Node {
        switch Int.random(in: 0..<7, using: &random) {
        case 0: .all
        case 1: .client(.init("pc-\(10 + Int.random(in: 0..<facts.clients.count, using: &random))"))
        case 2: .pattern(try TargetPattern(random.pick(["pc-1?", "*1", "nb-*"])))
        case 3: .group(.init("g\(Int.random(in: 0..<parents.count, using: &random))"))
        case 4: .state(.judged(random.pick(ClientState.allCases)))
        case 5:
            .seen(
                .init(
                    random.pick([.less, .lessOrEqual, .greater, .greaterOrEqual]),
                    Int.random(in: 0...120, using: &random), .minutes))
        default: .reachable
        }
    }

    func answer(to node: Node) throws -> TargetAnswer {
        try TargetEvaluation.answer(to: TargetExpression(node), facts: facts)
    }

    /// The numbers of the clients that a part selects.
    func clients(of node: Node) throws -> [Int] { try answer(to: node).certain.numbers }

    /// The same facts, but for some that are missing altogether or for some clients.
    func factsWithGaps(using random: inout SeededGenerator) -> TargetFacts {
        var gappy = facts
        func withGaps(_ answer: TargetAnswer?) -> TargetAnswer? {
            guard let answer, !random.happens(onceIn: 3) else { return nil }
            let known = ClientSet(count: facts.clients.count) { _ in random.happens(onceIn: 2) }
            return TargetAnswer(known: known, selected: answer.certain)
        }
        for state in ClientState.allCases { gappy.states[state] = withGaps(facts.states[state]) }
        gappy.reachable = withGaps(facts.reachable)
        if random.happens(onceIn: 3) { gappy.groups = nil }
        if random.happens(onceIn: 3) { gappy.localNow = nil }
        return gappy
    }

    // MARK: The plainest rules

    func holds(_ node: Node, for client: Int) -> Bool {
        let short = "pc-\(10 + client)"
        switch node {
        case .all: return true
        case .client(let name): return name.text == short
        case .pattern(let pattern):
            switch pattern.text {
            case "pc-1?": return client < 10
            case "*1": return short.hasSuffix("1")
            default: return false
            }
        case .group(let name): return groups(of: client).contains(name.text)
        case .state(.judged(let state)): return facts.states[state]?.certain[client] ?? false
        case .reachable: return facts.reachable?.certain[client] ?? false
        case .seen(let age):
            guard let seen = facts.clients[client].lastSeen?.seconds else {
                return age.comparison == .greater || age.comparison == .greaterOrEqual
            }
            let seconds = 1_000_000 - seen
            switch age.comparison {
            case .less: return seconds < age.amount * 60
            case .lessOrEqual: return seconds <= age.amount * 60
            case .greater: return seconds > age.amount * 60
            default: return seconds >= age.amount * 60
            }
        case .not(let node): return !holds(node, for: client)
        case .and(let operands): return operands.nodes.allSatisfy { holds($0, for: client) }
        case .or(let operands): return operands.nodes.contains { holds($0, for: client) }
        default: return false
        }
    }

    private func groups(of client: Int) -> Set<String> {
        var found = memberships[client]
        for _ in parents { found.formUnion(found.compactMap { parents[$0] }) }
        return Set(found.map { "g\($0)" })
    }
}
