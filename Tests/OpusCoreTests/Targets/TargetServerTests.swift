import Foundation
import MockSupport
import OpsiMock
import TestSupport
import Testing

@testable import OpusCore

@Suite("Evaluating targets on a server", .timeLimit(.minutes(1)))
struct TargetServerTests {
    private static let rights = "accessControl_userIsAdmin"
    private static let hosts = "host_getObjects"
    private static let rows = "productOnClient_getObjects"
    private static let clock = ["getServiceTime"]
    private static let groups = ["group_getObjects", "objectToGroup_getObjects"]
    private static let depots = [hosts, "configState_getClientToDepotserver"]

    /// What a mock of the recorded fleet, with an operating system for some clients, is asked.
    private static func withOpus(
        _ body: (Opus, OpsiMock) async throws -> Void
    ) async throws {
        var configuration = OpsiMock.Configuration()
        configuration.clock = .fixed(ExpectedCounts.unixTime)
        for id in ["pc-acc-01.fleet.test", "pc-hall-02.fleet.test"] {
            configuration.reachability[id] = .reachable
        }
        for id in ["pc-acc-02", "pc-acc-03"] {
            configuration.reachability["\(id).fleet.test"] = .refusing
        }
        let fleet = try OpsiMock.Fleet(json: try fleetWithSystems())
        try await withOpsiMock(fleet: fleet, configuration: configuration) { mock in
            try await OpusCoreTests.withOpus(mock) { try await body($0, mock) }
        }
    }

    private static func fleetWithSystems() throws -> [UInt8] {
        let json = try JSONSerialization.jsonObject(with: try Fixture.data("fleet-recorded.json"))
        var fleet = try #require(json as? [String: [[String: Any]]])
        for (name, version, mark, windowsID, client) in [
            ("Microsoft Windows 11 Pro", "10.0.22631", "", "ms_windows_11", "pc-acc-01"),
            ("Microsoft Windows 10 Pro", "10.0.19045", "", "ms_windows_10", "pc-acc-02"),
            ("Ubuntu", "24.04", "Lin:", "", "pc-cad-01"),
        ] {
            let key = [
                "name": name, "version": version, "subVersion": mark, "language": "",
                "architecture": "x64",
            ]
            let id = "\(client).fleet.test"
            let ident = "\(name);\(version);\(mark);;x64"
            fleet["auditSoftware"]?.append(
                key.merging(
                    ["type": "AuditSoftware", "windowsSoftwareId": windowsID, "ident": ident]
                ) { $1 })
            fleet["auditSoftwareOnClient"]?.append(
                key.merging(
                    [
                        "type": "AuditSoftwareOnClient", "clientId": id,
                        "lastseen": "2026-11-20 10:00:00", "ident": "\(ident);\(id)",
                    ]) { $1 })
        }
        return [UInt8](try JSONSerialization.data(withJSONObject: fleet))
    }

    private static let recorded = [
        "fakeclientd", "nb-sales-01", "nb-sales-02", "pc-acc-01", "pc-acc-02", "pc-acc-03",
        "pc-cad-01", "pc-cad-02", "pc-hall-01", "pc-hall-02", "pc-hall-03", "pc-new-01",
        "pc-new-02",
    ]

