import OpsiMock
import TestSupport

/// A small fleet in which every state has its client.
enum LabFleet {
    /// The moment at which it is what it is, in Unix seconds: 2026-11-22 17:43:33 UTC.
    static let now = 1_795_369_413

    static let named = ["pc-01", "pc-02", "pc-03", "pc-04", "pc-hall-01"].map { "\($0).lab.test" }
    static let many = (10...39).map { "big-\($0).lab.test" }

    /// The fleet of `docs/lab`, on which the examples of docs/cli.md run.
    static func make() throws -> Fleet {
        try Fleet(json: Array(try Fixture.data("fleet-lab.json")))
    }

    static func row(
        _ client: String, _ product: String, _ version: String?, request: String = "none",
        result: String = "none"
    ) -> String {
        let versions =
            version.map { #""productVersion": "\#($0)", "packageVersion": "1""# }
            ?? #""productVersion": null, "packageVersion": null"#
        return """
            {"type": "ProductOnClient", "productId": "\(product)", "clientId": "\(client)",
             "productType": "LocalbootProduct", "targetConfiguration": "undefined",
             "installationStatus": "\(version == nil ? "unknown" : "installed")",
             "actionRequest": "\(request)", "lastAction": "\(result == "none" ? "none" : "setup")",
             "actionProgress": "", "actionResult": "\(result)", \(versions),
             "modificationTime": "2026-11-22 07:00:00"}
            """
    }
}

extension OpsiMock {
    /// What a product is on a client.
    func state(_ product: String, on client: String) -> Fleet.Object? {
        withFleet { fleet in
            fleet.objects(in: .productOnClient).first {
                $0["productId"] == .string(product) && $0["clientId"] == .string(client)
            }
        }
    }

    /// Clients and products that are asked for something, as `client product request`.
    var requested: [String] {
        withFleet { fleet in
            fleet.objects(in: .productOnClient).compactMap { row in
                guard let request = row["actionRequest"]?.string, request != "none",
                    let client = row["clientId"]?.string, let product = row["productId"]?.string
                else { return nil }
                return "\(client) \(product) \(request)"
            }.sorted()
        }
    }

    /// Which clients were called, and with which method: `client method`.
    var calls: [String] { clientCalls.map { "\($0.clientId) \($0.method)" } }

    /// Every method that was asked for.
    var methods: Set<String> { Set(requests.flatMap(\.methods)) }

    /// Everything, byte by byte.
    var everything: [UInt8] { withFleet { $0.json } }

    /// Adds objects as a fleet file has them.
    func add(_ json: String) throws {
        let new = try Fleet(json: json)
        withFleet { fleet in
            for table in Fleet.TableName.allCases {
                for object in new.objects(in: table) { fleet.add(object, to: table) }
            }
        }
    }

    /// Gives a client a depot that does not exist, so that nothing can be installed on it.
    func misplace(_ client: String) throws {
        try add(
            """
            {"configState": [{"type": "ConfigState", "configId": "clientconfig.depot.id",
             "objectId": "\(client)", "values": ["gone.lab.test"]}]}
            """)
    }

    /// Takes a client out of the server, as another admin may do at any moment.
    func delete(_ client: String) {
        withFleet { $0.remove(from: .host) { $0["id"] == .string(client) } }
    }

    /// Lets a client report the end of an action.
    func report(_ product: String, on client: String, failed: Bool, reason: String = "") {
        let text = LabFleet.row(
            client, product, failed ? nil : "128.0", result: failed ? "failed" : "successful"
        ).replacing(#""actionProgress": """#, with: #""actionProgress": "\#(reason)""#)
        withFleet { fleet in
            fleet.remove(from: .productOnClient) {
                $0["productId"] == .string(product) && $0["clientId"] == .string(client)
            }
            let new = try? Fleet(json: #"{"productOnClient": [\#(text)]}"#)
            for row in new?.objects(in: .productOnClient) ?? [] {
                fleet.add(row, to: .productOnClient)
            }
        }
    }
}
