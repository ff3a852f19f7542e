import OpusServer

// What is told to the machine. Whatever is about to be done is told, and saved, before it is done.
extension RolloutMachine {
    /// It begins, where it has not, and time passes.
    ///
    /// - Parameter now: the present moment.
    public mutating func tick(_ now: RolloutMoment) {
        if state.phase == .ready { enter(.running, now) }
        judge(now)
    }

    /// A person wants something; what is over stays over.
    ///
    /// - Parameters:
    ///   - wish: what is wanted.
    ///   - now: the present moment.
    public mutating func take(_ wish: RolloutWish, _ now: RolloutMoment) {
        switch (wish, state.phase) {
        case (.pause, .ready), (.pause, .running): enter(.paused, now)
        case (.resume, .paused): enter(.running, now)
        case (.abort, .ready), (.abort, .running), (.abort, .paused):
            state.reason = "ended by a person"
            enter(.aborted, now)
        default: break
        }
    }

    /// Something is not as the plan says, and a person has to look.
    ///
    /// - Parameters:
    ///   - why: what is not.
    ///   - now: the present moment.
    public mutating func stop(because why: String, _ now: RolloutMoment) {
        guard state.phase == .running else { return }
        state.reason = why
        enter(.halted, now)
    }

    // MARK: Asking

    /// Which of some clients are not prepared yet.
    func unprepared(_ clients: [ObjectID]) -> [ObjectID] {
        guard plan.asking.wake || plan.asking.message != nil else { return [] }
        let prepared = Set(state.prepared.map { ObjectID($0) })
        return clients.filter { !prepared.contains($0) }
    }

    /// Clients are about to be woken, or shown a message.
    mutating func preparing(_ clients: [ObjectID]) { state.prepared += clients.map(\.text) }

    /// Clients are about to be asked for rows, or are left out.
    mutating func asking(
        _ intents: [RolloutIntent], leavingOut skips: [RolloutSkip], _ now: RolloutMoment
    ) {
        for skip in skips where places[skip.client] == nil {
            var record = RolloutState.ClientRecord(
                id: skip.client.text, stage: state.stage, asked: now)
            record.reason = skip.reason
            record.isRefused = skip.isRefusal
            add(record)
        }
        var rows: [ObjectID: [RolloutState.Row]] = [:]
        var order: [ObjectID] = []
        for intent in intents where places[intent.client] == nil {
            if rows[intent.client] == nil { order.append(intent.client) }
            rows[intent.client, default: []].append(
                RolloutState.Row(
                    product: intent.product.text, action: intent.action,
                    isDependency: intent.isDependency, step: .asking,
                    seen: intent.seen?.mark ?? ""))
        }
        for client in order {
            var record = RolloutState.ClientRecord(
                id: client.text, stage: state.stage, asked: now)
            record.rows = rows[client] ?? []
            add(record)
        }
        judge(now)
    }

    private mutating func add(_ record: RolloutState.ClientRecord) {
        places[ObjectID(record.id)] = state.clients.count
        state.clients.append(record)
        begun[record.stage] += 1
    }

    /// What became of rows that were to be written; what is missing stays unknown.
    ///
    /// - Parameters:
    ///   - fates: what became of each.
    ///   - facts: how the rows are right after.
    ///   - now: the present moment.
    mutating func asked(
        _ fates: [RowName: RolloutFate], _ facts: [RowName: RolloutFact],
        _ now: RolloutMoment
    ) {
        for (key, fate) in fates {
            change(key) { row in
                guard row.step == .asking else { return }
                switch fate {
                case .written:
                    row.step = .asked
                    row.look(facts[key])
                case .notWritten(let reason):
                    row.step = .notAsked
                    row.reason = reason
                case .unknown: break
                }
            }
        }
        for key in fates.keys {
            guard let place = places[key.client] else { continue }
            state.clients[place].isHastened = true
            state.clients[place].noteRefusal()
        }
        judge(now)
    }

    /// What is true of clients that were about to be asked when something ended it.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - facts: their rows.
    ///   - now: the present moment.
    mutating func settled(
        _ clients: [ObjectID], _ facts: [RowName: RolloutFact], _ now: RolloutMoment
    ) {
        var untouched: Set<ObjectID> = []
        for client in clients {
            guard let place = places[client] else { continue }
            var record = state.clients[place]
            let rows = record.rows.map { row in
                row.settled(
                    facts[RowName(client: client, product: ObjectID(row.product))])
            }
            // Where nothing of it was written, it was never asked.
            if rows.allSatisfy({ $0 == nil }) {
                untouched.insert(client)
                continue
            }
            record.rows = zip(record.rows, rows).map { old, new in
                if let new { return new }
                var row = old
                row.step = .notAsked
                row.reason = "it was not written along with the rest"
                return row
            }
            record.noteRefusal()
            state.clients[place] = record
        }
        if !untouched.isEmpty { forget(untouched) }
        judge(now)
    }

    private mutating func forget(_ clients: Set<ObjectID>) {
        state.clients.removeAll { clients.contains(ObjectID($0.id)) }
        findClients()
    }

    /// Clients are about to be told to act at once.
    mutating func hastening(_ clients: [ObjectID]) {
        for client in clients {
            if let place = places[client] { state.clients[place].isHastened = true }
        }
    }
}

extension RolloutState.ClientRecord {
    /// A client none of whose rows could be written was refused.
    fileprivate mutating func noteRefusal() {
        guard let first = rows.first, rows.allSatisfy({ $0.step == .notAsked }) else { return }
        isRefused = true
        reason = first.reason
    }
}
