import OpusBackend
import OpusServer

extension ActionPlanner {
    /// Updates that are possible on clients, as rows are read batch by batch.
    struct Updates {
        /// A product that is installed in an older version than on the client's depot.
        struct Update {
            var product: ObjectID
            var installed: String
            /// Nil for an action that opus does not know.
            var pending: ActionRequest?
            var hasFailed: Bool

            var row: RowState {
                RowState(
                    status: .installed, version: installed, request: pending,
                    hasFailed: hasFailed)
            }
        }

        private(set) var byClient: [ObjectID: [Update]] = [:]

        /// Finds what is older than on the depot among rows.
        ///
        /// - Parameters:
        ///   - table: rows of installed products.
        ///   - records: the clients' depots and what those have.
        ///   - clients: the clients that were asked for.
        mutating func add(
            _ table: ProductStateTable, _ records: PlanningRecords, clients: Set<ObjectID>
        ) {
            let products = table.products.ids
            let versions = table.versions.strings
            // Few pairs of versions, and many rows.
            var isOlder: [String: [String: Bool]] = [:]
            for row in table.rows where row.flags.contains([.installed, .localboot]) {
                let client = table.clients.ids[Int(row.client)]
                let product = products[Int(row.product)]
                guard clients.contains(client), let number = row.version,
                    let depot = records.depotOfClient[client],
                    let available = records.product(product, onDepot: depot)?.version
                else { continue }
                let installed = versions[Int(number)]
                let known = isOlder[installed]?[available]
                let older =
                    known
                    ?? (ActionPlanner.reasonToKeep(installed: installed, onDepot: available) == nil)
                if known == nil { isOlder[installed, default: [:]][available] = older }
                guard older else { continue }
                byClient[client, default: []].append(
                    Update(
                        product: product, installed: installed, pending: row.request.action,
                        hasFailed: row.flags.contains(.failed)))
            }
        }
    }

    /// Installs whatever is older than on the client's depot, but for protected products.
    mutating func planUpdates(_ updates: Updates, protected: Set<ObjectID>) {
        for client in selection.ids {
            guard let depot = depot(of: client) else { continue }
            let own = (updates.byClient[client] ?? []).sorted { $0.product < $1.product }
            if own.isEmpty { skip(client, nil, .upToDate) }
            for update in own {
                guard !protected.contains(update.product) else {
                    skip(client, update.product, .protected)
                    continue
                }
                if let pending = update.pending, pending == .uninstall {
                    skip(client, update.product, .alreadyRequested(pending))
                    continue
                }
                guard
                    let product = product(
                        update.product, onDepot: depot, for: client, isNamed: false)
                else { continue }
                requestUpdate(update, product, client)
            }
        }
    }
}
