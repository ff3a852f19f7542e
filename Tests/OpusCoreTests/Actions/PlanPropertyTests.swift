import OpsiMock
import OpusCore
import TestSupport
import Testing

/// Whatever a fleet's products need of each other: the rows that change are the steps of the plan,
/// none more and none less.
@Suite struct PlanPropertyTests {
    private static let perCase = 25

    @Test("steps of the plan = rows that change", arguments: 0..<10)
    func stepsAreChanges(part: Int) async throws {
        try await withActionBench { bench in
            for number in 0..<Self.perCase {
                let seed = UInt64(part * Self.perCase + number)
                var made = DependentFleet(seed: seed)
                let fleet = made.make()
                // Every verb has its turn, some on each fleet.
                for (index, verb) in DependentFleet.Verb.allCases.enumerated()
                where (index + number) % 3 == 0 {
                    bench.mock.withFleet { $0 = fleet }
                    try await check(verb, made, bench, seed: seed)
                }
            }
        }
    }

    private func check(
        _ verb: DependentFleet.Verb, _ made: DependentFleet, _ bench: ActionBench, seed: UInt64
    ) async throws {
        let comment = Comment(rawValue: "seed \(seed), \(verb)")
        let clients = try await bench.opus.selection(of: made.clients.map { ObjectID($0) })
        let plan = try await bench.unchanged {
            try await verb.plan(bench.opus, made.named.map { ObjectID($0) }, clients)
        }
        let before = bench.mock.withFleet { $0 }
        let report = try await bench.opus.execute(plan)
        let after = bench.mock.withFleet { $0 }
        let steps = plan.steps.map { "\($0.clientID) \($0.productID?.text ?? "")" }
        #expect(Set(steps).count == steps.count, comment)
        #expect(Set(steps) == Self.changes(before, after), comment)
        for step in plan.steps {
            let row = after.productOnClient(
                step.productID?.text ?? "", on: step.clientID.text)
            #expect(row?.actionRequest == step.request?.rawValue ?? "none", comment)
        }
        #expect(report.added == [], comment)
        #expect(report.completed == plan.steps, comment)
        #expect(
            report.outcomes.count == plan.steps.count + plan.skipped.count, comment)
    }

    /// The rows in which anything but the time is another one.
    private static func changes(_ before: Fleet, _ after: Fleet) -> Set<String> {
        var changed: Set<String> = []
        for row in after.productsOnClient() {
            var old = before.productOnClient(row.productId, on: row.clientId)
            old?.modificationTime = row.modificationTime
            if old != row { changed.insert("\(row.clientId) \(row.productId)") }
        }
        return changed
    }
}

/// Makes small fleets whose products need each other in every way.
struct DependentFleet {
    enum Verb: CaseIterable {
        case install, force, uninstall, update, updateAll, retry, retryAll, setSetup, cancel
        case setInstalled, setUninstalled

        func plan(
            _ opus: Opus, _ products: [ObjectID], _ clients: ClientSelection
        ) async throws -> ActionPlan {
            switch self {
            case .install: try await opus.planInstall(products, on: clients)
            case .force: try await opus.planInstall(products, on: clients, force: true)
            case .uninstall: try await opus.planUninstall(products, on: clients)
            case .update: try await opus.planUpdate(products, on: clients)
            case .updateAll: try await opus.planUpdate(on: clients)
            case .retry: try await opus.planRetry(products, on: clients)
            case .retryAll: try await opus.planRetry(on: clients)
            case .setSetup: try await opus.planSetSetup(products, on: clients)
            case .cancel: try await opus.planCancel(on: clients)
            case .setInstalled:
                try await opus.planSetInstalled(products, on: clients, installed: true)
            case .setUninstalled:
                try await opus.planSetInstalled(products, on: clients, installed: false)
            }
        }
    }

    private var generator: SeededGenerator
    private var fleet = Fleet()
    private(set) var clients: [String] = []
    private var products: [String] = []
    private var onDepots: Set<String> = []
    private let depots = ["server.fleet.test", "depot.fleet.test"]

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// The products that somebody names.
    var named: [String] { Array(products.filter(onDepots.contains).prefix(3)) }

