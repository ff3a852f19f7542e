import OpusServer

extension FleetState {
    /// The numbers of a table's clients, products and versions in a state.
    struct Numbers {
        /// Nil for clients that the state has never seen.
        let clients: [Int?]
        private let products: [UInt32]
        private let versions: [UInt32]

        init(_ table: ProductStateTable, _ state: inout FleetState) {
            clients = table.clients.strings.map {
                state.clients.existingNumber(of: $0).map(Int.init)
            }
            products = table.products.strings.map { state.products.number(of: $0) }
            versions = table.versions.strings.map { state.versions.number(of: $0) }
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
            let clients = table.clients.strings.map { state.clients.existingNumber(of: $0) }
            let products = table.products.strings.map { state.products.existingNumber(of: $0) }
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
    /// so no more, though nobody wrote it lately, or one is there that was never seen.
    ///
    /// - Parameters:
    ///   - changed: rows written lately.
    ///   - failed: all failed rows.
    ///   - pending: all rows with a pending request.
    ///   - present: all rows of some clients.
    /// - Returns: the numbers of the clients.
    func doubtful(
        changed: ProductStateTable, failed: ProductStateTable, pending: ProductStateTable,
        present: ProductStateTable
    ) -> Set<Int> {
        let written = RowKeys(changed, self)
        let failedKeys = RowKeys(failed, self)
        let pendingKeys = RowKeys(pending, self)
        var doubtful: Set<Int> = []
        for client in order {
            let tally = slots[client].tally
            guard tally.failed > 0 || tally.oldestRequest != nil else { continue }
            for row in slots[client].rows {
                let isGone =
                    row.flags.contains(.failed) && !failedKeys.contains(client, row.product)
                    || row.request.isKnownPending && !pendingKeys.contains(client, row.product)
                if isGone, !written.contains(client, row.product) {
                    doubtful.insert(client)
                    break
                }
            }
        }
        let known = present.clients.strings.map { clients.existingNumber(of: $0).map(Int.init) }
        for row in present.rows where row.flags.contains(.localboot) {
            guard let client = known[Int(row.client)], slots[client].isPresent,
                !doubtful.contains(client)
            else { continue }
            let product = products.existingNumber(of: present.products.strings[Int(row.product)])
            let isHeld =
                product.map { product in
                    slots[client].rows.contains { $0.product == product }
                        || written.contains(client, product)
                        || failedKeys.contains(client, product)
                        || pendingKeys.contains(client, product)
                } ?? false
            if !isHeld { doubtful.insert(client) }
        }
        return doubtful
    }
}

extension ProductState.Request {
    /// Whether it is pending and of a kind that can be asked for.
    fileprivate var isKnownPending: Bool { isPending && self != .other }
}
