import OpusBackend
import OpusServer

/// Reads what an expression depends on, the cheap before the dear.
///
/// What is read client by client is read only for those clients whose fate is open after all that
/// came before: `@accounting and state:updatable` reads the rows of one group.
struct TargetReading {
    let expression: TargetExpression
    var facts: TargetFacts
    let backend: Backend
    let definitions: StateDefinitions

    /// Reads what is needed, and evaluates.
    mutating func selection() async throws -> ClientSelection {
        let needs = expression.needs
        // Names of clients first: a slip there needs no other call.
        _ = try answer()
        try await readNames(needs)
        if needs.details { try await readDetails() }
        _ = try answer()
        try await readConditions(needs)
        try await judgeAll(needs.states.filter { $0.entry.basis == .allRows })
        if needs.operatingSystems { try await readOperatingSystems() }
        if needs.reachability { try await readReachability() }
        return try ClientSelection(matched: ids(try answer().certain))
    }

    func answer() throws(TargetError) -> TargetAnswer {
        try TargetEvaluation.answer(to: expression, facts: facts)
    }

    private func ids(_ set: ClientSet) -> [ObjectID] { set.numbers.map { facts.clients[$0].id } }

    /// The clients of which facts are read: nil for all.
    private var named: [ObjectID]? { facts.areAll ? nil : facts.clients.map(\.id) }

    // MARK: For the whole fleet

    /// Reads what groups and depots there are, and who is in them.
    private mutating func readNames(_ needs: TargetNeeds) async throws {
        if !needs.groups.isEmpty { try await readGroups(needs.groups) }
        if needs.depots {
            let ids = try await backend.depots().map(\.id)
            let clients = try await backend.clientDepots(of: named)
            let names = KnownNames(ids.distinct().sorted(), hasShortNames: true)
            var depotOfClient = [Int?](repeating: nil, count: facts.clients.count)
            for entry in clients {
                guard let client = facts.names.number(ofExactly: entry.clientID) else { continue }
                depotOfClient[client] = names.number(ofExactly: entry.depotID)
            }
            facts.depots = .init(names: names, depotOfClient: depotOfClient)
        }
    }

    /// Reads which groups there are, and then who is in those that are named or below them.
    private mutating func readGroups(_ wanted: [ObjectID]) async throws {
        var numbers = StringTable()
        for client in facts.clients { _ = numbers.number(of: client.id) }
        let count = facts.clients.count
        let groups = try await backend.groupsWithoutMembers()
        let tree = GroupTree(
            .init(groups: groups, members: MembershipTable()), clients: numbers,
            clientCount: count)
        facts.groups = tree
        // A slip in a group's name needs no members.
        _ = try answer()
        let names = KnownNames(tree.groups.map(\.id), hasShortNames: false)
        let found = wanted.compactMap { name -> Int? in
            if case .one(let group) = names.match(name.text) { group } else { nil }
        }
        let members =
            if let named { try await backend.memberships(of: named) } else {
                try await backend.memberships(inGroups: tree.ids(ofGroupsBelow: Set(found)))
            }
        facts.groups = GroupTree(
            .init(groups: groups, members: members), clients: numbers, clientCount: count)
    }

    /// Reads what is noted of clients.
    private mutating func readDetails() async throws {
        let clients =
            if let named { try await backend.clients(named) } else { try await backend.clients() }
        let byID = Dictionary(first: clients.map { ($0.id, $0) })
        // Of a client that was created meanwhile nothing is noted, as it is not among the facts.
        facts.details = facts.clients.map { byID[$0.id] }
    }

    /// Reads what shows in a few rows of the whole fleet.
    private mutating func readConditions(_ needs: TargetNeeds) async throws {
        if needs.hasProducts {
            try await readProducts(try await resolvingGroups(needs))
            _ = try answer()
        }
        let clock = needs.clock ? try await backend.clock() : .stopped
        if needs.clock { facts.localNow = clock.localSeconds }
        let cheap = needs.states.filter { $0.entry.basis != .allRows }
        guard !cheap.isEmpty else { return }
        let records = try await backend.records(
            of: facts.clients, areAll: facts.areAll,
            failed: cheap.contains { $0.entry.basis == .failedRows },
            pending: cheap.contains { $0.entry.basis == .pendingRows }, clock: clock)
        let judgement = FleetJudgement(records, definitions: definitions)
        for state in cheap {
            let selected = ClientSet(count: facts.clients.count) {
                judgement.clientStates[$0].contains(state.bit)
            }
            facts.states[state] = TargetAnswer(selected)
        }
    }

    // MARK: For the clients that are still open

    /// Judges states that rest on all rows of a client.
    private mutating func judgeAll(_ states: Set<ClientState>) async throws {
        guard !states.isEmpty else { return }
        let open = try answer().undecided
        guard !open.isEmpty else { return }
        let numbers = open.numbers
        let records = try await backend.records(of: numbers.map { facts.clients[$0] })
        let judgement = FleetJudgement(records, definitions: definitions)
        for state in states {
            var selected = facts.none
            for (index, number) in numbers.enumerated() {
                selected[number] = judgement.clientStates[index].contains(state.bit)
            }
            facts.states[state] = TargetAnswer(known: open, selected: selected)
        }
    }

    private mutating func readOperatingSystems() async throws {
        let open = try answer().undecided
        let systems = try await backend.operatingSystems(ofClients: ids(open))
        var ofClient = [String?](repeating: nil, count: facts.clients.count)
        for (id, system) in systems.ofClients {
            if let client = facts.names.number(ofExactly: id) {
                ofClient[client] = system.title
            }
        }
        facts.operatingSystems = .init(
            catalogue: systems.catalogue, ofClient: ofClient, known: open)
    }

    private mutating func readReachability() async throws {
        let open = try answer().undecided
        var selected = facts.none
        for id in try await backend.reachable(ids(open)) {
            if let client = facts.names.number(ofExactly: id) { selected[client] = true }
        }
        facts.reachable = TargetAnswer(known: open, selected: selected)
    }
}
