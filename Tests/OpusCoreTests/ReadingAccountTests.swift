import Foundation
import MockSupport
import OpsiMock
import OpusServer
import TestSupport
import Testing

@testable import OpusCore

/// The account that only reads, as packaging/opsi-acl.example.conf makes it.
@Suite("Reading account")
struct ReadingAccountTests {
    /// The methods whose entries opsi 4.3 looks up for a call; by default that of the call itself.
    private static let checks: [String: Set<String>] = [
        // Everybody may call these.
        "accessControl_userIsAdmin": [], "backend_exit": [], "backend_info": [],
        "getServiceTime": [],
        // These ask for other objects in turn.
        "configState_getClientToDepotserver": [
            "host_getObjects", "config_getObjects", "configState_getObjects",
        ],
    ]

    /// What the file grants, by method; and what it would with the lines that are left to the site.
    private static func grants() throws -> (all: [String: Substring], optional: Set<String>) {
        let text = try Project.text("packaging/opsi-acl.example.conf")
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("# ") && $0 != "#" }
        let optional = lines.filter { $0.hasPrefix("#") }.map(method)
        return (
            Dictionary(
                uniqueKeysWithValues: lines.map {
                    (method($0), $0.split(separator: ":", maxSplits: 1)[1])
                }), Set(optional)
        )
    }

    private static func method(_ line: Substring) -> String {
        String(line.drop { $0 == "#" }.prefix { $0 != "$" && $0 != " " })
    }

    @Test("its lines are those of the methods that a monitor calls, and no others")
    func methods() async throws {
        try await withOpsiMock(fleet: .example, configuration: .withUsers) { mock in
            let opus = try Opus(server: mock.access(as: .reader))
            let monitor = FleetMonitor(opus, refreshing: .init(slices: 1))
            for _ in 0..<3 { #expect(try await monitor.refresh().clients.count == 60) }
            let failed = try await monitor.refresh().failedClients.map(\.id)
            // Clients' logs are for administrators, unless the site grants them.
            let refused = await #expect(throws: ServerError.self) {
                try await CauseMonitor(opus, logs: 1).refresh(failedClients: failed) { _ in }
            }
            #expect(refused?.code == .permission)
            #expect(try await opus.check().rights == .reader)
            await opus.shutdown()
            let called = Set(mock.requests.flatMap(\.methods))
            #expect(called.contains("productOnClient_getObjects"))
            let checked = called.reduce(into: Set<String>()) {
                $0.formUnion(Self.checks[$1] ?? [$1])
            }
            let grants = try Self.grants()
            #expect(Set(grants.all.keys) == checked)
            #expect(grants.optional == ["log_read"])
            for (method, entries) in grants.all {
                #expect(entries.contains("sys_group(opusreaders"), "\(method)")
                // Nobody else loses anything: opsi heeds the first line alone.
                #expect(entries.contains("sys_group({admingroup}); opsi_depotserver"), "\(method)")
            }
            let hosts = try #require(grants.all["host_getObjects"])
            #expect(
                hosts.contains("sys_group(opusreaders,attributes(!opsiHostKey,!oneTimePassword))"))
        }
    }

    @Test("who may not read is refused, and a client's own part is not taken for the fleet")
    func refused() async throws {
        try await withOpsiMock(fleet: .example, configuration: .withUsers) { mock in
            try await withOpus(mock, as: .plain) { plain in
                let error = await #expect(throws: ServerError.self) {
                    try await plain.fleetSummary()
                }
                #expect(error?.code == .permission)
                let rights = try await plain.check().rights
                #expect(rights == .none)
            }
        }
        let key = "0123456789abcdef0123456789abcdef"
        let fleet = try OpsiMock.Fleet(
            json: """
                {"host": [{"type": "OpsiClient", "id": "pc.opsi.test", "opsiHostKey": "\(key)"}]}
                """)
        try await withOpsiMock(fleet: fleet) { mock in
            let host = OpsiMock.Account(username: "pc.opsi.test", password: key, rights: .none)
            try await withOpus(mock, as: host) { client in
                let error = await #expect(throws: ServerError.self) {
                    try await client.fleetSummary()
                }
                #expect(error?.code == .permission)
                #expect(error?.message.contains("a client's") == true)
            }
        }
    }
}
