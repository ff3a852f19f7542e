extension MethodTable {
    private static let opsi = "RPCExtOpsiMixin"

    /// The single calls by which actions are asked for.
    static let actionRequestMethods: [Method] = [
        Method(
            "setProductActionRequest", owner: opsi, "productId clientId actionRequest",
            .write { world, arguments throws(RPCError) in
                try world.setState(
                    of: arguments["clientId"], arguments, request: arguments["actionRequest"])
            }),
        Method(
            "unsetProductActionRequest", owner: opsi, "productId clientId", isDeprecated: true,
            .write { world, arguments throws(RPCError) in
                try world.setState(of: arguments["clientId"], arguments, request: "none")
            }),
        Method(
            "setProductState", owner: opsi,
            """
            productId objectId *installationStatus *actionRequest *productVersion \
            *packageVersion *lastStateChange *productActionProgress
            """,
            isDeprecated: true,
            .write { world, arguments throws(RPCError) in
                try world.setState(
                    of: arguments["objectId"], arguments, request: arguments["actionRequest"])
            }),
        Method(
            "setProductInstallationStatus", owner: opsi, "productId objectId installationStatus",
            .write { world, arguments throws(RPCError) in
                try world.setState(of: arguments["objectId"], arguments, request: .null)
            }),
        Method(
            "setProductActionProgress", owner: opsi, "productId hostId productActionProgress",
            .write { world, arguments throws(RPCError) in
                let row: JSONObject = [
                    "productId": arguments["productId"], "productType": "LocalbootProduct",
                    "clientId": arguments["hostId"],
                    "actionProgress": arguments["productActionProgress"],
                ]
                let rows = try objects(.object(row), .productOnClient)
                try world.write(rows, mode: .merge)
                return .null
            }),
        Method(
            "setProductActionRequestWithDependencies", owner: opsi,
            "productId clientId actionRequest",
            .write { world, arguments throws(RPCError) in
                let productId = try Check.productId(arguments["productId"])
                let clientId = try Check.hostId(arguments["clientId"])
                let action = try Check.actionRequest(arguments["actionRequest"])
                let depot = try world.fleet.depot(ofClient: clientId)
                let product = try world.product(productId, onDepot: depot)
                var row =
                    world.row(product, clientId)
                    ?? Row(
                        [
                            "productId": .string(productId), "productType": product["productType"],
                            "clientId": .string(clientId), "installationStatus": "not_installed",
                        ], table: .productOnClient)
                // The row goes back as it was read, its time included.
                row["actionRequest"] = .string(action)
                try world.write(world.withDependencies([row]), mode: .merge)
                return .null
            }),
    ]
}

extension World {
    /// Sets a product's state on a client, which must exist and whose depot must have the product;
    /// beside the request to what is given of status, versions and progress.
    fileprivate mutating func setState(
        of client: JSON, _ arguments: Arguments, request: JSON
    ) throws(RPCError) -> Answer {
        let productId = try Check.productId(arguments["productId"])
        let clientId = try Check.hostId(client)
        let installationStatus = arguments["installationStatus"]
        let productVersion = arguments["productVersion"]
        let packageVersion = arguments["packageVersion"]
        let action = request.isTruthy ? try Check.actionRequest(request) : nil
        let hasFailed = installationStatus == "failed"
        let status =
            installationStatus.isTruthy && !hasFailed
            ? try Check.installationStatus(installationStatus) : nil
        guard fleet[.host].position(identity: [clientId]) != nil else {
            throw .configuration("Client '\(clientId)' not found")
        }
        let depot = try fleet.depot(ofClient: clientId)
        let onDepot = try self.product(productId, onDepot: depot)

        var object: JSONObject = [
            "productId": .string(productId), "productType": onDepot["productType"],
            "clientId": .string(clientId), "actionRequest": .text(action),
            "installationStatus": .text(status),
            "actionProgress": arguments["productActionProgress"],
            "productVersion": productVersion, "packageVersion": packageVersion,
        ]
        if action != nil { object["actionProgress"] = "" }
        if let action, action != "none" { object["actionResult"] = "none" }
        if hasFailed { object["actionResult"] = "failed" }
        if status == "installed" {
            object["actionResult"] = "successful"
            if !productVersion.isTruthy { object["productVersion"] = onDepot["productVersion"] }
            if !packageVersion.isTruthy { object["packageVersion"] = onDepot["packageVersion"] }
        }
        guard let type = ObjectClass.named("ProductOnClient") else { return .null }
        try write([try type.checked(object)], mode: .merge)
        return .null
    }

    func product(_ id: String, onDepot depot: String) throws(RPCError) -> Row {
        let found = fleet[.productOnDepot].rows.first {
            $0["depotId"].string == depot && Collation.areEqual($0["productId"].string ?? "", id)
        }
        guard let found else {
            throw .missingData("Product '\(id)' not found on depot '\(depot)'")
        }
        return found
    }

    fileprivate func row(_ product: Row, _ clientId: String) -> Row? {
        let productId = product["productId"].string ?? ""
        return fleet.productOnClient.position(productId: productId, clientId: clientId).map {
            let row = fleet.productOnClient.rows[$0.client][$0.row]
            return Row(
                fleet.productOnClient.object(client: $0.client, row: row), table: .productOnClient)
        }
    }
}
