import MockSupport
import OpsiMock
import OpusBackend
import OpusCore
import OpusServer
import TestSupport
import Testing

/// What the backend writes at once: what was asked for on who was named, and nothing else.
@Suite("Actions of the backend") struct BackendActionTests {
    // The core has a type of this name too.
    private typealias Fleet = OpsiMock.Fleet
    typealias Row = OpsiMock.Fleet.ProductOnClient

    private func withBackend(_ body: (OpsiMock, Backend) async throws -> Void) async throws {
        try await withOpsiMock(fleet: .recorded) { mock in
            let backend = Backend(server: try Server(mock.access()))
            do { try await body(mock, backend) } catch {
                await backend.shutdown()
                throw error
            }
            await backend.shutdown()
            try Wire.expectHarmless(mock)
        }
    }

    struct Change: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// What the row of firefox is afterwards: status, request, result, version.
        var row: @Sendable (_ before: Row?) -> [String?]
        var make: @Sendable (Backend, ClientSelection) async throws -> ProductResults
    }

    /// What the row has when an action is asked for: all as it was but the request.
    private static func asked(_ action: String) -> @Sendable (Row?) -> [String?] {
        { [$0?.installationStatus, action, $0?.actionResult, $0?.productVersion] }
    }

    private static let changes: [Change] = [
        Change(testDescription: "install", row: asked("setup")) {
            try await $0.install(["firefox"], on: $1)
        },
        Change(testDescription: "setSetup", row: asked("setup")) {
            try await $0.setSetup(["firefox"], on: $1)
        },
        Change(testDescription: "uninstall", row: asked("uninstall")) {
            try await $0.uninstall(["firefox"], on: $1)
        },
        Change(
            testDescription: "setInstalled",
            row: { _ in ["installed", "none", "successful", "depot's"] }
        ) { try await $0.setInstalled(["firefox"], on: $1) },
        Change(
            testDescription: "setUninstalled",
            row: { ["not_installed", "none", "none", $0?.productVersion] }
        ) { try await $0.setUninstalled(["firefox"], on: $1) },
    ]

    @Test("Only the rows of the named product on the named clients change", arguments: changes)
    func changesWhatWasNamed(change: Change) async throws {
        try await withBackend { mock, backend in
            let before = mock.withFleet { $0 }
            let clients = try await backend.selection([acc1, acc2])
            let results = try await change.make(backend, clients)
            #expect(results.keys.sorted() == clients.ids)
            #expect(results.values.allSatisfy { (try? $0.get()) != nil })
            let after = mock.withFleet { $0 }
            let onDepot = after.objects(in: .productOnDepot).first {
                $0["productId"] == "firefox" && $0["depotId"] == "opsiserver.fleet.test"
            }
            for client in clients.ids {
                let row = try #require(after.productOnClient("firefox", on: client.text))
                let old = before.productOnClient("firefox", on: client.text)
                let expected = change.row(old).map {
                    $0 == "depot's" ? onDepot?["productVersion"]?.string : $0
                }
                let values = [
                    row.installationStatus, row.actionRequest, row.actionResult,
                    row.productVersion,
                ]
                #expect(values == expected, "\(client)")
            }
            let named = clients.ids.map(\.text)
            let untouched: (Row) -> Bool = { row in
                !(named.contains(row.clientId) && row.productId == "firefox")
            }
            let others = before.productsOnClient().filter(untouched)
            #expect(after.productsOnClient().filter(untouched) == others)
        }
    }

    @Test("A product that no depot has is refused by name, before anything is written")
    func notOnDepot() async throws {
        try await withBackend { mock, backend in
            let clients = try await backend.selection([acc1])
            let before = mock.withFleet { $0.productsOnClient() }
            let refused = await #expect(throws: ActionRefused.self) {
                try await backend.install(["no-such-product"], on: clients)
            }
            #expect(refused?.message.contains("no-such-product") == true)
            #expect(mock.withFleet { $0.productsOnClient() } == before)
        }
    }

    struct Call: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var make: @Sendable (Backend, ClientSelection) async throws -> ClientResults
    }

    private static let calls: [Call] = [
        Call(testDescription: "fireEvent", make: { try await $0.ondemand($1) }),
        Call(testDescription: "fireEvent", make: { try await $0.fireEvent(.timer, on: $1) }),
        Call(testDescription: "reboot", make: { try await $0.reboot($1) }),
        Call(testDescription: "shutdown", make: { try await $0.shutdown($1) }),
        Call(testDescription: "showPopup", make: { try await $0.showPopup("x", on: $1) }),
    ]

    @Test("Calls reach who was named, in batches, and nobody else", arguments: calls)
    func callsWhoWasNamed(call: Call) async throws {
        try await withBackend { mock, backend in
            let clients = try await backend.selection([acc2, hall1])
            let results = try await call.make(backend, clients)
            #expect(Set(results.keys) == Set(clients.ids))
            #expect(mock.clientCalls.map(\.clientId).sorted() == clients.ids.map(\.text))
            #expect(Set(mock.clientCalls.map(\.method)) == [call.testDescription])
        }
    }

    @Test("Clients become members of a group, once each")
    func groups() async throws {
        try await withBackend { mock, backend in
            let clients = try await backend.selection([acc1, hall1])
            try await backend.addClientsToGroup(clients, group: "pilot-ring")
            #expect(
                mock.withFleet { $0.members(of: "pilot-ring") }.sorted() == clients.ids.map(\.text))
            try await backend.removeClientsFromGroup(clients, group: "pilot-ring")
            #expect(mock.withFleet { $0.members(of: "pilot-ring") } == [])
        }
    }
}
