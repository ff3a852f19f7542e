import Foundation
package import OpsiMock
import TestSupport

/// Single writes.
extension FleetWriter {
    /// Writes a row that was quiet and stays so, with an old time.
    mutating func writeQuietly(to fleet: inout Fleet, now: Int) {
        let quiet = fleet.productsOnClient().filter {
            !isLoud($0) && $0.productType == "LocalbootProduct"
        }
        guard !quiet.isEmpty else { return }
        var row = generator.pick(quiet)
        row.installationStatus = row.installationStatus == "installed" ? "unknown" : "installed"
        row.modificationTime = Self.text(now - 86_400 * 2)
        fleet.put(row)
    }

    mutating func addClient(
        to fleet: inout Fleet, now: String, rowsAt time: String? = nil
    ) {
        nextID += 1
        let id = "pc\(nextID).test"
        fleet.add(
            [
                "id": .string(id), "type": "OpsiClient", "created": .string(now),
                "lastSeen": .string(now),
            ], to: .host)
        guard let time else { return }
        for product in Self.products.prefix(3) { fleet.put(row(product, id, time: time)) }
    }

    /// A renamed client's rows keep their times.
    mutating func rename(_ client: String, in fleet: inout Fleet) {
        let rows = fleet.productsOnClient(client)
        let host = fleet.objects(in: .host, where: "id", is: .string(client)).first
        fleet.remove(from: .host) { $0["id"]?.text == client }
        nextID += 1
        let id = "renamed\(nextID).test"
        fleet.add(
            [
                "id": .string(id), "type": "OpsiClient",
                "created": host?["created"] ?? .null, "lastSeen": host?["lastSeen"] ?? .null,
            ], to: .host)
        for var row in rows {
            row.clientId = id
            fleet.put(row)
        }
    }

    /// Deletes a client and makes a new one of the same name.
    mutating func recreate(_ client: String, in fleet: inout Fleet, now: Int) {
        fleet.remove(from: .host) { $0["id"]?.text == client }
        fleet.add(
            [
                "id": .string(client), "type": "OpsiClient", "created": .string(Self.text(now)),
                "lastSeen": .null,
            ], to: .host)
        fleet.put(row("firefox", client, time: Self.text(now - offset())))
    }

    mutating func writeGroups(to fleet: inout Fleet, _ client: String) {
        let group = generator.pick(["a", "b", "c", "d", "e"])
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: fleet.remove(from: .group) { $0["id"]?.text == group }
        case 1:
            fleet.remove(from: .group) { $0["id"]?.text == group }
            addGroup(group, to: &fleet)
        case 2: fleet.remove(from: .objectToGroup) { $0["objectId"]?.text == client }
        default:
            fleet.add(
                [
                    "groupType": "HostGroup", "groupId": .string(group),
                    "objectId": .string(client),
                ], to: .objectToGroup)
        }
    }

    mutating func addGroup(_ group: String, to fleet: inout Fleet) {
        let parents: [Fleet.Value] = ["a", "b", "c", "d", .null]
        fleet.add(
            ["id": .string(group), "type": "HostGroup", "parentGroupId": generator.pick(parents)],
            to: .group)
    }

    package mutating func addDepot(_ depot: String, to fleet: inout Fleet) {
        fleet.add(
            [
                "id": .string(depot), "isMasterDepot": .bool(true),
                "type": depot == "config.test" ? "OpsiConfigserver" : "OpsiDepotserver",
            ], to: .host)
        for product in Self.products.dropLast() {
            addDepotProduct(product, depot, to: &fleet)
        }
    }

    private mutating func addDepotProduct(
        _ product: String, _ depot: String, to fleet: inout Fleet
    ) {
        fleet.add(
            [
                "productId": .string(product), "productType": "LocalbootProduct",
                "productVersion": .string(generator.pick(Self.versions)), "packageVersion": "1",
                "depotId": .string(depot), "locked": .bool(false),
            ], to: .productOnDepot)
    }

    mutating func writeDepotProduct(to fleet: inout Fleet) {
        let depot = generator.pick(Self.depots)
        let product = generator.pick(Self.products)
        fleet.remove(from: .productOnDepot) {
            $0["depotId"]?.text == depot && $0["productId"]?.text == product
        }
        guard !generator.happens(onceIn: 3) else { return }
        addDepotProduct(product, depot, to: &fleet)
    }

    /// Moves a client to another depot, which need not exist.
    mutating func move(_ client: String, in fleet: inout Fleet) {
        fleet.remove(from: .configState) { $0["objectId"]?.text == client }
        fleet.add(
            [
                "configId": "clientconfig.depot.id", "objectId": .string(client),
                "values": .array([
                    .string(generator.pick(Self.depots + ["depot3.test", "none.test"]))
                ]),
            ], to: .configState)
    }

    mutating func addOrRemoveDepot(in fleet: inout Fleet) {
        if fleet.objects(in: .host, where: "id", is: "depot3.test").isEmpty {
            addDepot("depot3.test", to: &fleet)
        } else {
            fleet.remove(from: .host) { $0["id"]?.text == "depot3.test" }
        }
    }
}

extension OpsiMock.Fleet.Value {
    /// The text that it is, or nil.
    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}
