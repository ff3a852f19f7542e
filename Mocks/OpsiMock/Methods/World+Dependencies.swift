extension World {
    /// The rows with those added that they depend on, in the order in which a client acts on
    /// them. Rows of unknown clients, and of products that the client's depot does not have, are
    /// dropped without a word.
    func withDependencies(_ rows: [Row]) -> [Row] {
        let clients = Set(rows.map { $0["clientId"].string ?? "" }).sorted()
        let depots = Dictionary(
            fleet.clientToDepot(clients: clients).map { ($0.client, $0.depot) },
            uniquingKeysWith: { first, _ in first })
        var result: [Row] = []
        for client in clients {
            guard let depot = depots[client] ?? nil else { continue }
            var needed = Needed(client: client, depot: depot, fleet: fleet)
            for row in rows where row["clientId"].string == client { needed.given(row) }
            for row in needed.givenRows { needed.add(row, path: []) }
            result += Self.sequenced(needed.ordered)
        }
        return result
    }

    /// The rows numbered where they ask for an action.
    static func sequenced(_ rows: [Row]) -> [Row] {
        var number = 0
        return rows.map { row in
            var row = row
            if let request = row["actionRequest"].string, request != "none" {
                row["actionSequence"] = .integer(number)
                number += 1
            }
            return row
        }
    }

    /// What a client will do, in groups of products that depend on each other.
    func actionGroups(of client: String) -> [JSON] {
        guard let filter = Filter(.string(client)) else { return [] }
        let pending = fleet.objects(.productOnClient, [("clientId", filter)])
            .map { Row($0, table: .productOnClient) }
            .filter { $0["actionRequest"].string.map { $0 != "none" } ?? false }
        let all = withDependencies(pending)
        var groups: [[Row]] = []
        for row in all {
            let startsGroup = pending.contains { $0["productId"] == row["productId"] }
            // What comes before a product that was asked for was added for its sake.
            let lastIsComplete = groups.last?.last.map { last in
                pending.contains { $0["productId"] == last["productId"] }
            }
            if groups.isEmpty || (lastIsComplete ?? true) || !startsGroup && lastIsComplete == true
            {
                groups.append([row])
            } else {
                groups[groups.count - 1].append(row)
            }
        }
        return groups.map { Self.actionGroup($0) }
    }

    private static func actionGroup(_ rows: [Row]) -> JSON {
        let names = rows.map {
            "\($0["productId"].string ?? ""):\($0["actionRequest"].string ?? "")(0)"
        }
        .joined(separator: ", ")
        let objects = rows.map { row -> JSON in
            var object = row.object()
            object["ident"] = nil
            return .object(object)
        }
        let priorities = rows.map {
            JSONObject.Member(key: $0["productId"].string ?? "", value: .integer(0))
        }
        return .object([
            "priority": .integer(0), "product_on_clients": .array(objects),
            "priorities": .object(JSONObject(members: priorities)), "dependencies": .object([:]),
            "sort_log": .array([
                .string("Ordered by priority, productId and actionRequest: \(names)"),
                .string("Order after sort run #1: \(names)"),
            ]),
        ])
    }
}

/// The rows of one client that are needed for those given.
private struct Needed {
    let client: String
    let depot: String
    let fleet: OpsiMock.Fleet
    private(set) var givenRows: [Row] = []
    private(set) var ordered: [Row] = []
    private var added: Set<String> = []

    init(client: String, depot: String, fleet: OpsiMock.Fleet) {
        self.client = client
        self.depot = depot
        self.fleet = fleet
    }

    mutating func given(_ row: Row) {
        if onDepot(row["productId"].string ?? "") != nil { givenRows.append(row) }
    }

    /// Adds a row behind those that it depends on.
    mutating func add(_ row: Row, path: [String]) {
        let productId = row["productId"].string ?? ""
        guard !added.contains(productId), !path.contains(productId) else { return }
        if let action = row["actionRequest"].string, action != "none",
            let product = onDepot(productId)
        {
            for dependency in dependencies(of: product, action: action) {
                if let required = required(by: dependency) {
                    add(required, path: path + [productId])
                }
            }
        }
        guard !added.contains(productId) else { return }
        added.insert(productId)
        ordered.append(row)
    }

    private func onDepot(_ productId: String) -> Row? {
        fleet[.productOnDepot].rows.first {
            $0["depotId"].string == depot
                && Collation.areEqual($0["productId"].string ?? "", productId)
        }
    }

    private func dependencies(of product: Row, action: String) -> [Row] {
        fleet[.productDependency].rows.filter { dependency in
            ["productId", "productVersion", "packageVersion"].allSatisfy {
                dependency[$0] == product[$0]
            } && dependency["productAction"].string == action
        }
    }

    /// The row that a dependency asks for; nothing where it is met already.
    private func required(by dependency: Row) -> Row? {
        let productId = dependency["requiredProductId"].string ?? ""
        guard let product = onDepot(productId) else { return nil }
        if let given = givenRows.first(where: { $0["productId"].string == productId }) {
            return given
        }
        let position = fleet.productOnClient.position(productId: productId, clientId: client)
        let existing = position.map { position in
            fleet.productOnClient.object(
                client: position.client,
                row: fleet.productOnClient.rows[position.client][position.row])
        }
        let status = existing?["installationStatus"]?.string ?? "not_installed"
        var action = dependency["requiredAction"].string
        if action == nil {
            let wanted = dependency["requiredInstallationStatus"].string
            guard let wanted, wanted != status else { return nil }
            action = wanted == "installed" ? "setup" : "uninstall"
        }
        let object =
            existing ?? [
                "productId": .string(productId), "productType": product["productType"],
                "clientId": .string(client),
            ]
        var row = Row(object, table: .productOnClient)
        if row["actionRequest"].string.map({ $0 == "none" }) ?? true {
            row["actionRequest"] = .text(action)
        }
        return row
    }
}