    mutating func make() -> Fleet {
        products = (0..<Int.random(in: 3...8, using: &generator)).map { "p\($0)" }
        fleet.add(["id": .string(depots[0]), "type": "OpsiConfigserver"], to: .host)
        fleet.add(["id": .string(depots[1]), "type": "OpsiDepotserver"], to: .host)
        products.forEach { addProduct($0) }
        for _ in 0..<Int.random(in: 0...(products.count * 2), using: &generator) { addDependency() }
        for number in 0..<Int.random(in: 1...4, using: &generator) { addClient(number) }
        return fleet
    }

    private mutating func addProduct(_ id: String) {
        let isNetboot = generator.happens(onceIn: 12)
        let type: Fleet.Value = isNetboot ? "NetbootProduct" : "LocalbootProduct"
        for version in ["1", "2"] {
            var scripts: [String: Fleet.Value] = [:]
            for script in ["setup", "uninstall", "update", "once", "custom"] {
                let isThere = !generator.happens(onceIn: script == "setup" ? 8 : 3)
                scripts["\(script)Script"] = isThere ? "s.opsiscript" : ""
            }
            var object: Fleet.Object = [
                "id": .string(id), "type": type, "productVersion": .string(version),
                "packageVersion": "1",
                "priority": .integer(generator.pick([0, 0, 10, -10, 80])),
            ]
            for (key, value) in scripts { object[key] = value }
            fleet.add(object, to: .product)
        }
        for depot in depots where id == "p0" || !generator.happens(onceIn: 5) {
            onDepots.insert(id)
            fleet.add(
                [
                    "productId": .string(id), "productType": type,
                    "productVersion": .string(generator.pick(["1", "2"])),
                    "packageVersion": "1", "depotId": .string(depot),
                    "locked": .bool(generator.happens(onceIn: 8)),
                ], to: .productOnDepot)
        }
    }

    private mutating func addDependency() {
        let product = generator.pick(products)
        let required = generator.pick(products + (generator.happens(onceIn: 10) ? ["lost"] : []))
        let action = generator.pick(["setup", "setup", "setup", "uninstall", "update"])
        let isAction = generator.happens(onceIn: 3)
        let asked = generator.pick(["setup", "uninstall", "update", "once", "custom"])
        let status = generator.pick(["installed", "installed", "not_installed"])
        let when = generator.pick(["before", "before", "after", ""])
        let version: Fleet.Value = generator.happens(onceIn: 6) ? "2" : .null
        for own in ["1", "2"] where !generator.happens(onceIn: 4) {
            fleet.add(
                [
                    "productId": .string(product), "productVersion": .string(own),
                    "packageVersion": "1", "productAction": .string(action),
                    "requiredProductId": .string(required), "requiredProductVersion": version,
                    "requiredAction": isAction ? .string(asked) : .null,
                    "requiredInstallationStatus": isAction ? .null : .string(status),
                    "requirementType": when.isEmpty ? .null : .string(when),
                ], to: .productDependency)
        }
    }

    private mutating func addClient(_ number: Int) {
        let id = "pc\(number).fleet.test"
        clients.append(id)
        fleet.add(["id": .string(id), "type": "OpsiClient"], to: .host)
        fleet.add(
            [
                "configId": "clientconfig.depot.id", "objectId": .string(id),
                "values": .array([.string(generator.pick(depots))]),
            ], to: .configState)
        for product in products where !generator.happens(onceIn: 3) {
            var row = Fleet.ProductOnClient(productId: product, clientId: id)
            let isNetboot = fleet.objects(in: .product, where: "id", is: .string(product))
                .contains { $0["type"] == "NetbootProduct" }
            row.productType = isNetboot ? "NetbootProduct" : "LocalbootProduct"
            row.installationStatus = generator.pick(
                ["installed", "installed", "not_installed", "unknown"])
            if row.installationStatus == "installed" {
                row.productVersion = generator.pick(["1", "1", "2"])
                row.packageVersion = "1"
            }
            row.actionRequest = generator.pick(
                ["none", "none", "none", "setup", "uninstall", "always", "once"])
            row.lastAction = generator.pick(["none", "setup", "setup", "uninstall", "update"])
            row.actionResult = generator.pick(["none", "successful", "failed", "failed"])
            row.modificationTime = "2026-06-01 10:00:00"
            fleet.put(row)
        }
    }
}
