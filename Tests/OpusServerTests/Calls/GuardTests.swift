import OpsiMock
import OpusServer
import Testing

/// Nothing that opsi would take for more than what was named ever leaves.
@Suite struct GuardTests {
    private static let fleet = Fleet.callable(
        clients: 5, products: 12, groups: 2, seed: 3)

    private typealias Call = @Sendable (_ server: Server, _ ids: [ObjectID]) async throws -> Void

    private static let calls: [(name: String, call: Call)] = [
        ("fireEvent", { _ = try await $0.fireEvent(.onDemand, on: $1) }),
        ("reboot", { _ = try await $0.reboot($1) }),
        ("shutdown", { _ = try await $0.shutdown($1) }),
        ("wakeOnLan", { _ = try await $0.wakeOnLan($1) }),
        ("showPopup", { _ = try await $0.showPopup("x", on: $1) }),
        ("processActionRequests", { _ = try await $0.processActionRequests($1) }),
        ("reachable", { _ = try await $0.reachable($1) }),
        (
            "installProductOnClient",
            {
                for id in $1.isEmpty ? [""] : $1 {
                    try await $0.installProductOnClient("firefox", clientID: id)
                }
            }
        ),
        (
            "uninstallProductOnClient",
            {
                for id in $1.isEmpty ? [""] : $1 {
                    try await $0.uninstallProductOnClient(id, clientID: "pc.fleet.test")
                }
            }
        ),
        (
            "updateProductsOnClients",
            { server, ids in
                try await server.updateProductsOnClients(
                    ids.map { .init(clientID: $0, productID: "firefox", type: .localboot) })
            }
        ),
        (
            "updateProductsOnClientsWithDependencies",
            { server, ids in
                _ = try await server.updateProductsOnClientsWithDependencies(
                    ids.map { .init(clientID: "pc.fleet.test", productID: $0, type: .localboot) })
            }
        ),
        (
            "addClientToGroup",
            { for id in $1.isEmpty ? [""] : $1 { try await $0.addClientToGroup(id, group: "g") } }
        ),
        (
            "removeClientFromGroup",
            {
                for id in $1.isEmpty ? [""] : $1 {
                    try await $0.removeClientFromGroup(id, group: "g")
                }
            }
        ),
    ]

