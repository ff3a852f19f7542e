import OpusCore

/// What is about to be asked of a world's clients.
struct WorldPreparation: RolloutPreparation {
    var intents: [RolloutIntent] = []
    var skips: [RolloutSkip] = []
    var mismatch: String?
}

extension RolloutWorld: RolloutServer, RolloutStore {
    func facts(_ rows: [RowName]) async throws -> [RowName: RolloutFact] {
        try place()
        try mishap()
        live()
        return with { state in
            var facts: [RowName: RolloutFact] = [:]
            for key in rows {
                state.visible[key.client] = state.rows[key.client]
                facts[key] = state.rows[key.client]?.fact(key.client)
            }
            noteJudged(&state)
            return facts
        }
    }

    func prepare(_ clients: [ObjectID], _ plan: RolloutPlan) async throws -> WorldPreparation {
        try place()
        try mishap()
        return with { state in
            var preparation = WorldPreparation()
            for client in clients {
                let row = state.rows[client]
                if row?.request ?? "none" != "none" {
                    preparation.skips.append(
                        .init(client: client, reason: "requested already", isRefusal: false))
                } else if row?.status == "installed", row?.version == Self.target {
                    preparation.skips.append(
                        .init(client: client, reason: "already installed", isRefusal: false))
                } else if state.happens(chances.refusal) {
                    preparation.skips.append(
                        .init(client: client, reason: "locked", isRefusal: true))
                } else {
                    preparation.intents.append(
                        .init(
                            client: client, product: Self.product, action: "setup",
                            isDependency: false, seen: row?.fact(client)))
                }
            }
            return preparation
        }
    }

    func announce(_ clients: [ObjectID], _ asking: RolloutPlan.Asking) async throws {
        try place()
    }

    func ask(_ preparation: WorldPreparation) async throws -> [RowName: RolloutFate] {
        try place()
        try mishap()
        let saved = saved
        let isLost = with { $0.happens(chances.lostAnswer) }
        let isWritten = !isLost || with { $0.happens(50) }
        var fates: [RowName: RolloutFate] = [:]
        if isWritten {
            with { state in
                judgeAsking(preparation.intents.map(\.client), saved, &state)
                for intent in preparation.intents {
                    let key = RowName(client: intent.client, product: intent.product)
                    guard state.rows[intent.client]?.fact(intent.client) == intent.seen else {
                        fates[key] = .notWritten("changed meanwhile")
                        continue
                    }
                    state.write(intent.client) {
                        $0.request = "setup"
                        $0.writer = .us
                        $0.wasTouched = false
                    }
                    state.requests[intent.client, default: 0] += 1
                    fates[key] = .written
                }
            }
        }
        try place()
        return isLost ? fates.mapValues { _ in .unknown } : fates
    }

    func hasten(_ clients: [ObjectID]) async throws { try place() }

    func takeBack(_ rows: [RolloutIntent]) async throws -> [RowName: RolloutFate] {
        try place()
        try mishap()
        let fates = with { state in
            var fates: [RowName: RolloutFate] = [:]
            for row in rows {
                let key = RowName(client: row.client, product: row.product)
                guard let found = state.rows[row.client], found.request == row.action else {
                    fates[key] = .notWritten("it was no longer requested")
                    continue
                }
                if found.writer != .us {
                    state.violations.append("took back what others asked for: \(row.client)")
                }
                state.write(row.client) {
                    $0.request = "none"
                    $0.writer = .nobody
                }
                state.cancelled.insert(row.client)
                fates[key] = .written
            }
            return fates
        }
        try place()
        return with { $0.happens(chances.lostAnswer) } ? [:] : fates
    }

    // MARK: The disk

    func save(_ state: RolloutState) async throws {
        try place()
        try mishap()
        let json = try state.json()
        with {
            $0.journal = json
            $0.saved = state
        }
        try place()
    }

    func wish() async throws -> RolloutWish? { with { $0.wish } }

    func fulfil(_ wish: RolloutWish) async throws {
        try place()
        with { if $0.wish == wish { $0.wish = nil } }
    }
}