    @Test(
        "an expression selects its clients, by as few calls as it takes",
        arguments: [
            ("all", recorded, []),
            ("pc-hall-01", ["pc-hall-01"], []),
            ("pc-hall-01, pc-acc-02.fleet.test", ["pc-acc-02", "pc-hall-01"], []),
            ("nb-*", ["nb-sales-01", "nb-sales-02"], []),
            ("pc-acc-[02-20]", ["pc-acc-02", "pc-acc-03"], []),
            ("@accounting", ["pc-acc-01", "pc-acc-02", "pc-acc-03"], groups),
            (
                "@headquarters and not nb-*",
                ["pc-acc-01", "pc-acc-02", "pc-acc-03", "pc-cad-01", "pc-cad-02"], groups
            ),
            (#"group:"ring 1""#, ["fakeclientd", "pc-cad-01"], groups),
            ("@pilot-ring", ["fakeclientd", "pc-acc-01", "pc-cad-01"], groups),
            ("depot:depot-hall", ["pc-hall-01", "pc-hall-02", "pc-hall-03"], depots),
            ("state:failed", ["pc-acc-02"], [rows]),
            (
                "state:pending",
                ["nb-sales-02", "pc-acc-01", "pc-acc-03", "pc-cad-02", "pc-hall-03"],
                [rows]
            ),
            ("@accounting and state:failed", ["pc-acc-02"], groups + [rows]),
            (
                // Of a few clients all that they are judged by comes in one request.
                "@accounting and state:updatable", ["pc-acc-01", "pc-acc-02", "pc-acc-03"],
                groups + ["productOnDepot_getObjects", rows]
            ),
            (
                "product:firefox<128",
                ["pc-acc-02", "pc-acc-03", "pc-hall-02", "pc-hall-03"], [rows]
            ),
            ("product:firefox=128.4.0-0", ["nb-sales-02"], [rows]),
            (
                "product:Firefox >= 128.4.0-1 and pc-*",
                ["pc-acc-01", "pc-cad-01", "pc-cad-02", "pc-hall-01"], [rows]
            ),
            ("product:old-tool", ["pc-acc-02"], [rows]),
            ("failed:libreoffice", ["pc-acc-02"], [rows]),
            (
                "product:vlc and not failed:libreoffice", ["nb-sales-02", "pc-hall-02"],
                [rows, rows]
            ),
            ("seen<1d and pc-hall-*", ["pc-hall-02"], clock),
            (
                "seen>2d and not pc-hall-*", ["pc-acc-01", "pc-cad-01", "nb-sales-02"].sorted(),
                clock
            ),
            ("@accounting and reachable", ["pc-acc-01"], groups + ["hostControlSafe_reachable"]),
            (
                "pc-acc-02 and not reachable", ["pc-acc-02"], ["hostControlSafe_reachable"]
            ),
            (
                "os:windows", ["pc-acc-01", "pc-acc-02"],
                [
                    "auditSoftware_getObjects", "auditSoftwareOnClient_getObjects",
                ]
            ),
            (
                #"os:"windows 11" or os:ubuntu"#, ["pc-acc-01", "pc-cad-01"],
                [
                    "auditSoftware_getObjects", "auditSoftwareOnClient_getObjects",
                ]
            ),
        ] as [(String, [String], [String])])
    func selects(text: String, clients: [String], calls: [String]) async throws {
        try await Self.withOpus { opus, mock in
            let ids = try await opus.evaluateTargets(text)
            #expect(ids == clients.map { "\($0).fleet.test" as ObjectID })
            let methods = mock.requests.compactMap(\.method)
            // Some are under way at once.
            #expect(methods.sorted() == ([Self.rights, Self.hosts] + calls).sorted())
        }
    }

    @Test("states are the same as the whole fleet's")
    func states() async throws {
        try await Self.withOpus { opus, _ in
            let summary = try await opus.fleetSummary()
            for state in ClientState.allCases {
                let expected = summary.clients.filter { $0.states.all.contains(state) }.map(\.id)
                var found: [ObjectID] = []
                do {
                    found = try await opus.evaluateTargets("state:\(state.name)")
                } catch let error as TargetError where error.reason == .nothingMatched {}
                #expect(found == expected, "\(state.name)")
            }
        }
    }

    @Test(
        "what does not exist is an error, told before much is read",
        arguments: [
            ("pc-hal-01 and @sales", .client, "pc-hal-01", []),
            ("@salse and state:updatable", .group, "salse", ["group_getObjects"]),
            ("depot:nowhere", .depot, "nowhere", depots),
            ("product:firefx", .product, "firefx", [rows, "productOnDepot_getObjects"]),
            ("failed:firefx", .product, "firefx", [rows, "productOnDepot_getObjects"]),
            (
                "os:beos", .operatingSystem, "beos",
                [
                    "auditSoftware_getObjects", "auditSoftwareOnClient_getObjects",
                ]
            ),
        ] as [(String, TargetError.Kind, String, [String])])
    func unknown(
        text: String, kind: TargetError.Kind, name: String, calls: [String]
    ) async throws {
        try await Self.withOpus { opus, mock in
            let error = await #expect(throws: TargetError.self) {
                try await opus.evaluateTargets(text)
            }
            if case .unknown(kind, name, _) = error?.reason {
            } else {
                Issue.record("\(String(describing: error))")
            }
            let methods = mock.requests.compactMap(\.method)
            #expect(methods.sorted() == ([Self.rights, Self.hosts] + calls).sorted())
        }
    }

    @Test(
        "what matches nothing is no selection",
        arguments: [
            "x-*", "not all", "failed:7zip", "state:failed and not state:failed", "@empty-group",
            "product:firefox>999", "depot:unknown", "state:failed and pc-hall-*",
        ])
    func nothingMatched(text: String) async throws {
        try await Self.withOpus { opus, _ in
            await #expect(throws: TargetError(.nothingMatched)) {
                _ = try await opus.evaluateTargets(text)
            }
        }
    }

    @Test("what is no expression is refused without a call", arguments: ["", "a and", "*", "-"])
    func unread(text: String) async throws {
        try await Self.withOpus { opus, mock in
            await #expect(throws: TargetError.self) {
                _ = try await opus.evaluateTargets(text)
            }
            #expect(mock.requestCount == 0)
        }
    }

    @Test("who answers is asked only of those whose fate depends on it")
    func asksFew() async throws {
        try await Self.withOpus { opus, mock in
            _ = try await opus.evaluateTargets("pc-acc-03 or @accounting and reachable")
            let asked = mock.requests.first { $0.method == "hostControlSafe_reachable" }?.params
            let ids = try JSONDecoder().decode([[String]].self, from: Data((asked ?? "").utf8))
            #expect(ids == [["pc-acc-01.fleet.test", "pc-acc-02.fleet.test"]])
        }
    }

    @Test(
        "names that opsi would take for patterns are never sent",
        arguments: [
            #"product:"*""#, #"failed:"<a""#, #"product:">a" < 1"#, #""*""#,
        ])
    func patternsStay(text: String) async throws {
        try await Self.withOpus { opus, mock in
            await #expect(throws: TargetError.self) {
                _ = try await opus.evaluateTargets(text)
            }
            #expect(mock.requests.compactMap(\.method) == [Self.rights, Self.hosts])
        }
    }

    @Test("a user who may not see everything selects nothing")
    func rights() async throws {
        try await withOpsiMock(fleet: .recorded, configuration: .withUsers) { mock in
            try await OpusCoreTests.withOpus(mock, as: .reader) { opus in
                let error = await #expect(throws: ServerError.self) {
                    try await opus.evaluateTargets("not product:firefox")
                }
                #expect(error?.code == .permission)
            }
        }
    }

    @Test("a list takes two calls")
    func list() async throws {
        try await Self.withOpus { opus, mock in
            let list = TargetList("pc-acc-02.fleet.test\npc-acc-01.fleet.test\n")
            let ids = try await opus.select(list).ids
            #expect(ids == ["pc-acc-01.fleet.test", "pc-acc-02.fleet.test"])
            #expect(mock.requests.compactMap(\.method) == [Self.rights, Self.hosts])
        }
    }
}
