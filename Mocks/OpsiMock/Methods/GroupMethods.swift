extension MethodTable {
    /// Groups and who is in them, beside what every table has.
    static let groupMethods: [Method] = [
        creation(
            "group_createHostGroup", in: .group, "HostGroup",
            "id *description *notes *parentGroupId"
        ) { arguments throws(RPCError) in
            [
                "id": .string(try Check.objectId(arguments["id"])),
                "description": .string(arguments["description"].string ?? ""),
                "notes": .string(arguments["notes"].string ?? ""),
                "parentGroupId": arguments["parentGroupId"],
            ]
        },
        deletion("group_delete", in: .group, "id"),
        creation(
            "objectToGroup_create", in: .objectToGroup, "ObjectToGroup",
            "groupType groupId objectId"
        ) { arguments throws(RPCError) in
            [
                "groupType": .string(try Check.groupType(arguments["groupType"])),
                "groupId": .string(try Check.objectId(arguments["groupId"])),
                "objectId": .string(try Check.objectId(arguments["objectId"])),
            ]
        },
        deletion("objectToGroup_delete", in: .objectToGroup, "groupType groupId objectId"),
    ]
}

extension World {
    /// Creates an object of values that are in the server's form already, over one that is there.
    mutating func create(_ object: JSONObject, _ type: String) throws(RPCError) {
        guard let type = ObjectClass.named(type) else { return }
        try write([try type.checked(object)], mode: .replace)
    }

    /// The `_delete` methods look for what to delete as reads do: so an empty list deletes all.
    mutating func delete(
        _ arguments: Arguments, _ keys: [String], from table: TableName
    ) throws(RPCError) -> Answer {
        var filters: [(attribute: String, filter: Filter)] = []
        for key in keys {
            let value = arguments[key]
            if value.isTruthy, let filter = Filter(value) { filters.append((key, filter)) }
        }
        let rows = fleet.objects(table, filters).map { Row($0, table: table) }
        fleet.delete(filters, from: table)
        tell(.deleted, rows.map(\.withIdentityAlone), of: table)
        return .null
    }
}
