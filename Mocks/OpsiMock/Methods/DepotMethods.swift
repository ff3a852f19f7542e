extension MethodTable {
    private static let states = owner(.configState)

    /// Which depot a client belongs to, and configuration values.
    static let depotMethods: [Method] = [
        Method(
            "configState_getClientToDepotserver", owner: states,
            "*depotIds *clientIds *masterOnly *productIds",
            .read { world, arguments throws(RPCError) in
                let depots = try Check.list(arguments["depotIds"], Check.hostId)
                let clients = try Check.list(arguments["clientIds"], Check.hostId)
                return .value(
                    .array(
                        world.fleet.clientToDepot(clients: clients).compactMap { client, depot in
                            guard let depot, depots.isEmpty || depots.contains(depot) else {
                                return nil
                            }
                            return .object([
                                "depotId": .string(depot), "clientId": .string(client),
                                "alternativeDepotIds": .array([]),
                            ])
                        }))
            }),
        Method(
            "configState_getValues", owner: states, "*config_ids *object_ids *with_defaults",
            .read { world, arguments throws(RPCError) in
                .value(.object(configValues(world.fleet, arguments)))
            }),
        Method(
            "getDepotId", owner: "RPCExtOpsiMixin", "clientId",
            .read { world, arguments throws(RPCError) in
                let client = try Check.hostId(arguments["clientId"])
                return .value(.string(try world.fleet.depot(ofClient: client)))
            }),
    ]

    private static func configValues(_ fleet: OpsiMock.Fleet, _ arguments: Arguments) -> JSONObject
    {
        let configFilter = Filter(arguments["config_ids"])
        let objectFilter = Filter(arguments["object_ids"])
        let withDefaults =
            !arguments.isGiven("with_defaults") || arguments["with_defaults"].isTruthy
        var result = JSONObject()
        if withDefaults {
            var defaults = JSONObject()
            for config in fleet[.config].rows where configFilter?.accepts(config["id"]) ?? true {
                defaults[config["id"].string ?? ""] = config["defaultValues"]
            }
            for host in fleet[.host].rows where objectFilter?.accepts(host["id"]) ?? true {
                result[host["id"].string ?? ""] = .object(defaults)
            }
        }
        for state in fleet[.configState].rows
        where (configFilter?.accepts(state["configId"]) ?? true)
            && (objectFilter?.accepts(state["objectId"]) ?? true)
        {
            let id = state["objectId"].string ?? ""
            var values = result[id]?.object ?? JSONObject()
            values[state["configId"].string ?? ""] = state["values"]
            result[id] = .object(values)
        }
        return result
    }
}

extension OpsiMock.Fleet {
    private static let depotConfig = "clientconfig.depot.id"

    /// Each client's depot: its own value, else the default, else the config server. Nothing where
    /// that depot does not exist, to the letter.
    ///
    /// - Parameter clients: The clients asked for, as a filter; empty for all.
    /// - Returns: The clients in their order.
    func clientToDepot(clients: [String] = []) -> [(client: String, depot: String?)] {
        var filters: [(attribute: String, filter: Filter)] = []
        if let filter = Filter(.string("OpsiClient")) { filters.append(("type", filter)) }
        if let filter = Filter(.array(clients.map { .string($0) })) {
            filters.append(("id", filter))
        }
        let servers = self[.host].rows.filter { $0.type?.name != "OpsiClient" }
        let known = Set(servers.compactMap { $0["id"].string })
        let configserver = servers.first { $0.type?.name == "OpsiConfigserver" }?["id"].string
        let fallback = firstValue(defaultDepot) ?? configserver

        var own: [String: String] = [:]
        for state in self[.configState].rows where state["configId"].string == Self.depotConfig {
            own[Collation.key(state["objectId"].string ?? "")] =
                firstValue(state["values"]) ?? configserver
        }
        return self[.host].select(filters).map { host in
            let id = host["id"].string ?? ""
            let depot = own[Collation.key(id)] ?? fallback
            return (id, depot.flatMap { known.contains($0) ? $0 : nil })
        }
    }

    private var defaultDepot: Value {
        self[.config].rows.first { $0["id"].string == Self.depotConfig }?["defaultValues"] ?? .null
    }

    private func firstValue(_ values: Value) -> String? {
        guard let text = values.array?.first?.string, !text.isEmpty else { return nil }
        return text
    }

    /// The depot of one client.
    func depot(ofClient id: String) throws(RPCError) -> String {
        guard let depot = clientToDepot(clients: [id]).first?.depot else {
            throw .configuration("Failed to get depot server for client '\(id)'")
        }
        return depot
    }
}
