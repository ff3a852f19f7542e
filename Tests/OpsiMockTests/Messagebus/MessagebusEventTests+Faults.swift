import OpsiMock
import TestSupport
import Testing

/// Messages and connections that are lost.
extension MessagebusEventTests {
    // MARK: Faults

    @Test func messagesCanBeLost() async throws {
        try await withBus(.small, hearing: Self.rows) { mock, client in
            mock.faults.add(
                .init(.lose, method: "event:productOnClient_updated", after: 1, count: 2))
            try await update(mock, rows: 0..<5)
            await mock.tell("test", [:])
            #expect(try await products(client) == ["p0", "p3", "p4"])
        }
    }

    @Test func connectionsCanBreakOff() async throws {
        try await withBus(.small, hearing: Self.rows) { mock, client in
            mock.faults.add(.init(.drop, after: 1))
            try await update(mock, rows: 0..<3)
            #expect(try await client.message()["data"]?["productId"] == "p0")
            #expect(await client.next() == .end)
        }
        try await withBus(.small, hearing: Self.rows) { mock, client in
            mock.dropMessagebus()
            #expect(await client.next() == .end)
        }
    }

    @Test func messagesCanBeNonsense() async throws {
        try await withBus(.small, hearing: Self.rows) { mock, client in
            mock.faults.set([
                .init(.garbage, method: "event:test", count: 1),
                .init(.wrongType, method: "event:test", count: 1),
                .init(.wrongFieldTypes, method: "event:test", count: 1),
            ])
            for _ in 0..<3 { await mock.tell("test", [:]) }
            #expect(await client.next() == .unreadable)
            let unknown = try await client.message()
            #expect(unknown["type"] == "unheard_of")
            #expect(try await client.message()["data"] == 42)
        }
    }

    @Test func aRestartIsTold() async throws {
        try await withBus { mock, client in
            mock.faults.set([.init(.refuse)])
            #expect(await client.next() == .close(1012))
            #expect(await client.next() == .end)
        }
    }

    @Test(arguments: [OpsiMock.Fault.Kind.status(404), .noUpgrade, .refuse])
    func upgradesCanBeRefused(_ kind: OpsiMock.Fault.Kind) async throws {
        try await withOpsiMock { mock in
            mock.faults.set([.init(kind, method: "messagebus", count: 1)])
            await #expect(throws: (any Error).self) {
                try await BusClient.connected(to: mock) { _ in }
            }
            // Calls go on, and the next upgrade goes well.
            #expect(try await Caller(mock).call("getDomain").status == 200)
            try await BusClient.connected(to: mock) { _ = try await $0.message() }
        }
    }
}
