import OpusServer

/// Does what a rollout's machine decides, and saves its state before each call.
public struct RolloutDriver<Server: RolloutServer, Store: RolloutStore>: Sendable {
    /// The rollout.
    public private(set) var machine: RolloutMachine
    private let server: Server
    private let store: Store
    private let clock: @Sendable () -> RolloutMoment
    /// What was saved last.
    private var saved: RolloutState

    /// Prepares to go on with a rollout.
    ///
    /// - Parameters:
    ///   - machine: the rollout as it was saved.
    ///   - server: the server.
    ///   - store: where its state is kept.
    ///   - clock: tells the present moment.
    public init(
        _ machine: RolloutMachine, server: Server, store: Store,
        clock: @escaping @Sendable () -> RolloutMoment
    ) {
        self.machine = machine
        self.server = server
        self.store = store
        self.clock = clock
        saved = machine.state
    }

    /// Does all that is due now.
    ///
    /// It may end at any place, be it by an error or with the whole machine: another driver goes
    /// on from the state that was saved.
    ///
    /// - Parameter progress: told after each change.
    /// - Returns: what it waits for then; nil where it is over.
    /// - Throws: what the server or the store throws; `CancellationError`.
    public mutating func step(
        _ progress: (RolloutMachine) -> Void = { _ in }
    ) async throws -> RolloutPause? {
        var hasLooked = false
        while true {
            try Task.checkCancellation()
            try await takeWish()
            if !hasLooked {
                try await look()
                hasLooked = true
            }
            machine.tick(clock())
            try await save()
            progress(machine)
            switch machine.decision(at: clock()) {
            case .end: return nil
            case .wait(let pause): return pause
            case .ask(let clients):
                try await ask(clients)
                // Failures may have come meanwhile.
                hasLooked = false
            case .settle(let clients): try await settle(clients)
            case .hasten(let clients):
                machine.hastening(clients)
                try await save()
                // They act at their next event anyway.
                try? await server.hasten(clients)
            case .takeBack(let clients): try await takeBack(clients)
            }
        }
    }

    private mutating func save() async throws {
        guard machine.state != saved else { return }
        try await store.save(machine.state)
        saved = machine.state
    }

    private mutating func takeWish() async throws {
        guard let wish = try await store.wish() else { return }
        machine.take(wish, clock())
        try await save()
        try await store.fulfil(wish)
    }

    private mutating func look() async throws {
        let open = machine.open
        guard !open.isEmpty else { return }
        let facts = try await server.facts(machine.rows(of: open))
        machine.looked(open, facts, clock())
    }

    private mutating func ask(_ clients: [ObjectID]) async throws {
        let preparation = try await server.prepare(clients, machine.plan)
        if let mismatch = preparation.mismatch {
            machine.stop(because: mismatch, clock())
            return try await save()
        }
        let unprepared = machine.unprepared(preparation.intents.map(\.client).distinct())
        if !unprepared.isEmpty {
            machine.preparing(unprepared)
            try await save()
            // Who does not hear of it is asked all the same.
            try? await server.announce(unprepared, machine.plan.asking)
        }
        machine.asking(preparation.intents, leavingOut: preparation.skips, clock())
        try await save()
        guard !preparation.intents.isEmpty else { return }
        let fates = try await server.ask(preparation)
        // How the rows are now tells later whether somebody else has written them since.
        let facts = try await server.facts(
            preparation.intents.map { RowName(client: $0.client, product: $0.product) })
        machine.asked(fates, facts, clock())
        try await save()
    }

    private mutating func settle(_ clients: [ObjectID]) async throws {
        let facts = try await server.facts(machine.rows(of: clients))
        machine.settled(clients, facts, clock())
        try await save()
    }

    private mutating func takeBack(_ clients: [ObjectID]) async throws {
        // Only what is still as this rollout wrote it.
        let facts = try await server.facts(machine.rows(of: clients))
        machine.looked(clients, facts, clock())
        let rows = machine.toBeTakenBack(clients)
        guard !rows.isEmpty else { return try await save() }
        machine.takingBack(rows)
        try await save()
        machine.tookBack(try await server.takeBack(rows))
        try await save()
    }
}

extension RolloutMachine {
    /// All rows of some clients.
    func rows(of clients: [ObjectID]) -> [RowName] {
        clients.flatMap { client -> [RowName] in
            guard let place = places[client] else { return [] }
            return state.clients[place].rows.map {
                RowName(client: client, product: ObjectID($0.product))
            }
        }
    }
}
