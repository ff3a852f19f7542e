import Testing

@testable import OpusBackend
@testable import OpusCore
@testable import OpusServer

/// Ids are bytes: two that a reader, and Swift's strings, take for the same are two everywhere.
@Suite("Ids that look the same")
struct IdentityTests {
    private static let composed: ObjectID = "b\u{E9}ta.fleet.test"
    private static let decomposed: ObjectID = "be\u{301}ta.fleet.test"

    private static func failed(_ client: ObjectID) -> ProductOnClient {
        var row = ProductOnClient()
        row.clientID = client
        row.productID = "firefox"
        row.type = .localboot
        row.installationStatus = .installed
        row.actionResult = .failed
        row.productVersion = "1.0"
        row.packageVersion = "1"
        return row
    }

    @Test("a name selects the client that has these bytes")
    func targets() throws {
        let facts = TargetFacts(
            clients: [Self.composed, Self.decomposed].map { ClientTimes(id: $0) })
        for id in [Self.composed, Self.decomposed] {
            let expression = TargetExpression(.client(.init(id.text)))
            let answer = try TargetEvaluation.answer(to: expression, facts: facts)
            #expect(answer.certain.numbers.map { facts.clients[$0].id } == [id])
        }
    }

    @Test("what logs told of a failure is remembered of that client alone")
    func failures() throws {
        let keys = [Self.composed, Self.decomposed].map { client in
            var row = Self.failed(client)
            row.modificationTime = LocalTimestamp(seconds: 1)
            return FailureMemory.Key(row)
        }
        #expect(Set(keys).count == 2)
    }

    @Test("a plan acts on the client that failed, not on the one that looks the same")
    func plans() throws {
        let ids = [Self.composed, Self.decomposed]
        let depots = ids.map { id in
            var entry = ClientDepot()
            entry.clientID = id
            entry.depotID = "depot.test"
            return entry
        }
        var onDepot = ProductOnDepot()
        onDepot.productID = "firefox"
        onDepot.depotID = "depot.test"
        onDepot.type = .localboot
        let records = PlanningRecords(
            clientDepots: depots, unknownClients: [], productsOnDepots: [onDepot], products: [])
        var planner = ActionPlanner(.retry, try ClientSelection(ids, among: ids), records)
        let states = [Self.decomposed: ["firefox" as ObjectID: Self.failed(Self.decomposed)]]
        planner.planRetry(nil, states, protected: [])
        let plan = planner.plan()
        #expect(plan.steps.map(\.clientID) == [Self.decomposed])
        #expect(plan.skipped.map(\.clientID) == [Self.composed])
        #expect(plan.affectedClients == [Self.decomposed])
    }

    @Test("clients, products and depots that look the same are counted apart")
    func counts() throws {
        var records = ClientRecords(clock: .stopped)
        records.setClients([Self.composed, Self.decomposed].map { ClientTimes(id: $0) })
        for id in [Self.composed, Self.decomposed] {
            var depot = Depot()
            depot.id = id
            records.depots.append(depot)
            var entry = ClientDepot()
            entry.clientID = id
            entry.depotID = id
            records.clientDepots.append(entry)
        }
        records.states.rows = [
            ProductState(
                client: 1, product: records.states.products.number(of: Self.decomposed),
                version: nil, modified: 0, flags: [.localboot, .failed], request: .none)
        ]
        let fleet = Fleet(
            info: ServerInfo(), records: records, groups: .success(.init(groups: [], members: [])))
        let summary = FleetState(fleet, definitions: .init()).summary
        let failed = summary.clients.filter { $0.states.contains(.failed) }
        #expect(failed.map(\.id) == [Self.decomposed])
        #expect(summary.depots.filter { $0.counts[.failed] == 1 }.map(\.id) == [Self.decomposed])
        #expect(summary.products.map(\.id) == [Self.decomposed])
    }
}
