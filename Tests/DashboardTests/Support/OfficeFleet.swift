import OpsiMock

/// A small fleet in order: forty clients with an agent and one product, ten of them in accounting.
enum OfficeFleet {
    static let depot = "opsi.office.test"
    static let clients = (1...40).map { "pc\($0).office.test" }
    static let accounting = clients.prefix(10)

    static func make(now: String) -> OpsiMock.Fleet {
        var fleet = OpsiMock.Fleet()
        fleet.add(
            ["id": .string(depot), "type": "OpsiConfigserver", "isMasterDepot": .bool(true)],
            to: .host)
        fleet.add(
            [
                "id": "clientconfig.depot.id", "type": "UnicodeConfig",
                "defaultValues": .array([.string(depot)]),
            ], to: .config)
        for group in ["offices", "accounting", "sales"] {
            fleet.add(
                [
                    "id": .string(group), "type": "HostGroup",
                    "parentGroupId": group == "offices" ? .null : "offices",
                ], to: .group)
        }
        for product in ["opsi-client-agent", "firefox"] {
            fleet.add(
                [
                    "id": .string(product), "type": "LocalbootProduct", "productVersion": "1.0",
                    "packageVersion": "1", "setupScript": "setup.opsiscript",
                ], to: .product)
            fleet.add(
                [
                    "productId": .string(product), "productType": "LocalbootProduct",
                    "productVersion": "1.0", "packageVersion": "1", "depotId": .string(depot),
                ], to: .productOnDepot)
        }
        for client in clients {
            let group: OpsiMock.Fleet.Value = accounting.contains(client) ? "accounting" : "sales"
            fleet.add(
                [
                    "id": .string(client), "type": "OpsiClient", "created": "2020-01-01 00:00:00",
                    "lastSeen": .string(now),
                ], to: .host)
            fleet.add(
                ["groupType": "HostGroup", "groupId": group, "objectId": .string(client)],
                to: .objectToGroup)
            fleet.report("opsi-client-agent", on: client, "successful")
            fleet.report("firefox", on: client, "successful")
        }
        return fleet
    }
}

extension OpsiMock.Fleet {
    /// A client reports what came of a setup.
    mutating func report(
        _ product: String, on client: String, _ result: String, at time: String? = nil,
        _ reason: String = ""
    ) {
        var row = ProductOnClient(productId: product, clientId: client)
        row.installationStatus = result == "successful" ? "installed" : "unknown"
        // The version that ran, whatever came of it.
        row.productVersion = "1.0"
        row.packageVersion = "1"
        row.actionProgress = reason
        row.modificationTime = time
        row.actionRequest = "none"
        row.lastAction = "setup"
        row.actionResult = result
        put(row)
    }

    /// A setup is asked for.
    mutating func ask(_ product: String, on client: String) {
        guard var row = productOnClient(product, on: client) else { return }
        row.actionRequest = "setup"
        put(row)
    }
}
