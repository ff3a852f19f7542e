import OpsiMock
import Testing

@Suite struct HostWriteTests {
    @Test func aNewClientIsSeenWhenItIsCreated() async throws {
        try await withOpsiMock(fleet: .small, configuration: .noon) { mock in
            try await Caller(mock).call("host_createOpsiClient", "New.opus.test", nil, "text")
            let host = try await Caller(mock).result(
                "host_getObjects", [], ["id": "new.opus.test"])[0]
            #expect(host?["created"] == "2026-06-15 12:00:00")
            #expect(host?["lastSeen"] == "2026-06-15 12:00:00")
            #expect(host?["opsiHostKey"]?.string?.count == 32)
        }
    }

    @Test func aHardwareAddressMovesToWhoClaimsItLast() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            for client in ["a.opus.test", "b.opus.test"] {
                try await Caller(mock).call(
                    "host_createOpsiClient", .string(client), nil, "", "", "52-54-00-AA-BB-CC")
            }
            let addresses = mock.withFleet { fleet in
                fleet.objects(in: .host).suffix(2).map { $0["hardwareAddress"] }
            }
            #expect(addresses == [.null, "52:54:00:aa:bb:cc"])
        }
    }

    @Test func anEmptyListDeletesAllHosts() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            try await Caller(mock).call("host_delete", [])
            #expect(mock.withFleet { $0.objects(in: .host) } == [])
        }
    }

    @Test func aRenamedClientKeepsTheTimesOfItsRows() async throws {
        try await withOpsiMock(fleet: .small, configuration: .noon) { mock in
            try await Caller(mock).call("host_renameOpsiClient", "pc1.opus.test", "moved.opus.test")
            let rows = mock.withFleet { $0.productsOnClient("moved.opus.test") }
            #expect(rows.map(\.modificationTime) == ["2026-05-01 10:00:00"])
            #expect(mock.withFleet { $0.members(of: "office") } == ["moved.opus.test"])
            #expect(mock.withFleet { $0.productsOnClient("pc1.opus.test") } == [])
        }
    }

    @Test(arguments: ["pc1", "a b.opus.test", "-a.opus.test", "a..test", ""])
    func badHostIdsAreRefused(_ id: String) async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let reply = try await Caller(mock).call("host_createOpsiClient", .string(id))
            #expect(reply.message == "Bad fqdn: '\(id)'")
        }
    }
}
