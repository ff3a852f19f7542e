import Foundation
package import OpsiMock
package import TestSupport

/// Writes to a mock's fleet at random, everything that an admin or a client could write.
package struct FleetWriter {
    package typealias Fleet = OpsiMock.Fleet

    /// What escapes an incremental refresh for a while.
    package enum Window {
        /// Nothing.
        case none
        /// A row that is neither failed nor pending, and was neither, is written with an old time.
        case oldTime
        /// Rows are deleted.
        case deletion
    }

    package var generator: SeededGenerator
    var nextID = 0
    /// Rows that were failed or pending at the last refresh.
    private var loudBefore: Set<String> = []

    package init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    package static let products = [
        "opsi-client-agent", "hwaudit", "firefox", "7zip", "office", "vlc", "new-product",
    ]
    package static let versions = ["1.0", "1.0.0", "2.0", "24.08", "0.9", "not_a_version", "3.0~x"]
    package static let depots = ["config.test", "depot1.test", "depot2.test"]

    /// A fleet to begin with.
    package mutating func fleet(now: Int) -> Fleet {
        var fleet = Fleet()
        for depot in Self.depots {
            addDepot(depot, to: &fleet)
        }
        fleet.add(
            [
                "id": "clientconfig.depot.id", "type": "UnicodeConfig",
                "defaultValues": .array(["config.test"]), "possibleValues": .array([]),
            ], to: .config)
        for group in ["a", "b", "c", "d"] { addGroup(group, to: &fleet) }
        for _ in 0..<14 { addClient(to: &fleet, now: Self.text(now - 86_400 * 3)) }
        for client in fleet.clientIds {
            for product in Self.products where !generator.happens(onceIn: 3) {
                fleet.put(row(product, client, time: Self.text(now - offset())))
            }
        }
        return fleet
    }

    mutating func offset() -> Int { Int.random(in: 0..<86_400 * 4, using: &generator) }

    package static func text(_ seconds: Int) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "yyyy-MM-dd HH:mm:ss"
        return formatter.string(from: Date(timeIntervalSince1970: TimeInterval(seconds)))
    }

    // MARK: Rows

    mutating func row(
        _ product: String, _ client: String, time: String?
    ) -> Fleet.ProductOnClient {
        var row = Fleet.ProductOnClient(productId: product, clientId: client)
        row.productType = generator.happens(onceIn: 12) ? "NetbootProduct" : "LocalbootProduct"
        row.installationStatus = generator.pick(["installed", "installed", "not_installed"])
        row.actionRequest = generator.pick(
            ["none", "none", "none", "setup", "uninstall", "update", "always", "once", "custom"])
        row.actionResult = generator.pick(["none", "successful", "successful", "failed"])
        row.actionProgress = generator.pick(["", "", "", "installing", "Deferred"])
        row.productVersion = generator.pick(Self.versions)
        row.packageVersion = generator.pick(["1", "2"])
        row.modificationTime = time
        return row
    }

    func isLoud(_ row: Fleet.ProductOnClient?) -> Bool {
        guard let row else { return false }
        return row.actionResult == "failed"
            || !["none", "always", nil].contains(row.actionRequest)
    }

    /// Rows that are failed or pending, and were so at the last refresh.
    private func loudRows(_ fleet: Fleet) -> [Fleet.ProductOnClient] {
        fleet.productsOnClient().filter { isLoud($0) && loudBefore.contains(Self.key($0)) }
    }

    private static func key(_ row: Fleet.ProductOnClient) -> String {
        row.productId + " " + row.clientId
    }

    /// Says that the fleet was refreshed.
    package mutating func refreshed(_ fleet: Fleet) { refreshed(withLoudRows: loudRows(in: fleet)) }

    /// Says which rows were failed or pending at every refresh that may have been the last one.
    package mutating func refreshed(withLoudRows rows: Set<String>) { loudBefore = rows }

    /// The rows that are failed or pending, as `refreshed(withLoudRows:)` takes them.
    package func loudRows(in fleet: Fleet) -> Set<String> {
        Set(
            fleet.productsOnClient()
                .filter { isLoud($0) && $0.productType == "LocalbootProduct" }.map(Self.key))
    }

    // MARK: Writes

    /// Writes something.
    ///
    /// - Parameters:
    ///   - fleet: the fleet.
    ///   - now: the server's local time, in seconds.
    ///   - window: which write to make that escapes.
    package mutating func write(to fleet: inout Fleet, now: Int, window: Window = .none) {
        let clients = fleet.clientIds
        guard !clients.isEmpty else { return addClient(to: &fleet, now: Self.text(now)) }
        let client = generator.pick(clients)
        let product = generator.pick(Self.products)
        switch window {
        case .none: break
        case .oldTime: return writeQuietly(to: &fleet, now: now)
        case .deletion:
            let quiet = fleet.productsOnClient().filter { !isLoud($0) }
            guard !quiet.isEmpty else { return }
            let row = generator.pick(quiet)
            return fleet.removeProduct(row.productId, from: row.clientId)
        }
        switch Int.random(in: 0..<20, using: &generator) {
        case 0..<6: fleet.put(row(product, client, time: Self.text(now)))
        case 6:
            // As opsi's own tools write back what they read: with the time that it had.
            guard var row = fleet.productOnClient(product, on: client) else { return }
            row.actionResult = "failed"
            fleet.put(row)
        case 7:
            guard var row = fleet.productOnClient(product, on: client) else { return }
            row.actionRequest = "setup"
            fleet.put(row)
        case 8:
            // A failed or pending row is mended or taken back, with the time that it had.
            let loud = loudRows(fleet)
            guard !loud.isEmpty else { return }
            var row = generator.pick(loud)
            row.actionResult = "successful"
            row.actionRequest = "none"
            row.installationStatus = generator.pick(["installed", "not_installed"])
            fleet.put(row)
        case 9:
            // A row that counts for something is deleted.
            let loud = loudRows(fleet)
            guard !loud.isEmpty else { return }
            let row = generator.pick(loud)
            fleet.removeProduct(row.productId, from: row.clientId)
        case 10: addClient(to: &fleet, now: Self.text(now), rowsAt: Self.text(now - offset()))
        case 11: fleet.remove(from: .host) { $0["id"]?.text == client }
        case 12: fleet.setHost(client, ["lastSeen": .string(Self.text(now))])
        case 13: rename(client, in: &fleet)
        case 14: writeGroups(to: &fleet, client)
        case 15: writeDepotProduct(to: &fleet)
        case 16: move(client, in: &fleet)
        case 17: recreate(client, in: &fleet, now: now)
        case 18 where generator.happens(onceIn: 3): addOrRemoveDepot(in: &fleet)
        default: fleet.put(row(product, client, time: Self.text(now)))
        }
    }
}
