extension MethodTable {
    /// What products are on clients, beside what every table has.
    static let productOnClientMethods: [Method] = [
        creation(
            "productOnClient_create", in: .productOnClient, "ProductOnClient",
            """
            productId productType clientId *installationStatus *actionRequest *lastAction \
            *actionProgress *actionResult *productVersion *packageVersion *modificationTime
            """
        ) { arguments in
            var object = JSONObject()
            for key in ProductOnClientRow.Column.allCases.map(\.rawValue)
            where arguments.isGiven(key) { object[key] = arguments[key] }
            object["clientId"] = arguments["clientId"]
            return object
        },
        deletion(
            "productOnClient_delete", in: .productOnClient, "productId clientId *productType"),
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
