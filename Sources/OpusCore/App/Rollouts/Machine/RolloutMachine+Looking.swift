import OpusServer

extension RolloutMachine {
    /// The clients whose rows are worth a look: those of which something is still awaited.
    var open: [ObjectID] {
        state.clients.filter { $0.rows.contains { $0.step == .asked || $0.step == .doubtful } }
            .map { ObjectID($0.id) }
    }

    /// Rows were read.
    ///
    /// - Parameters:
    ///   - clients: the clients whose rows were read.
    ///   - facts: the rows that there are.
    ///   - now: the present moment.
    mutating func looked(
        _ clients: [ObjectID], _ facts: [RowName: RolloutFact], _ now: RolloutMoment
    ) {
        for client in clients {
            guard let place = places[client] else { continue }
            for index in state.clients[place].rows.indices {
                let product = ObjectID(state.clients[place].rows[index].product)
                state.clients[place].rows[index]
                    .look(facts[RowName(client: client, product: product)])
            }
        }
        judge(now)
    }

    // MARK: Taking back

    /// The rows of some clients that are to be taken back.
    func toBeTakenBack(_ clients: [ObjectID]) -> [RolloutIntent] {
        clients.flatMap { client -> [RolloutIntent] in
            guard let place = places[client] else { return [] }
            return state.clients[place].rows.filter(\.isToBeTakenBack).map {
                RolloutIntent(
                    client: client, product: ObjectID($0.product), action: $0.action,
                    isDependency: $0.isDependency, seen: nil)
            }
        }
    }

    /// Rows are about to be taken back.
    mutating func takingBack(_ rows: [RolloutIntent]) {
        for row in rows {
            change(RowName(client: row.client, product: row.product)) {
                $0.step = .cancelling
            }
        }
    }

    /// What became of rows that were to be taken back.
    ///
    /// - Parameter fates: `written` where one is taken back; why it was left else. What is unknown
    ///   is tried again.
    mutating func tookBack(_ fates: [RowName: RolloutFate]) {
        for (key, fate) in fates {
            change(key) { row in
                guard row.step == .cancelling else { return }
                switch fate {
                case .written: row.step = .cancelled
                case .notWritten(let reason):
                    row.step = .left
                    row.reason = reason
                case .unknown: break
                }
            }
        }
    }

    mutating func change(
        _ key: RowName, _ body: (inout RolloutState.Row) -> Void
    ) {
        guard let place = places[key.client],
            let index = state.clients[place].rows
                .firstIndex(where: { ObjectID($0.product) == key.product })
        else { return }
        body(&state.clients[place].rows[index])
    }
}
