extension MethodTable {
    /// What products are on clients, beside what every table has.
    static let productOnClientMethods: [Method] = [
        Method(
            "productOnClient_create", owner: owner(.productOnClient),
            """
            productId productType clientId *installationStatus *actionRequest *lastAction \
            *actionProgress *actionResult *productVersion *packageVersion *modificationTime
            """,
            .write { world, arguments throws(RPCError) in
                var object = JSONObject()
                for column in ProductOnClientRow.Column.allCases {
                    if arguments.isGiven(column.rawValue) {
                        object[column.rawValue] = arguments[column.rawValue]
                    }
                }
                object["clientId"] = arguments["clientId"]
                try world.create(object, "ProductOnClient")
                return .null
            }),
        Method(
            "productOnClient_delete", owner: owner(.productOnClient),
            "productId clientId *productType",
            .write { world, arguments throws(RPCError) in
                try world.delete(
                    arguments, ["productId", "clientId", "productType"], from: .productOnClient)
            }),
        Method(
            "productOnClient_addDependencies", owner: owner(.productOnClient), "productOnClients",
            .read { world, arguments throws(RPCError) in
                let rows = try objects(arguments["productOnClients"], .productOnClient)
                return .value(.array(world.withDependencies(rows).map { .object($0.object()) }))
            }),
        Method(
            "productOnClient_generateSequence", owner: owner(.productOnClient), "productOnClients",
            .read { world, arguments throws(RPCError) in
                let rows = try objects(arguments["productOnClients"], .productOnClient)
                return .value(.array(world.sequenced(rows).map { .object($0.object()) }))
            }),
        Method(
            "productOnClient_updateObjectsWithDependencies", owner: owner(.productOnClient),
            "productOnClients",
            .write { world, arguments throws(RPCError) in
                let rows = try objects(arguments["productOnClients"], .productOnClient)
                let all = world.withDependencies(rows)
                try world.write(all, mode: .merge)
                return .value(.array(all.map { .object($0.object()) }))
            }),
        Method(
            "productOnClient_getActionGroups", owner: owner(.productOnClient), "clientId",
            .read { world, arguments throws(RPCError) in
                let client = try Check.hostId(arguments["clientId"])
                return .value(.array(world.actionGroups(of: client)))
            }),
        Method(
            "productOnClient_getObjectsWithSequence", owner: owner(.productOnClient),
            "*attributes **filter",
            .read { world, arguments throws(RPCError) in
                let filters = try filters(arguments.filter, .productOnClient)
                let rows = world.fleet.objects(.productOnClient, filters)
                    .map { Row($0, table: .productOnClient) }
                return .value(.array(world.sequenced(rows).map { .object($0.object()) }))
            }),
    ]
}
