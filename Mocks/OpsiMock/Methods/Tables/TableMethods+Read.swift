extension MethodTable {
    /// What every table has: `getObjects`, `getHashes`, `getIdents` and the writes.
    static let tableMethods: [Method] = TableName.allCases.flatMap { table in
        readMethods(table) + writeMethods(table)
    }

    private static func readMethods(_ table: TableName) -> [Method] {
        let owner = owner(table)
        return [
            Method(
                "\(table.rawValue)_getObjects", owner: owner, "*attributes **filter",
                .read { world, arguments throws(RPCError) in
                    try objects(table, world, arguments, withIdent: true)
                }),
            Method(
                "\(table.rawValue)_getHashes", owner: owner, "*attributes **filter",
                isDeprecated: true,
                .read { world, arguments throws(RPCError) in
                    try objects(table, world, arguments, withIdent: false)
                }),
            Method(
                "\(table.rawValue)_getIdents", owner: owner, "*returnType **filter",
                .read { world, arguments throws(RPCError) in
                    try idents(table, world, arguments)
                }),
        ]
    }

    private static func objects(
        _ table: TableName, _ world: World, _ arguments: Arguments, withIdent: Bool
    ) throws(RPCError) -> Answer {
        let filters = try filters(arguments.filter, table)
        let attributes = attributes(arguments["attributes"])
        if table == .productOnClient, withIdent {
            var bytes: [UInt8] = []
            world.fleet.productOnClient.write(filters, attributes: attributes, into: &bytes)
            return .json(bytes)
        }
        let objects = world.fleet.objects(table, filters, attributes: attributes).map { object in
            var object = arguments.caller.visible(object)
            if !withIdent { object["ident"] = nil }
            return JSON.object(object)
        }
        return .value(.array(objects))
    }

    private static func idents(
        _ table: TableName, _ world: World, _ arguments: Arguments
    ) throws(RPCError) -> Answer {
        let filters = try filters(arguments.filter, table)
        let objects = world.fleet.objects(table, filters)
        let returnType = arguments["returnType"].string ?? "str"
        let idents = objects.map { object -> JSON in
            let type = object["type"]?.string.flatMap { ObjectClass.named($0) }
            let keys = type?.identityKeys ?? []
            return switch returnType.lowercased() {
            case "dict", "hash":
                .object(.init(members: keys.map { .init(key: $0, value: object[$0] ?? .null) }))
            case "tuple", "list": .array(keys.map { object[$0] ?? .null })
            default: object["ident"] ?? .null
            }
        }
        return .value(.array(idents))
    }

    /// The attributes asked for; nothing for all.
    private static func attributes(_ value: JSON) -> Set<String>? {
        switch value {
        case .array(let names): names.isEmpty ? nil : Set(names.compactMap(\.string))
        case .object(let object): object.members.isEmpty ? nil : Set(object.keys)
        case .string(let name): name.isEmpty ? nil : [name]
        default: nil
        }
    }

    /// Makes filters of a filter object.
    static func filters(
        _ object: JSONObject, _ table: TableName
    ) throws(RPCError) -> [(attribute: String, filter: Filter)] {
        let known = table.filterAttributes
        var filters: [(attribute: String, filter: Filter)] = []
        for member in object.members {
            if member.key == "type" {
                // Tables without such a column ignore it.
                guard known.contains("type"), let filter = Filter(families(member.value)) else {
                    continue
                }
                filters.append(("type", filter))
                continue
            }
            guard known.contains(member.key) || table == .auditHardwareOnHost else {
                throw .value(
                    "Invalid filter '\(member.key)'=\(member.value.pythonText) used, possible "
                        + "attributes are: \(known.joined(separator: ", "))")
            }
            if let filter = Filter(member.value) { filters.append((member.key, filter)) }
        }
        return filters
    }

    /// A filter on a class finds the classes that derive from it too.
    private static func families(_ value: JSON) -> JSON {
        switch value {
        case .string(let name): .array(ObjectClass.family(name).map { .string($0) })
        case .array(let names): .array(names.flatMap { families($0).array ?? [$0] })
        default: value
        }
    }
}

extension OpsiMock.Fleet {
    /// The objects of a table that all filters accept.
    func objects(
        _ table: TableName, _ filters: [(attribute: String, filter: Filter)] = [],
        attributes: Set<String>? = nil
    ) -> [Object] {
        guard table == .productOnClient else {
            return self[table].select(filters).map { $0.object(attributes: attributes) }
        }
        var objects: [Object] = []
        productOnClient.forEach(filters) { client, row in
            objects.append(productOnClient.object(client: client, row: row))
        }
        guard let attributes else { return objects }
        return objects.map { Row($0, table: table).object(attributes: attributes) }
    }
}

extension User {
    /// The object as this user sees it: a client sees little of other hosts, and only
    /// administrators see keys.
    func visible(_ object: JSONObject) -> JSONObject {
        guard role != .administrator, object["opsiHostKey"] != nil else { return object }
        var object = object
        if role == .client, object["id"]?.string != name {
            let hidden = ["description", "notes", "hardwareAddress", "inventoryNumber", "lastSeen"]
            for key in hidden { object[key] = .null }
        }
        if object["id"]?.string != name {
            for key in ["opsiHostKey", "oneTimePassword"] where object[key] != nil {
                object[key] = .null
            }
        }
        return object
    }
}
