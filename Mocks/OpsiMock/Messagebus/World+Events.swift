extension World {
    /// What became of a row.
    enum Change: String, Sendable {
        case created, updated, deleted
    }

    /// Notes that rows were written. An event is a hint that one was, whether anything changed or
    /// not: it carries what the writer sent, never what came of it.
    mutating func tell(_ change: Change, _ rows: [Row], of table: TableName) {
        guard Self.tables.contains(table) else { return }
        events += rows.map { row in
            BusEvent(
                name: "\(table.rawValue)_\(change.rawValue)",
                data: Self.data(of: row, of: table, change))
        }
    }

    /// Nothing tells of other tables.
    private static let tables: Set<TableName> = [.productOnClient, .host, .configState, .config]

    private static func data(of row: Row, of table: TableName, _ change: Change) -> JSONObject {
        switch table {
        case .productOnClient:
            [
                "productId": row["productId"], "productType": row["productType"],
                "clientId": row["clientId"],
                "installationStatus": state(row, "installationStatus", "not_installed", change),
                "actionRequest": state(row, "actionRequest", "none", change),
            ]
        case .host where change == .deleted: ["id": row["id"]]
        case .host: ["type": row["type"], "id": row["id"]]
        case .configState: ["configId": row["configId"], "objectId": row["objectId"]]
        default: ["id": row["id"]]
        }
    }

    /// What the writer sent; what is written as new has defaults.
    private static func state(
        _ row: Row, _ key: String, _ default: JSON, _ change: Change
    ) -> JSON {
        change == .created && row[key].isNull ? `default` : row[key]
    }

    /// The events that nobody was told of yet.
    mutating func takeEvents() -> [BusEvent] {
        defer { events = [] }
        return events
    }

    /// Counts a user's connections to the messagebus; gives the event where it came or went.
    mutating func connect(_ user: User, _ change: Int, from address: String) -> BusEvent? {
        let before = connections[user.busName] ?? 0
        let after = max(before + change, 0)
        connections[user.busName] = after == 0 ? nil : after
        guard before == 0 || after == 0, before != after else { return nil }
        var data: JSONObject = [
            "client_address": .string(address), "worker": "opsiserver:1",
        ]
        let word = after == 0 ? "disconnected" : "connected"
        guard let type = user.hostType else {
            data["user"] = .object(["id": .string(user.name), "username": .string(user.name)])
            return BusEvent(name: "user_\(word)", data: data)
        }
        data["host"] = .object(["type": .string(type), "id": .string(user.name)])
        return type == "OpsiConfigserver" ? nil : BusEvent(name: "host_\(word)", data: data)
    }

    /// The hosts that are on the messagebus.
    var connectedHosts: [String] {
        connections.keys.filter { $0.hasPrefix("host:") }.map { String($0.dropFirst(5)) }.sorted()
    }
}
