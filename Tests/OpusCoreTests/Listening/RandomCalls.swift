import OpsiMock
import TestSupport

@testable import OpusServer

/// Calls that write to a server at random, of every kind there is.
struct RandomCalls {
    typealias Call = (method: String, parameters: [JSONValue])

    var generator: SeededGenerator
    private var clients: [String]
    private var groups: [String]
    private let depots: [String]
    private let products: [String]
    private var next = 0
    /// Rows that were written.
    private(set) var writes = 0

    private static let versions = ["1.0", "1.0.0", "2.0", "24.08", "0.9", "10.0"]
    private static let created = "2026-01-01 00:00:00"

    init(seed: UInt64, fleet: OpsiMock.Fleet) {
        generator = SeededGenerator(seed: seed)
        clients = fleet.clientIds
        func ids(_ table: OpsiMock.Fleet.TableName, _ type: String) -> [String] {
            fleet.objects(in: table, where: "type", is: .string(type))
                .compactMap { $0["id"]?.string }
        }
        groups = ids(.group, "HostGroup")
        depots = ids(.host, "OpsiDepotserver") + ids(.host, "OpsiConfigserver")
        products = Set(ids(.product, "LocalbootProduct")).sorted() + (0..<10).map { "p\($0)" }
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value { generator.pick(values) }

    /// A time of now, which the server sets; or one of long ago, as of a writer's own.
    private mutating func time() -> JSONValue {
        pick([.null, .null, "2020-05-05 05:05:05", "2026-11-01 00:00:00"])
    }

    private mutating func row(_ client: String, _ product: String) -> JSONValue {
        let isOther = generator.happens(onceIn: 15)
        return [
            "type": "ProductOnClient",
            "productType": isOther ? "NetbootProduct" : "LocalbootProduct",
            "clientId": .string(client), "productId": .string(product),
            "installationStatus": pick(["installed", "installed", "not_installed", "unknown"]),
            "actionRequest": pick(["none", "none", "none", "setup", "uninstall", "always", "once"]),
            "actionResult": pick(["none", "successful", "successful", "failed"]),
            "productVersion": .string(generator.pick(Self.versions)),
            "packageVersion": pick(["1", "2"]), "modificationTime": time(),
        ]
    }

    private mutating func newClient() -> String {
        next += 1
        clients.append("new\(next).fleet.test")
        return clients[clients.count - 1]
    }

    private mutating func host(_ id: String) -> JSONValue {
        [
            "type": "OpsiClient", "id": .string(id), "created": .string(Self.created),
            "lastSeen": pick(
                ["2026-11-22 10:00:00", "2025-01-01 00:00:00", .string(Self.created)]),
        ]
    }

    private mutating func rows(_ count: Int) -> [JSONValue] {
        writes += count
        return (0..<count).map { number in
            row(
                clients[number % clients.count],
                products[number / clients.count % products.count])
        }
    }

    /// Some calls that belong together.
    mutating func calls() -> [Call] {
        writes += 1
        let client = pick(clients)
        let product = pick(products)
        return switch Int.random(in: 0..<24, using: &generator) {
        case 0..<6: [("productOnClient_updateObjects", [[row(client, product)]])]
        case 6, 7: [("productOnClient_createObjects", [[row(client, product)]])]
        case 8, 9: [("productOnClient_deleteObjects", [[Self.ident(client, product)]])]
        case 10: [("productOnClient_delete", [.string(product), .string(client)])]
        case let choice where choice < 16: hostCalls(choice, client, product)
        case let choice where choice < 20: groupCalls(choice, client)
        case 20: [("configState_updateObjects", [[depotOf(client)]])]
        case 21: [("productOnDepot_updateObjects", [[productOnDepot()]])]
        // A restore: many rows in one call, with the times that they had.
        default: [("productOnClient_createObjects", [.array(rows(pick([60, 450])))])]
        }
    }

    private mutating func hostCalls(
        _ choice: Int, _ client: String, _ product: String
    ) -> [Call] {
        switch choice {
        case 12:
            // An import, with rows that follow.
            let id = newClient()
            return [
                ("host_createObjects", [[host(id)]]),
                (
                    "productOnClient_createObjects",
                    [.array(products.prefix(5).map { row(id, $0) })]
                ),
            ]
        case 13 where clients.count > 10:
            // Made anew with the same time of creation.
            return [
                ("host_delete", [.string(client)]), ("host_createObjects", [[host(client)]]),
                ("productOnClient_createObjects", [[row(client, product)]]),
            ]
        case 14 where clients.count > 10:
            clients.removeAll { $0 == client }
            return [("host_delete", [.string(client)])]
        case 15:
            clients.removeAll { $0 == client }
            return [("host_renameOpsiClient", [.string(client), .string(newClient())])]
        default: return [("host_updateObjects", [[host(client)]])]
        }
    }

    private mutating func groupCalls(_ choice: Int, _ client: String) -> [Call] {
        switch choice {
        case 16:
            next += 1
            let parent = pick(groups)
            groups.append("g\(next)")
            return [
                ("group_createHostGroup", [.string("g\(next)"), "", "", .string(parent)])
            ]
        case 19:
            return [
                ("objectToGroup_delete", ["HostGroup", .string(pick(groups)), .string(client)])
            ]
        default:
            return [
                ("objectToGroup_create", ["HostGroup", .string(pick(groups)), .string(client)])
            ]
        }
    }

    private static func ident(_ client: String, _ product: String) -> JSONValue {
        [
            "clientId": .string(client), "productId": .string(product),
            "productType": "LocalbootProduct",
        ]
    }

    private mutating func depotOf(_ client: String) -> JSONValue {
        [
            "type": "ConfigState", "configId": "clientconfig.depot.id",
            "objectId": .string(client), "values": [.string(pick(depots))],
        ]
    }

    private mutating func productOnDepot() -> JSONValue {
        [
            "type": "ProductOnDepot", "productType": "LocalbootProduct",
            "productId": .string(pick(products)),
            "productVersion": .string(pick(Self.versions)), "packageVersion": "1",
            "depotId": .string(pick(depots)),
        ]
    }
}
