extension MethodTable {
    private static let legacy = "RPCExtLegacyMixin"

    /// Deprecated methods that scripts still call.
    static let legacyMethods: [Method] = [
        Method(
            "getClientIds_list", owner: legacy,
            """
            *serverId *depotIds *groupId *productId *installationStatus *actionRequest \
            *productVersion *packageVersion *hwFilter
            """, isDeprecated: true,
            .read { world, arguments in
                .value(.array(world.clientIds(arguments).map { .string($0) }))
            }),
        Method(
            "getDepotIds_list", owner: legacy, "", isDeprecated: true,
            .read { world, _ in
                let depots = world.fleet[.host].rows.filter { $0.type?.name != "OpsiClient" }
                // The config server comes first.
                let sorted =
                    depots.filter { $0.type?.name == "OpsiConfigserver" }
                    + depots.filter { $0.type?.name != "OpsiConfigserver" }
                return .value(.array(sorted.map { $0["id"] }))
            }),
        Method(
            "getGroupIds_list", owner: legacy, "", isDeprecated: true,
            .read { world, _ in .value(.array(world.fleet[.group].rows.map { $0["id"] })) }),
        Method(
            "getServerIds_list", owner: legacy, "", isDeprecated: true,
            .read { world, _ in .value(.array([.text(world.configserverId)])) }),
        Method(
            "getClientsWithProducts", owner: legacy, "productIds *installationStatus",
            isDeprecated: true,
            .read { world, arguments throws(RPCError) in
                world.clients([
                    "productId": arguments["productIds"],
                    "installationStatus": arguments["installationStatus"],
                ])
            }),
        Method(
            "getClientsWithActionRequest", owner: legacy, "actionRequests", isDeprecated: true,
            .read { world, arguments throws(RPCError) in
                world.clients(["actionRequest": arguments["actionRequests"]])
            }),
        Method(
            "getClientsWithOutdatedProduct", owner: legacy, "productId", isDeprecated: true,
            .read { world, arguments throws(RPCError) in
                .value(.array(world.outdatedClients(try Check.productId(arguments["productId"]))))
            }),
        Method(
            "getHostGroupTree_hash", owner: legacy, "", isDeprecated: true,
            .read { world, _ in .value(.object(world.groupTree)) }),
        Method(
            "getClients_listOfHashes", owner: legacy, "", isDeprecated: true,
            .read { world, arguments throws(RPCError) in
                .value(.array(world.clientHashes(for: arguments.caller)))
            }),
        Method(
            "getProductInstallationStatus_hash", owner: legacy, "productId objectId",
            isDeprecated: true,
            .read { world, arguments throws(RPCError) in
                .value(
                    .object(
                        world.status(
                            of: try Check.productId(arguments["productId"]),
                            on: try Check.hostId(arguments["objectId"]))))
            }),
    ]
}

extension World {
    /// The ids of the clients that fit all that was given.
    fileprivate func clientIds(_ arguments: Arguments) -> [String] {
        var ids = fleet.clients.compactMap { $0["id"].string }
        if let depots = Filter(arguments["depotIds"]), arguments["depotIds"].isTruthy {
            let fitting = Set(
                fleet.clientToDepot().compactMap { depots.accepts($0.depot) ? $0.client : nil })
            ids.removeAll { !fitting.contains($0) }
        }
        if let group = arguments["groupId"].string, !group.isEmpty {
            let fitting = Set(fleet.members(of: group))
            ids.removeAll { !fitting.contains($0) }
        }
        let columns = [
            "productId", "installationStatus", "actionRequest", "productVersion", "packageVersion",
        ]
        let filter = columns.filter { arguments[$0].isTruthy }
            .map { JSONObject.Member(key: $0, value: arguments[$0]) }
        guard !filter.isEmpty, case .value(let value) = clients(JSONObject(members: filter)) else {
            return ids
        }
        let fitting = Set((value.array ?? []).compactMap(\.string))
        return ids.filter { fitting.contains($0) }
    }

    /// The clients with rows that fit, each once.
    fileprivate func clients(_ filter: JSONObject) -> Answer {
        let filters = filter.members.compactMap { member in
            Filter(member.value).map { (attribute: member.key, filter: $0) }
        }
        var seen: Set<Int> = []
        var ids: [JSON] = []
        fleet.productOnClient.forEach(filters) { client, _ in
            if seen.insert(client).inserted {
                ids.append(.string(fleet.productOnClient.clientIds[client]))
            }
        }
        return .value(.array(ids))
    }

    /// Where a product is installed in another version than the depot's: inequality, not order.
    fileprivate func outdatedClients(_ productId: String) -> [JSON] {
        fleet.clientToDepot().compactMap { client, depot in
            guard let depot, let product = try? product(productId, onDepot: depot),
                let position = fleet.productOnClient.position(
                    productId: productId, clientId: client)
            else { return nil }
            let row = fleet.productOnClient.rows[position.client][position.row]
            let isInstalled =
                fleet.productOnClient.text(.installationStatus, of: row) == "installed"
            let isSame =
                fleet.productOnClient.text(.productVersion, of: row)
                == product["productVersion"].string
                && fleet.productOnClient.text(.packageVersion, of: row)
                    == product["packageVersion"].string
            return isInstalled && !isSame ? .string(client) : nil
        }
    }

    /// The groups below each other; those with a missing parent, or one below themselves, are
    /// left out.
    fileprivate var groupTree: JSONObject {
        var children: [String: [String]] = [:]
        for group in fleet[.group].rows {
            let parent = group["parentGroupId"].string ?? ""
            children[parent == "null" ? "" : parent, default: []].append(group["id"].string ?? "")
        }
        func tree(_ parent: String, depth: Int) -> JSONObject {
            guard depth < 100 else { return [:] }
            return JSONObject(
                members: (children[parent] ?? []).map {
                    .init(key: $0, value: .object(tree($0, depth: depth + 1)))
                })
        }
        return tree("", depth: 0)
    }

    fileprivate func clientHashes(for caller: User) -> [JSON] {
        let depots = Dictionary(
            fleet.clientToDepot().map { ($0.client, $0.depot) }, uniquingKeysWith: { $1 })
        return fleet.clients.map { client in
            var object = caller.visible(client.object())
            let id = object["id"] ?? .null
            for key in ["id", "type", "ident"] { object[key] = nil }
            for member in object.members where member.value.isNull { object[member.key] = "" }
            for key in ["created", "lastSeen"] {
                object[key] = .string((object[key]?.string ?? "").filter(\.isNumber))
            }
            object["hostId"] = id
            object["depotId"] = .text(depots[id.string ?? ""] ?? nil)
            return .object(object)
        }
    }

    fileprivate func status(of productId: String, on clientId: String) -> JSONObject {
        guard
            let position = fleet.productOnClient.position(productId: productId, clientId: clientId)
        else {
            return [
                "productId": .string(productId), "installationStatus": "not_installed",
                "productVersion": "", "packageVersion": "", "lastStateChange": "",
            ]
        }
        var object = fleet.productOnClient.object(
            client: position.client,
            row: fleet.productOnClient.rows[position.client][position.row])
        object["ident"] = nil
        let time = object["modificationTime"]?.string ?? ""
        object["lastStateChange"] = .string(time.filter(\.isNumber))
        return object
    }
}

extension OpsiMock.Fleet {
    var clients: [Row] { self[.host].rows.filter { $0.type?.name == "OpsiClient" } }
}
