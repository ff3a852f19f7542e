import OpsiMock

/// A small fleet in which every state has its client.
enum LabFleet {
    /// The moment at which it is what it is, in Unix seconds: 2026-11-22 17:43:33 UTC.
    static let now = 1_795_369_413

    static let named = ["pc-01", "pc-02", "pc-03", "pc-04", "pc-hall-01"].map { "\($0).lab.test" }
    static let many = (10...39).map { "big-\($0).lab.test" }

    static func make() throws -> Fleet {
        try Fleet(json: Array(json.utf8))
    }

    private static var json: String {
        let clients = (named + many).map { id in
            """
            {"type": "OpsiClient", "id": "\(id)", "description": "", "ipAddress": "127.1.0.1",
             "hardwareAddress": \(id == "pc-01.lab.test" ? "\"00:16:3e:00:00:01\"" : "null"),
             "created": "2026-01-01 00:00:00", "lastSeen": "2026-11-22 08:00:00"}
            """
        }
        let server = """
            {"type": "OpsiConfigserver", "id": "server.lab.test", "isMasterDepot": true}
            """
        let products = [
            ("firefox", "128.0"), ("7zip", "24.08"), ("opsi-client-agent", "4.3"),
            ("windomain", "1.0"),
        ]
        let product = products.map { id, version in
            """
            {"type": "LocalbootProduct", "id": "\(id)", "name": "The \(id)",
             "productVersion": "\(version)", "packageVersion": "1", "setupScript": "s.opsiscript",
             "uninstallScript": "u.opsiscript",
             "windowsSoftwareIds": [\(id == "7zip" ? "\"7-Zip\"" : "")]}
            """
        }
        let onDepot = products.map { id, version in
            """
            {"type": "ProductOnDepot", "productId": "\(id)", "productType": "LocalbootProduct",
             "productVersion": "\(version)", "packageVersion": "1", "depotId": "server.lab.test"}
            """
        }
        let agents = (named + many).map { row($0, "opsi-client-agent", "4.3") }
        let others = [
            // Older than on the depot; newer than on the depot; failed; waiting.
            row("pc-01.lab.test", "firefox", "115.0"),
            row("pc-02.lab.test", "7zip", "24.10"),
            row("pc-03.lab.test", "firefox", nil, result: "failed"),
            row("pc-04.lab.test", "7zip", nil, request: "setup"),
        ]
        return """
            {"host": [\(([server] + clients).joined(separator: ","))],
             "config": [{"type": "UnicodeConfig", "id": "clientconfig.depot.id",
               "defaultValues": ["server.lab.test"], "possibleValues": ["server.lab.test"]}],
             "group": [{"type": "HostGroup", "id": "clientdirectory", "parentGroupId": null},
               {"type": "HostGroup", "id": "hall", "parentGroupId": "clientdirectory"},
               {"type": "HostGroup", "id": "empty", "parentGroupId": null},
               {"type": "ProductGroup", "id": "office", "parentGroupId": null}],
             "objectToGroup": [
               {"type": "ObjectToGroup", "groupType": "HostGroup", "groupId": "hall",
                "objectId": "pc-hall-01.lab.test"},
               {"type": "ObjectToGroup", "groupType": "HostGroup", "groupId": "hall",
                "objectId": "pc-01.lab.test"},
               {"type": "ObjectToGroup", "groupType": "ProductGroup", "groupId": "office",
                "objectId": "firefox"}],
             "product": [\(product.joined(separator: ","))],
             "productOnDepot": [\(onDepot.joined(separator: ","))],
             "productOnClient": [\((agents + others).joined(separator: ","))],
             "auditSoftware": [\(software("Firefox 128", "128")),
               \(software("Windows 11", "10.0", id: "ms_windows_11")),
               \(software("7-Zip 24", "24", id: "7-Zip"))],
             "auditSoftwareOnClient": [\(found("Firefox 128", "128", on: "pc-02")),
               \(found("Windows 11", "10.0", on: "pc-02")), \(found("7-Zip 24", "24", on: "pc-03"))]}
            """
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

    private static func software(_ name: String, _ version: String, id: String = "") -> String {
        """
        {"type": "AuditSoftware", "name": "\(name)", "version": "\(version)", "subVersion": "",
         "language": "", "architecture": "x64", "windowsSoftwareId": "\(id)"}
        """
    }

    private static func found(_ name: String, _ version: String, on client: String) -> String {
        """
        {"type": "AuditSoftwareOnClient", "name": "\(name)", "version": "\(version)",
         "subVersion": "", "language": "", "architecture": "x64", "clientId": "\(client).lab.test",
         "state": 1}
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
        let new = try Fleet(json: Array(json.utf8))
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
            let new = try? Fleet(json: Array(#"{"productOnClient": [\#(text)]}"#.utf8))
            for row in new?.objects(in: .productOnClient) ?? [] {
                fleet.add(row, to: .productOnClient)
            }
        }
    }
}
