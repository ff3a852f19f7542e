import OpsiMock
import TestSupport

/// A fleet with 400 failures of six kinds, drawn by chance, with the logs that they leave behind.
struct FaultyFleet {
    /// One fault: what `opus why` has to find out.
    struct Fault {
        let product: String
        let version: String
        /// How many clients have it.
        let failures: Int
        let cause: String
        var code: Int?
        /// Where all that tried it and failed are; nil where they are anywhere.
        var place: String?
        /// What the row says, on a client.
        var reason: @Sendable (String) -> String = { _ in "" }
        /// What the script writes before it gives up: level and text.
        let lines: [(level: Int, text: String)]
        var hasScript = true
    }

    static let faults = [
        Fault(
            product: "browser", version: "128.0", failures: 110, cause: "installer", code: 1603,
            reason: { _ in
                "ExitCode = 1603 ERROR_INSTALL_FAILURE Fatal error during installation."
            },
            lines: [(6, #"ExitCode 1603    Executed process "msiexec /i p:\browser.msi /qn""#)]),
        Fault(
            product: "viewer", version: "24.2", failures: 90, cause: "files_missing",
            place: "depot hall.faults.test", lines: [], hasScript: false),
        Fault(
            product: "office", version: "2024.6", failures: 80, cause: "script_reason",
            reason: { client in
                "\(client.utf8.reduce(0) { $0 * 7 % 900 + Int($1) }) MB too little on \(client)"
            },
            lines: []),
        Fault(
            product: "media", version: "3.0.20", failures: 60, cause: "busy", code: 1618,
            lines: [(6, #"ExitCode 1618    Executed process "msiexec /i p:\media.msi /qn""#)]),
        Fault(
            product: "cad", version: "9.0", failures: 40, cause: "licence",
            place: "group drawing",
            lines: [
                (3, "Error: Got no license key: No license available for pool 'p_cad'")
            ]),
        Fault(
            product: "java", version: "17.0", failures: 20, cause: "timeout", code: 259,
            lines: [
                (
                    6,
                    #"Waited for the end of started process" - but time out reached after 600 sec."#
                ),
                (6, #"ExitCode 259    Executed process "p:\java.exe /s""#),
            ]),
    ]

    private static let depots = ["main.faults.test", "hall.faults.test"]
    private static let day = "2026-11-22"

    let clients = (1...250).map { number in
        "pc-\(String("00\(number)".suffix(3))).faults.test"
    }
    /// The clients that tried each product, the failed ones first.
    private(set) var tried: [String: [String]] = [:]

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for fault in Self.faults {
            let shuffled = clients.shuffled(using: &random)
            let failed = shuffled.filter { isPossible(fault, on: $0) }.prefix(fault.failures)
            // Where all are in one place, the others there tried another version.
            let others = shuffled.filter { client in
                !failed.contains(client) && (fault.place == nil || !isPossible(fault, on: client))
            }.prefix(fault.failures / 2)
            tried[fault.product] = Array(failed) + Array(others)
        }
    }

    /// Whether a client is where the fault is.
    private func isPossible(_ fault: Fault, on client: String) -> Bool {
        switch fault.place {
        case "depot hall.faults.test": depot(of: client) == Self.depots[1]
        case "group drawing": isInDrawing(client)
        default: true
        }
    }

    private func number(of client: String) -> Int { Int(client.dropFirst(3).prefix(3)) ?? 0 }

    private func depot(of client: String) -> String { Self.depots[number(of: client) % 2] }

    private func isInDrawing(_ client: String) -> Bool { number(of: client) % 4 < 2 }

    func failed(_ fault: Fault) -> [String] {
        (tried[fault.product] ?? []).prefix(fault.failures).sorted()
    }

    // MARK: What the server has

    func make() throws -> OpsiMock.Fleet {
        let hosts =
            [#"{"type": "OpsiConfigserver", "id": "\#(Self.depots[0])", "isMasterDepot": true}"#]
            + [#"{"type": "OpsiDepotserver", "id": "\#(Self.depots[1])", "isMasterDepot": true}"#]
            + clients.map {
                #"{"type": "OpsiClient", "id": "\#($0)", "lastSeen": "\#(Self.day) 09:00:00"}"#
            }
        let states = clients.filter { depot(of: $0) == Self.depots[1] }.map {
            """
            {"type": "ConfigState", "configId": "clientconfig.depot.id", "objectId": "\($0)",
             "values": ["\(Self.depots[1])"]}
            """
        }
        let members = clients.filter(isInDrawing).map {
            """
            {"type": "ObjectToGroup", "groupType": "HostGroup", "groupId": "drawing",
             "objectId": "\($0)"}
            """
        }
        let products = Self.faults.map { fault in
            """
            {"type": "LocalbootProduct", "id": "\(fault.product)", "name": "\(fault.product)",
             "productVersion": "\(fault.version)", "packageVersion": "1",
             "setupScript": "setup.opsiscript"}
            """
        }
        let onDepots = Self.faults.flatMap { fault in
            Self.depots.map {
                """
                {"type": "ProductOnDepot", "productId": "\(fault.product)",
                 "productType": "LocalbootProduct", "productVersion": "\(fault.version)",
                 "packageVersion": "1", "depotId": "\($0)"}
                """
            }
        }
        let rows = Self.faults.flatMap { fault in
            (tried[fault.product] ?? []).enumerated().map { index, client in
                row(fault, client, hasFailed: index < fault.failures)
            }
        }
        let json = """
            {"host": [\(hosts.joined(separator: ","))],
             "config": [{"type": "UnicodeConfig", "id": "clientconfig.depot.id",
               "defaultValues": ["\(Self.depots[0])"]}],
             "configState": [\(states.joined(separator: ","))],
             "group": [{"type": "HostGroup", "id": "drawing", "parentGroupId": null}],
             "objectToGroup": [\(members.joined(separator: ","))],
             "product": [\(products.joined(separator: ","))],
             "productOnDepot": [\(onDepots.joined(separator: ","))],
             "productOnClient": [\(rows.joined(separator: ","))]}
            """
        return try OpsiMock.Fleet(json: json)
    }

    private func row(_ fault: Fault, _ client: String, hasFailed: Bool) -> String {
        """
        {"type": "ProductOnClient", "productId": "\(fault.product)", "clientId": "\(client)",
         "productType": "LocalbootProduct", "productVersion": "\(fault.version)",
         "packageVersion": "1", "actionRequest": "none", "lastAction": "setup",
         "installationStatus": "\(hasFailed ? "unknown" : "installed")",
         "actionResult": "\(hasFailed ? "failed" : "successful")",
         "actionProgress": "\(hasFailed ? fault.reason(client) : "")",
         "modificationTime": "\(Self.day) 09:15:00"}
        """
    }

    // MARK: What clients send

    /// The log of a client: the runs of all products that it tried.
    func log(of client: String) -> String {
        Self.faults.reduce(into: "") { log, fault in
            guard let place = tried[fault.product]?.firstIndex(of: client) else { return }
            let isFailed = place < fault.failures
            let script = "\\\\\(depot(of: client))\\opsi_depot\\\(fault.product)\\setup.opsiscript"
            var lines = [(6, "Actionrequest for Product: \(fault.product) is: setup")]
            if !isFailed || fault.hasScript {
                lines += [
                    (1, #"============ Version 4.12.21.0 script "\#(script)""#),
                    (1, "             installing product: \(fault.product)_\(fault.version)-1"),
                ]
                lines += isFailed ? fault.lines.map { ($0.level, "  " + $0.text) } : []
                let reason = fault.reason(client)
                lines +=
                    isFailed
                    ? [(2, "Error level set to fatal" + (reason.isEmpty ? "" : ": " + reason))] : []
                lines += [
                    (1, "script finished: \(isFailed ? "failed" : "success")"),
                    (1, "handled product: \(fault.product) Version: \(fault.version)-1"),
                ]
            } else {
                lines += [
                    (4, "Script  \(script)  not found  file does not exist - retrying"),
                    (3, "Script  \(script)  not found  file does not exist - giving up"),
                    (2, "Error level set to fatal"),
                ]
            }
            for (level, text) in lines {
                log += "[\(level)] [\(Self.day) 09:14:40.000] [\(fault.product)] \(text)\n"
            }
        }
    }
}