    @Test(arguments: [[], ["*"], ["pc*"], [">a"], ["<a"], [""]])
    func refusesBeforeAnythingIsSent(ids: [ObjectID]) async throws {
        try await withServer(of: Self.fleet) { mock, server in
            for (name, call) in Self.calls {
                let error = await #expect(throws: ServerError.self, "\(name)") {
                    try await call(server, ids)
                }
                #expect(error?.code == .configuration, "\(name)")
            }
            #expect(mock.requestCount == 0)
        }
    }

    @Test(arguments: ["*", "", "a*", ">a", "<a", "a/b"])
    func refusesGroupsBeforeAnythingIsSent(id: ObjectID) async throws {
        try await withServer(of: Self.fleet) { mock, server in
            await #expect(throws: ActionRefused.self) { try await server.deleteClientGroup(id) }
            await #expect(throws: ActionRefused.self) { try await server.createClientGroup(id) }
            await #expect(throws: ActionRefused.self) {
                try await server.removeClientFromGroup("pc.fleet.test", group: id)
            }
            await #expect(throws: ActionRefused.self) {
                try await server.addClientToGroup("pc.fleet.test", group: id)
            }
            #expect(mock.requestCount == 0)
        }
    }

    @Test func changesAreSentOnceWhateverComes() async throws {
        try await withServer(of: Self.fleet) { mock, server in
            let client = ObjectID(try #require(Self.fleet.clientIds.first))
            mock.faults.set([.init(.status(503))])
            await #expect(throws: ServerError.self) { try await server.reboot([client]) }
            #expect(mock.requestCount == 1)
            mock.clearRequests()
            mock.faults.set([.init(.refuse, method: "hostControlSafe_shutdown")])
            await #expect(throws: ServerError.self) { try await server.shutdown([client]) }
            #expect(mock.requests.map(\.methods) == [["hostControlSafe_shutdown"]])
        }
    }

    @Test(arguments: [
        ("\"kaputt\"", "kaputt"), ("7", "7"), ("true", "true"), ("[1,\"a\"]", "[1, a]"),
        ("{\"message\":\"no disk\"}", "no disk"), ("{\"code\":3}", "{code: 3}"), ("1.5", "1.5"),
    ])
    func clientsErrorsCanBeAnything(json: String, shown: String) async throws {
        let values: [String: Fleet.Value] = [
            "\"kaputt\"": "kaputt", "7": .integer(7), "true": .bool(true),
            "[1,\"a\"]": .array([.integer(1), "a"]),
            "{\"message\":\"no disk\"}": .object(["message": "no disk"]),
            "{\"code\":3}": .object(["code": .integer(3)]), "1.5": .number(1.5),
        ]
        try await withServer(of: Self.fleet) { mock, server in
            let clients = Self.fleet.clientIds.prefix(2).map { ObjectID($0) }
            mock.setReachability(.failing(try #require(values[json])), of: clients[0].text)
            let results = try await server.reboot(clients + ["nobody.fleet.test"])
            #expect(results.count == 3)
            guard case .failure(let failure)? = results[clients[0]] else {
                Issue.record("no failure")
                return
            }
            #expect(failure.code == .clientError)
            #expect(failure.message.hasSuffix(shown))
            #expect((try? results[clients[1]]?.get()) != nil)
            guard case .failure(let unknown)? = results["nobody.fleet.test"] else {
                Issue.record("no failure")
                return
            }
            #expect(unknown.code == .unknownClient)
        }
    }

    @Test func singleRequestsCheckClientAndDepot() async throws {
        try await withServer(of: Self.fleet) { mock, server in
            let client = ObjectID(try #require(Self.fleet.clientIds.first))
            let product: ObjectID = "product001"
            try await server.installProductOnClient(product, clientID: client)
            #expect(row(mock, product, client)?.actionRequest == "setup")
            try await server.uninstallProductOnClient(product, clientID: client)
            #expect(row(mock, product, client)?.actionRequest == "uninstall")
            for (id, client) in [
                ("no-product" as ObjectID, client), (product, "nobody.fleet.test"),
            ] {
                let error = await #expect(throws: ServerError.self) {
                    try await server.installProductOnClient(id, clientID: client)
                }
                #expect(error?.code == .rpc)
            }
            let onDepots = try await server.productsOnDepot().filter { $0.productID == product }
            let onDepot = try #require(onDepots.first)
            try await server.setProductOnClientStatus(
                onDepot, clientID: client, status: .installed)
            let installed = try #require(row(mock, product, client))
            #expect(installed.installationStatus == "installed")
            #expect(installed.actionRequest == "none")
            #expect(installed.actionResult == "successful")
            #expect(installed.productVersion == onDepot.productVersion)
        }
    }

    @Test func membersComeAndGo() async throws {
        try await withServer(of: Self.fleet) { mock, server in
            let client = ObjectID(try #require(Self.fleet.clientIds.first))
            try await server.createClientGroup("ring")
            try await server.addClientToGroup(client, group: "Ring")
            try await server.addClientToGroup(client, group: "ring")
            #expect(mock.withFleet { $0.members(of: "ring") } == [client.text])
            let error = await #expect(throws: ActionRefused.self) {
                try await server.addClientToGroup(client, group: "nope")
            }
            #expect(error?.code == .unknownGroup)
            #expect(error?.message.contains("SQL") == false)
            try await server.removeClientFromGroup(client, group: "ring")
            #expect(mock.withFleet { $0.members(of: "ring") }.isEmpty)
        }
    }

    private func row(_ mock: OpsiMock, _ product: ObjectID, _ client: ObjectID)
        -> Fleet.ProductOnClient?
    {
        mock.withFleet { $0.productOnClient(product.text, on: client.text) }
    }
}
