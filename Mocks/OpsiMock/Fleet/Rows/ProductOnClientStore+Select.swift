extension ProductOnClientStore {
    /// A filter prepared for the numbers of the string table, so that each text is judged once.
    private struct PreparedFilter {
        let column: ProductOnClientRow.Column
        let filter: Filter
        /// The verdicts by number; -1 is undecided.
        var verdicts: [Int8]

        mutating func accepts(
            _ row: ProductOnClientRow, in strings: TextPool
        ) -> Bool {
            if column == .modificationTime { return accepts(row.time, in: strings) }
            let number = Int(row[column])
            if verdicts[number] < 0 {
                verdicts[number] = filter.accepts(strings[row[column]]) ? 1 : 0
            }
            return verdicts[number] == 1
        }

        /// Times hardly repeat, so they are compared as numbers where that gives the same result.
        private func accepts(_ time: PackedTime, in strings: TextPool) -> Bool {
            guard let seconds = time.seconds, filter.tests.count == 1 else {
                return filter.accepts(time.text(in: strings))
            }
            switch filter.tests[0] {
            case .greater(let text):
                if let limit = WireTime.seconds(text) { return seconds > limit }
            case .less(let text):
                if let limit = WireTime.seconds(text) { return seconds < limit }
            case .null: return false
            case .equal, .like: break
            }
            return filter.accepts(time.text(in: strings))
        }
    }

    /// Calls the closure with each row that all filters accept, client by client.
    func forEach(
        _ filters: [(attribute: String, filter: Filter)],
        _ body: (_ client: Int, _ row: ProductOnClientRow) -> Void
    ) {
        var clients = Array(rows.indices)
        var prepared: [PreparedFilter] = []
        for (attribute, filter) in filters {
            if attribute == "clientId" {
                clients = narrow(clients, to: filter)
            } else if let column = ProductOnClientRow.Column(rawValue: attribute) {
                let verdicts = [Int8](repeating: -1, count: strings.texts.count)
                prepared.append(.init(column: column, filter: filter, verdicts: verdicts))
            }
        }
        for client in clients {
            rows: for row in rows[client] {
                for index in prepared.indices
                where !prepared[index].accepts(row, in: strings) { continue rows }
                body(client, row)
            }
        }
    }

    private func narrow(_ clients: [Int], to filter: Filter) -> [Int] {
        guard let literals = filter.literals else {
            return clients.filter { filter.accepts(clientIds[$0]) }
        }
        return Set(literals.flatMap { self.clients(key: $0) }).sorted()
    }
}
