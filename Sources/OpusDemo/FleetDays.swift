import Foundation
import OpsiMock

/// The chances that make up a fleet's life.
struct FleetDays {
    private typealias Row = OpsiMock.Fleet.ProductOnClient

    /// Steps between two rollouts of a product to a group.
    private static let stepsBetweenRollouts = 12

    /// A client not seen for this long when life begins goes on sleeping.
    private static let secondsAwake = 3 * 86_400.0
    /// Chances in each step: at thirty steps a day about a tenth of the fleet sleeps long enough
    /// to be outdated.
    private static let fallAsleep = 0.0003
    private static let wakeUp = 0.001

    private var random: SplitMix
    private var passed = 0
    private var steps = 0
    private var asleep: Set<String> = []

    init(seed: UInt64) { random = SplitMix(state: seed) }

    /// Lets time pass; how much has passed in all, in seconds.
    mutating func pass(seconds: Int) -> Int {
        passed += seconds
        return passed
    }

    /// Lives one step.
    ///
    /// - Parameters:
    ///   - fleet: the fleet.
    ///   - now: the server's local time, as opsi writes it.
    mutating func live(_ fleet: inout OpsiMock.Fleet, now: String) {
        steps += 1
        if steps == 1 { asleep = Self.sleepers(fleet, now: now) }
        let versions = DepotVersions(fleet)
        if steps % Self.stepsBetweenRollouts == 1 { rollOut(&fleet, now: now) }
        for client in fleet.clientIds {
            if asleep.contains(client) {
                guard chance(Self.wakeUp) else { continue }
                asleep.remove(client)
            } else if chance(Self.fallAsleep) {
                asleep.insert(client)
            }
            // Not every client is on all day.
            if chance(0.2) { continue }
            fleet.setHost(client, ["lastSeen": .string(now)])
            for var row in fleet.productsOnClient(client) where isLocalboot(row) {
                guard act(on: &row, versions: versions) else { continue }
                row.modificationTime = now
                fleet.put(row)
            }
        }
    }

    private static func sleepers(_ fleet: OpsiMock.Fleet, now: String) -> Set<String> {
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space)
            .year().month().day().time(includingFractionalSeconds: false)
        guard let present = try? Date(now, strategy: style) else { return [] }
        let hosts = fleet.objects(in: .host, where: "type", is: "OpsiClient")
        return Set(
            hosts.compactMap { host in
                guard let id = host["id"]?.string else { return nil }
                let seen = host["lastSeen"]?.string.flatMap { try? Date($0, strategy: style) }
                let age = seen.map { present.timeIntervalSince($0) } ?? .infinity
                return age > secondsAwake ? id : nil
            })
    }

    private func isLocalboot(_ row: Row) -> Bool { row.productType == "LocalbootProduct" }

    /// What a client that is awake does with a product; false where nothing changed.
    private mutating func act(on row: inout Row, versions: DepotVersions) -> Bool {
        let requested = row.actionRequest.map { $0 == "setup" || $0 == "update" } ?? false
        if requested, chance(0.5) {
            run(&row, versions: versions)
            return true
        }
        if row.actionRequest == "uninstall", chance(0.5) {
            row.installationStatus = "not_installed"
            row.productVersion = nil
            row.packageVersion = nil
            finish(&row, "uninstall", result: "successful")
            return true
        }
        if !requested, row.actionResult == "failed", chance(0.03) {
            // Somebody looks at a failure, and asks for another try.
            row.actionRequest = "setup"
            return true
        }
        return false
    }

    private mutating func run(_ row: inout Row, versions: DepotVersions) {
        guard let version = versions.version(of: row.productId, for: row.clientId), chance(0.85)
        else {
            row.installationStatus = "unknown"
            finish(&row, "setup", result: "failed")
            return
        }
        row.installationStatus = "installed"
        row.productVersion = version.product
        row.packageVersion = version.package
        finish(&row, "setup", result: "successful")
    }

    private func finish(_ row: inout Row, _ action: String, result: String) {
        row.actionRequest = "none"
        row.actionProgress = ""
        row.lastAction = action
        row.actionResult = result
    }

    /// Asks for a product on the members of some group.
    private mutating func rollOut(_ fleet: inout OpsiMock.Fleet, now: String) {
        let groups = fleet.objects(in: .group, where: "type", is: "HostGroup")
            .compactMap { $0["id"]?.string }
        let products = Set(fleet.productsOnClient().filter(isLocalboot).map(\.productId)).sorted()
        guard let group = pick(groups), let product = pick(products) else { return }
        for client in fleet.members(of: group) {
            var row =
                fleet.productOnClient(product, on: client)
                ?? Row(productId: product, clientId: client)
            row.actionRequest = "setup"
            row.modificationTime = now
            fleet.put(row)
        }
    }

    private mutating func chance(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &random) < probability
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.randomElement(using: &random)
    }
}

/// A small generator of chances that can be repeated.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
