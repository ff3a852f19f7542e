extension MethodTable {
    /// Hosts, beside what every table has.
    static let hostMethods: [Method] = [
        creation(
            "host_createOpsiClient", in: .host, "OpsiClient",
            """
            id *opsiHostKey *description *notes *hardwareAddress *ipAddress *inventoryNumber \
            *oneTimePassword *created *lastSeen *systemUUID
            """
        ) { arguments throws(RPCError) in
            var client: JSONObject = ["id": .string(try Check.hostId(arguments["id"]))]
            let keys = [
                "opsiHostKey", "description", "notes", "hardwareAddress", "ipAddress",
                "inventoryNumber", "oneTimePassword", "created", "lastSeen", "systemUUID",
            ]
            for key in keys where arguments[key].isTruthy { client[key] = arguments[key] }
            return client
        },
        deletion("host_delete", in: .host, "id"),
        Method(
            "host_getMessagebusConnectedIds", owner: owner(.host), "*hostIds",
            .read { world, arguments in
                let hosts = Filter(arguments["hostIds"])
                let connected = world.connectedHosts.filter { hosts?.accepts($0) ?? true }
                return .value(.array(connected.map { .string($0) }))
            }),
        Method(
            "host_renameOpsiClient", owner: owner(.host), "id newId",
            .write { world, arguments throws(RPCError) in
                let id = try Check.hostId(arguments["id"])
                let newId = try Check.hostId(arguments["newId"])
                try world.rename(id, to: newId)
                return .null
            }),
    ]
}

extension World {
    /// Renames a client with all that belongs to it; its rows keep their times.
    fileprivate mutating func rename(_ id: String, to newId: String) throws(RPCError) {
        guard let client = fleet[.host].row(identity: [id]), client.type?.name == "OpsiClient"
        else {
            throw .missingData("Cannot rename: client '\(id)' not found")
        }
        guard fleet[.host].position(identity: [newId]) == nil else {
            throw RPCError(
                type: "BackendError",
                message: "Backend error: Cannot rename: client '\(newId)' already exists")
        }
        func renamed(_ row: Row, _ key: String) -> Row {
            var row = row
            row[key] = .string(newId)
            row.ident = row.identity.joined(separator: ";")
            return row
        }
        func concerns(_ row: Row, _ key: String) -> Bool {
            Collation.areEqual(row[key].string ?? "", id)
        }
        let memberships = fleet[.objectToGroup].rows.filter {
            $0["groupType"].string == "HostGroup" && concerns($0, "objectId")
        }
        let states = fleet[.configState].rows.filter { concerns($0, "objectId") }
        let software = fleet[.auditSoftwareOnClient].rows.filter { concerns($0, "clientId") }
        let products = fleet.productOnClient.clients(key: Collation.key(id)).flatMap {
            Array(fleet.productOnClient.rows[$0])
        }
        delete([client], from: .host)
        fleet[.host].append(renamed(client, "id"))
        tell(.created, [renamed(client, "id")], of: .host)
        for row in memberships { fleet[.objectToGroup].append(renamed(row, "objectId")) }
        for row in states { fleet[.configState].append(renamed(row, "objectId")) }
        for row in software { fleet[.auditSoftwareOnClient].append(renamed(row, "clientId")) }
        let place = fleet.productOnClient.client(newId)
        for row in products { fleet.productOnClient.append(row, client: place) }
    }
}
