import OpsiMock
import Testing

/// Which depot a client belongs to.
@Suite struct DepotTests {
    /// The depots of pc1 to pc3 once the fleet has been changed.
    private func depots(_ change: (inout Fleet) -> Void) async throws -> [String: String] {
        var fleet = Fleet.small
        change(&fleet)
        return try await withOpsiMock(fleet: fleet) { mock in
            let answer = try await Caller(mock).result("configState_getClientToDepotserver")
            let pairs = answer.array?.compactMap { entry -> (String, String)? in
                guard let client = entry["clientId"]?.string?.prefix(3),
                    let depot = entry["depotId"]?.string
                else { return nil }
                return (String(client), depot)
            }
            return Dictionary(uniqueKeysWithValues: pairs ?? [])
        }
    }

    private func setDepot(of client: String, _ values: [Fleet.Value], in fleet: inout Fleet) {
        fleet.add(
            [
                "configId": "clientconfig.depot.id", "objectId": .string(client),
                "values": .array(values),
            ], to: .configState)
    }

    private func setDefault(_ values: [Fleet.Value], in fleet: inout Fleet) {
        fleet.add(
            ["id": "clientconfig.depot.id", "defaultValues": .array(values)], to: .config)
    }

    private let server = "server.opus.test"
    private let depot = "depot.opus.test"

    @Test func itsOwnValueElseTheConfigserver() async throws {
        #expect(try await depots { _ in } == ["pc1": server, "pc2": depot, "pc3": server])
    }

    @Test func aDefaultIsForThoseWithoutAValue() async throws {
        let depots = try await depots { setDefault([.string(depot)], in: &$0) }
        #expect(depots == ["pc1": depot, "pc2": depot, "pc3": depot])
    }

    @Test func emptyValuesMeanTheConfigserver() async throws {
        let depots = try await depots { fleet in
            setDefault([""], in: &fleet)
            setDepot(of: "pc1.opus.test", [], in: &fleet)
            setDepot(of: "pc3.opus.test", [""], in: &fleet)
        }
        #expect(depots == ["pc1": server, "pc2": depot, "pc3": server])
    }

    @Test func whoseDepotDoesNotExistIsLeftOut() async throws {
        let depots = try await depots { fleet in
            setDepot(of: "pc1.opus.test", ["gone.opus.test"], in: &fleet)
            setDepot(of: "pc3.opus.test", ["Depot.opus.test"], in: &fleet)
        }
        #expect(depots == ["pc2": depot])
    }

    @Test func aDefaultThatDoesNotExistLeavesOutAllWithoutAValue() async throws {
        #expect(try await depots { setDefault(["gone.opus.test"], in: &$0) } == ["pc2": depot])
    }

    @Test func settingActionsFailsWithoutADepot() async throws {
        var fleet = Fleet.small
        setDepot(of: "pc1.opus.test", ["gone.opus.test"], in: &fleet)
        try await withOpsiMock(fleet: fleet) { mock in
            let reply = try await Caller(mock).call(
                "setProductActionRequest", "firefox", "pc1.opus.test", "setup")
            #expect(reply.errorClass == "BackendConfigurationError")
        }
    }

    @Test func depotsAndClientsCanBeChosen() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let method = "configState_getClientToDepotserver"
            let ofDepot = try await Caller(mock).result(method, [.string(depot)])
            #expect(ofDepot.values(of: "clientId") == ["pc2.opus.test"])
            let ofClients = try await Caller(mock).result(
                method, [], ["pc3.opus.test", "ghost.opus.test"])
            #expect(ofClients.values(of: "clientId") == ["pc3.opus.test"])
        }
    }
}
