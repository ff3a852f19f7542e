extension World {
    /// The rows with those added that they depend on, in the order in which a client acts on
    /// them. Rows of unknown clients, and of products that the client's depot does not have, are
    /// dropped without a word.
    ///
    /// Of a row that is added, only what identifies it and its request are filled: so what a client
    /// reported of it before stays when it is written.
    func withDependencies(_ rows: [Row]) -> [Row] {
        dependencyGroups(rows).flatMap { groups in groups.flatMap(\.rows) }
    }

    /// The rows in the order in which their clients act on them, without any that were not given.
    func sequenced(_ rows: [Row]) -> [Row] {
        func key(_ row: Row) -> [String] {
            ["clientId", "productId"].map { Collation.key(row[$0].string ?? "") }
        }
        let given = Set(rows.map(key))
        return withDependencies(rows).filter { given.contains(key($0)) }
    }

    /// What a client will do, in groups of products that depend on each other.
    func actionGroups(of client: String) -> [JSON] {
        guard let filter = Filter(.string(client)) else { return [] }
        let rows = fleet.objects(.productOnClient, [("clientId", filter)])
            .map { Row($0, table: .productOnClient) }
        return dependencyGroups(rows).flatMap(\.self).compactMap { group in
            let pending = group.rows.filter { !Self.isIdle($0["actionRequest"].string) }
            return pending.isEmpty ? nil : Self.object(group, pending)
        }
    }

    /// Whether a request asks for nothing.
    static func isIdle(_ request: String?) -> Bool { ["", "none"].contains(request ?? "") }

    /// The groups of each client, in the order in which the clients come.
    private func dependencyGroups(_ rows: [Row]) -> [[ActionSorter.Group]] {
        var clients: [String] = []
        var rowsOfClient: [String: [Row]] = [:]
        for row in rows {
            let client = row["clientId"].string ?? ""
            if rowsOfClient[client] == nil { clients.append(client) }
            rowsOfClient[client, default: []].append(row)
        }
        guard !clients.isEmpty else { return [] }
        let depots = Dictionary(
            fleet.clientToDepot(clients: clients).map { ($0.client, $0.depot) },
            uniquingKeysWith: { first, _ in first })
        let packages = DepotPackages(fleet)
        return clients.map { client in
            guard let depot = depots[client] ?? nil else { return [] }
            var sorter = ActionSorter(
                client: client, depot: depot, packages: packages, fleet: fleet)
            return sorter.groups(of: rowsOfClient[client] ?? [])
        }
    }

    private static func object(_ group: ActionSorter.Group, _ pending: [Row]) -> JSON {
        let objects = pending.map { row -> JSON in
            var object = row.object()
            object["ident"] = nil
            return .object(object)
        }
        let priorities = group.priorities.map {
            JSONObject.Member(key: $0.product, value: .integer($0.priority))
        }
        return .object([
            "priority": .integer(group.priority), "product_on_clients": .array(objects),
            "priorities": .object(JSONObject(members: priorities)), "dependencies": .object([:]),
            "sort_log": .array(group.log.map { .string($0) }),
        ])
    }
}
