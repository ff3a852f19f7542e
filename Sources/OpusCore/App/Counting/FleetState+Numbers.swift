import OpusServer

extension FleetState {
    /// The numbers of a table's clients, products and versions in a state.
    struct Numbers {
        /// Nil for clients that the state has never seen.
        let clients: [Int?]
        private let products: [UInt32]
        private let versions: [UInt32]

        init(_ table: ProductStateTable, _ state: inout FleetState) {
            clients = state.clients.existingNumbers(of: table.clients).map { $0.map(Int.init) }
            products = state.products.numbers(of: table.products)
            versions = state.versions.numbers(of: table.versions)
        }

        /// A row with the state's numbers.
        func translated(_ row: ProductState, client: Int) -> ProductState {
            ProductState(
                client: UInt32(client), product: products[Int(row.product)],
                version: row.version.map { versions[Int($0)] }, modified: row.modified,
                flags: row.flags, request: row.request)
        }
    }

    /// Which rows a table has, by the numbers of a state.
    struct RowKeys {
        private var keys: Set<UInt64> = []

        init(_ table: ProductStateTable, _ state: FleetState) {
            let clients = state.clients.existingNumbers(of: table.clients)
            let products = state.products.existingNumbers(of: table.products)
            keys.reserveCapacity(table.rows.count)
            for row in table.rows where row.flags.contains(.localboot) {
                guard let client = clients[Int(row.client)],
                    let product = products[Int(row.product)]
                else { continue }
                keys.insert(Self.key(Int(client), product))
            }
        }

        func contains(_ client: Int, _ product: UInt32) -> Bool {
            keys.contains(Self.key(client, product))
        }

        private static func key(_ client: Int, _ product: UInt32) -> UInt64 {
            UInt64(truncatingIfNeeded: client) << 32 | UInt64(product)
        }
    }

    /// Clients whose rows can't be told from what was read: a row that had failed or was pending is
    /// so no more, though nobody wrote it lately.
    ///
    /// - Parameters:
    ///   - changed: rows written lately.
    ///   - failed: all failed rows.
    ///   - pending: all rows with a pending request.
    /// - Returns: the numbers of the clients.
    func doubtful(
        changed: ProductStateTable, failed: ProductStateTable, pending: ProductStateTable
    ) -> Set<Int> {
        let written = RowKeys(changed, self)
        let failedKeys = RowKeys(failed, self)
        let pendingKeys = RowKeys(pending, self)
        return Set(
            order.filter { client in
                slots[client].troubled.contains { row in
                    let isGone =
                        row.hasFailed && !failedKeys.contains(client, row.product)
                        || row.isPending && !pendingKeys.contains(client, row.product)
                    return isGone && !written.contains(client, row.product)
                }
            })
    }
}

extension ProductState {
    /// Whether a client is judged the same by another state of the row: the time counts only where
    /// the row waits for something.
    func isJudged(as other: Self) -> Bool {
        flags == other.flags && request == other.request && version == other.version
            && (modified == other.modified || !request.isPending)
    }
}
