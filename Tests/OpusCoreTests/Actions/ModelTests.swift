import OpsiMock
import OpusCore
import TestSupport
import Testing

/// Random fleets, and a model that says plainly what has to come of each action.
@Suite struct ModelTests {
    private static func fleet(_ random: inout SeededGenerator) -> Fleet {
        var fleet = Fleet.generated(
            clients: Int.random(in: 3...12, using: &random),
            products: Int.random(in: 12...25, using: &random), groups: 3,
            seed: random.next())
        // What the server adds for dependencies is its own business, and tested elsewhere.
        fleet.remove(from: .productDependency) { _ in true }
        for client in fleet.clientIds {
            for var row in fleet.productsOnClient(client) {
                switch Int.random(in: 0..<12, using: &random) {
                case 0: row.installationStatus = "unknown"
                case 1:
                    row.actionRequest = ["setup", "uninstall", "once"].randomElement(using: &random)
                case 2: row.productVersion = nil
                case 3: row.productVersion = "0.1"
                case 4: row.productVersion = "99"
                case 5: row.actionResult = "failed"
                case 6:
                    fleet.removeProduct(row.productId, from: client)
                    continue
                default: break
                }
                fleet.put(row)
            }
            if Int.random(in: 0..<8, using: &random) == 0 {
                fleet.setDepot("gone.fleet.test", of: client)
            }
        }
        let onDepot = fleet.objects(in: .productOnDepot)
        for var product in onDepot where Int.random(in: 0..<8, using: &random) == 0 {
            let ident = product["ident"]
            fleet.remove(from: .productOnDepot) { $0["ident"] == ident }
            guard Bool.random(using: &random) else { continue }
            product["locked"] = .bool(true)
            fleet.add(product, to: .productOnDepot)
        }
        return fleet
    }

    @Test(arguments: 0..<24)
    func doesWhatTheModelSays(seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let fleet = Self.fleet(&random)
        let clients = Array(
            fleet.clientIds.shuffled(using: &random)
                .prefix(Int.random(in: 1...fleet.clientIds.count, using: &random)))
        let ids = clients.map { ObjectID($0) }
        let available = Set(
            fleet.objects(in: .productOnDepot).compactMap { $0["productId"]?.string }
        ).sorted()
        let products = Array(
            available.shuffled(using: &random).prefix(Int.random(in: 1...6, using: &random)))
        let named = products.map { ObjectID($0) }
        let actions: [FleetModel.Action] = [
            .install(force: false), .install(force: true), .uninstall, .update, .updateAll,
        ]
        let action = actions[seed % actions.count]
        let expected = FleetModel(fleet: fleet).requests(action, products, on: clients)
        try await withActionBench(fleet: fleet) { bench in
            let selection = try await bench.opus.selection(of: ids)
            let plan = try await bench.unchanged {
                switch action {
                case .install(let force):
                    try await bench.opus.planInstall(named, on: selection, force: force)
                case .uninstall: try await bench.opus.planUninstall(named, on: selection)
                case .update: try await bench.opus.planUpdate(named, on: selection)
                case .updateAll: try await bench.opus.planUpdate(on: selection)
                }
            }
            let planned = plan.steps.map {
                (
                    FleetModel.Pair(client: $0.clientID.text, product: $0.productID?.text ?? ""),
                    $0.request?.rawValue ?? ""
                )
            }
            #expect(Dictionary(uniqueKeysWithValues: planned) == expected)
            // Each client that was asked for is spoken of.
            #expect(Set(plan.steps.map(\.clientID) + plan.skipped.map(\.clientID)) == Set(ids))
            let pairs = expected.keys.map { (client: ObjectID($0.client), product: $0.product) }
            try await bench.changingOnly(pairs) {
                let report = try await bench.opus.execute(plan)
                #expect(Set(report.results.keys) == Set(ids))
                #expect(report.completed == plan.steps)
                #expect(report.added.isEmpty)
            }
            for (pair, request) in expected {
                var row = try #require(bench.row(ObjectID(pair.client), pair.product))
                #expect(row.actionRequest == request)
                guard var before = fleet.productOnClient(pair.product, on: pair.client)
                else { continue }
                // Nothing but the request, and the time of the change.
                before.actionRequest = request
                before.modificationTime = nil
                row.modificationTime = nil
                #expect(row == before)
            }
        }
    }
}
