extension MethodTable {
    /// Groups and who is in them, beside what every table has.
    static let groupMethods: [Method] = [
        Method(
            "group_createHostGroup", owner: owner(.group),
            "id *description *notes *parentGroupId",
            .write { world, arguments throws(RPCError) in
                let group: JSONObject = [
                    "id": .string(try Check.objectId(arguments["id"])),
                    "description": .string(arguments["description"].string ?? ""),
                    "notes": .string(arguments["notes"].string ?? ""),
                    "parentGroupId": arguments["parentGroupId"],
                ]
                try world.create(group, "HostGroup")
                return .null
            }),
        Method(
            "group_delete", owner: owner(.group), "id",
            .write { world, arguments throws(RPCError) in
                try world.delete(arguments, ["id"], from: .group)
            }),
        Method(
            "objectToGroup_create", owner: owner(.objectToGroup), "groupType groupId objectId",
            .write { world, arguments throws(RPCError) in
                let member: JSONObject = [
                    "groupType": .string(try Check.groupType(arguments["groupType"])),
                    "groupId": .string(try Check.objectId(arguments["groupId"])),
                    "objectId": .string(try Check.objectId(arguments["objectId"])),
                ]
                try world.create(member, "ObjectToGroup")
                return .null
            }),
        Method(
            "objectToGroup_delete", owner: owner(.objectToGroup), "groupType groupId objectId",
            .write { world, arguments throws(RPCError) in
                try world.delete(
                    arguments, ["groupType", "groupId", "objectId"], from: .objectToGroup)
            }),
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
