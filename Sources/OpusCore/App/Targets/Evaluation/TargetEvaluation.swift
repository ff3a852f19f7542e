import OpusServer

/// Evaluates an expression on what is known.
///
/// Every name in the expression is looked up, whether or not it makes a difference, as far as the
/// facts for it are there.
struct TargetEvaluation {
    typealias Node = TargetExpression.Node

    let facts: TargetFacts
    let source: String

    /// Evaluates an expression.
    ///
    /// - Throws: `TargetError` where it names what does not exist.
    static func answer(
        to expression: TargetExpression, facts: TargetFacts
    ) throws(TargetError) -> TargetAnswer {
        try TargetEvaluation(facts: facts, source: expression.source).answer(to: expression.root)
    }

    private func answer(to node: Node) throws(TargetError) -> TargetAnswer {
        switch node {
        case .all:
            try checkKeyword("all")
            return TargetAnswer(facts.everyone)
        case .client(let name): return TargetAnswer(try client(name))
        case .pattern(let pattern): return TargetAnswer(try clients(matching: pattern))
        case .group(let name): return try group(name)
        case .depot(let name): return try depot(name)
        case .state(.reachable): return facts.reachable ?? unknown
        case .state(.judged(let state)): return facts.states[state] ?? unknown
        case .product(let products, let condition): return try product(products, condition)
        case .failed(let products, let age): return try failed(products, age)
        case .operatingSystem(let name): return try operatingSystem(name)
        case .seen(let age): return seen(age)
        case .attribute(let attribute, let match): return self.attribute(attribute, match)
        case .reachable:
            try checkKeyword("reachable")
            return facts.reachable ?? unknown
        case .not(let node): return try answer(to: node).negated()
        case .and(let operands):
            var result = TargetAnswer(facts.everyone)
            for node in operands.nodes { result.formIntersection(try answer(to: node)) }
            return result
        case .or(let operands):
            var result = TargetAnswer(facts.none)
            for node in operands.nodes { result.formUnion(try answer(to: node)) }
            return result
        }
    }

    var unknown: TargetAnswer { .unknown(count: facts.clients.count) }

    func set(where isMember: (Int) -> Bool) -> TargetAnswer {
        TargetAnswer(ClientSet(count: facts.clients.count, where: isMember))
    }

    // MARK: Names of clients

    /// Refuses a keyword that is a client's name as well: whoever writes it may mean either.
    private func checkKeyword(_ keyword: String) throws(TargetError) {
        let client: Int
        switch facts.names.match(keyword) {
        case .none: return
        case .one(let number): client = number
        case .several(let numbers): client = numbers[0]
        }
        throw TargetError(
            .keywordNamesClient(keyword, client: facts.clients[client].id), in: source)
    }

    private func client(_ name: TargetExpression.Name) throws(TargetError) -> ClientSet {
        guard ObjectID(name.text).isExact else {
            throw TargetError(.unsafeID(name.text), place: name.place, in: source)
        }
        var result = facts.none
        result[try facts.names.number(of: name, .client, in: source)] = true
        return result
    }

    private func clients(matching pattern: TargetPattern) throws(TargetError) -> ClientSet {
        let result = ClientSet(count: facts.clients.count) { client in
            let id = facts.clients[client].id
            return pattern.matches(TargetText.folded(id.text))
                || pattern.matches(TargetText.folded(KnownNames.shortName(of: id)))
        }
        if result.isEmpty, pattern.hasRange {
            throw TargetError(.emptyRange(pattern.text), place: pattern.place, in: source)
        }
        return result
    }

    // MARK: Groups and depots

    private func group(_ name: TargetExpression.Name) throws(TargetError) -> TargetAnswer {
        guard let tree = facts.groups else { return unknown }
        let names = KnownNames(tree.groups.map(\.id), hasShortNames: false)
        let group = try names.number(of: name, .group, in: source)
        var marks = Array(repeating: 0, count: tree.groups.count)
        return set { client in
            var isMember = false
            tree.forEachGroup(ofClient: client, mark: client + 1, marks: &marks) {
                if $0 == group { isMember = true }
            }
            return isMember
        }
    }

    private func depot(_ name: TargetExpression.Name) throws(TargetError) -> TargetAnswer {
        guard let depots = facts.depots else { return unknown }
        // A depot that is really called so comes first.
        if ObjectID(name.text) == FleetSummary.unknownDepot, depots.names.match(name.text) == .none
        {
            return set { depots.depotOfClient[$0] == nil }
        }
        let depot = try depots.names.number(of: name, .depot, in: source)
        return set { depots.depotOfClient[$0] == depot }
    }

    // MARK: What clients are

    private func operatingSystem(
        _ name: TargetExpression.Name
    ) throws(TargetError) -> TargetAnswer {
        guard let systems = facts.operatingSystems else { return unknown }
        let wanted = Words(name.text)
        guard systems.catalogue.contains(where: { Words($0).contains(wanted) }) else {
            throw TargetError(
                .unknown(
                    .operatingSystem, name.text,
                    nearest: NearestNames.to(name.text, among: systems.catalogue)),
                place: name.place, in: source)
        }
        let selected = ClientSet(count: facts.clients.count) { client in
            systems.ofClient[client].map { Words($0).contains(wanted) } ?? false
        }
        return TargetAnswer(known: systems.known, selected: selected)
    }

    private func seen(_ age: TargetExpression.AgeCondition) -> TargetAnswer {
        guard let now = facts.localNow else { return unknown }
        let judge = ClientAge(now: now, outdatedAfterDays: 0)
        return set { number in
            let client = facts.clients[number]
            switch age.comparison {
            case .less, .lessOrEqual:
                // opsi writes a time of contact when it creates a client; that is none.
                guard !judge.states(of: client).contains(.neverSeen),
                    let seen = client.lastSeen
                else { return false }
                return age.holds(seconds: now - seen.seconds)
            case .equal, .greater, .greaterOrEqual:
                // As in the state outdated: a client that was never seen is as old as it is.
                guard let seen = client.lastSeen ?? client.created else { return true }
                return age.holds(seconds: now - seen.seconds)
            }
        }
    }
}

/// The words of a text, for finding some of them in their order.
private struct Words {
    private let words: [[UInt8]]

    init(_ text: String) {
        words = text.split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "_" || $0 == "-") }
            .map { TargetText.folded($0) }
    }

    func contains(_ other: Words) -> Bool {
        guard !other.words.isEmpty, other.words.count <= words.count else { return false }
        return (0...(words.count - other.words.count)).contains { start in
            words[start...].starts(with: other.words)
        }
    }
}
