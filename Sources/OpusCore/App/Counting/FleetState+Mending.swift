import OpusBackend
import OpusServer

extension FleetState {
    /// What a comparison with rows that were read anew has found.
    struct Mended {
        /// Rows that were others than was known.
        var rows = 0
        /// The times of those that were not known at all, in local seconds.
        var added: [UInt32] = []

        /// How many of those that were not known are from before a time, or from no time.
        func oldOnes(before time: LocalTimestamp) -> Int {
            added.count { Int($0) <= time.seconds }
        }
    }

    /// Compares the rows of some clients with those that were read, and takes over what differs.
    ///
    /// - Parameters:
    ///   - asked: the clients.
    ///   - table: all of their rows.
    /// - Returns: which rows were others than was known.
    mutating func mend(_ asked: [Int], by table: ProductStateTable) -> Mended {
        var mended = Mended()
        guard !asked.isEmpty else { return mended }
        let numbers = Numbers(table, &self)
        learn()
        var read: [Int: [ProductState]] = [:]
        for client in asked where slots[client].isPresent { read[client] = [] }
        for row in table.rows where row.flags.contains(.localboot) {
            guard let client = numbers.clients[Int(row.client)] else { continue }
            read[client]?.append(numbers.translated(row, client: client))
        }
        for client in asked {
            let known = self.rows(of: client)
            guard let rows = read[client], !rows.elementsEqual(known) else { continue }
            let before = mended.rows
            known.compare(with: rows, &mended)
            guard mended.rows > before else { continue }
            touch(client)
            slots[client].rows = KeptRows(rows, &kinds)
        }
        return mended
    }

    /// Whether clients look as after a backup was restored: what happened is undone, so one was
    /// last seen, or created, earlier than it had been.
    func showsRestore(_ records: ClientRecords) -> Bool {
        let numbers = clients.existingNumbers(of: records.states.clients)
        return zip(records.clients, numbers).contains { client, number in
            guard let number, slots[Int(number)].isPresent else { return false }
            let known = slots[Int(number)].times
            return client.lastSeen.isBefore(known.lastSeen)
                || client.created.isBefore(known.created)
        }
    }

    /// Whether there are rows that were never seen, though they are from before a time that
    /// everything was read after. Those of new clients are no wonder.
    func hasStrangers(
        in table: ProductStateTable, before time: LocalTimestamp, newClients: [Int: ObjectID]
    ) -> Bool {
        let known = clients.existingNumbers(of: table.clients)
        let knownProducts = products.existingNumbers(of: table.products)
        return table.rows.contains { row in
            guard row.flags.contains(.localboot), Int(row.modified) <= time.seconds,
                let client = known[Int(row.client)].map(Int.init), slots[client].isPresent,
                newClients[client] == nil
            else { return false }
            guard let product = knownProducts[Int(row.product)] else { return true }
            return rows(of: client).index(ofProduct: product) == nil
        }
    }
}

extension LocalTimestamp? {
    /// Whether it is earlier than a time that there was.
    fileprivate func isBefore(_ known: LocalTimestamp?) -> Bool {
        guard let known else { return false }
        return map { $0 < known } ?? true
    }
}

extension ClientRows {
    /// Adds up in what rows of a client differ from others of it: by their content, or as only one
    /// of the two has them.
    fileprivate func compare(with others: [ProductState], _ mended: inout FleetState.Mended) {
        let known = Dictionary(map { ($0.product, $0) }, uniquingKeysWith: { _, last in last })
        var found = 0
        for row in others {
            guard let other = known[row.product] else {
                mended.rows += 1
                mended.added.append(row.modified)
                continue
            }
            found += 1
            if other != row { mended.rows += 1 }
        }
        mended.rows += known.count - found
    }
}
