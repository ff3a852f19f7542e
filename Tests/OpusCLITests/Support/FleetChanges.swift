import OpsiMock

extension OpsiMock {
    /// What the fleet holds, object by object.
    typealias FleetState = [String: [String: Fleet.Value]]

    /// All objects by what names them, without the times at which they were written.
    var fleetState: FleetState {
        withFleet { fleet in
            var state: FleetState = [:]
            for table in Fleet.TableName.allCases {
                for object in fleet.objects(in: table) {
                    let values = Dictionary(
                        uniqueKeysWithValues: object.keys.filter { !Self.times.contains($0) }
                            .map { ($0, object[$0] ?? .null) })
                    state[Self.name(object, in: table)] = values
                }
            }
            return state
        }
    }

    /// What has changed since then, a line each: `+` for an object that is new, `-` for one that
    /// is gone, and each value that is another one.
    func changes(since before: FleetState) -> [String] {
        let now = fleetState
        let names = Set(before.keys).union(now.keys)
        return names.flatMap { name -> [String] in
            guard let new = now[name] else { return ["- \(name)"] }
            let old = before[name]
            let isNew = old == nil
            let keys = Set((old ?? [:]).keys).union(new.keys)
            let changed = keys.filter { (old?[$0] ?? .null) != (new[$0] ?? .null) }
                .filter { !isNew || Self.telling.contains($0) }
                .map { "\(name) \($0) \(new[$0]?.string ?? "null")" }
            return (isNew ? ["+ \(name)"] : []) + changed
        }.sorted()
    }

    private static let times: Set<String> = ["modificationTime", "lastSeen"]
    /// Of a new object, what is worth a line.
    private static let telling: Set<String> = [
        "actionRequest", "installationStatus", "parentGroupId",
    ]

    private static func name(_ object: Fleet.Object, in table: Fleet.TableName) -> String {
        let keys = [
            "id", "clientId", "productId", "groupType", "groupId", "depotId", "configId",
            "objectId", "name", "version", "productVersion",
        ]
        let isRow = table == .productOnClient || table == .productOnDepot
        let words = keys.filter { !isRow || $0 != "productVersion" }
            .compactMap { object[$0]?.string }
        return ([table.rawValue] + words).joined(separator: " ")
    }
}
