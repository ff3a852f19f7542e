package import Foundation

/// The counts of a fleet, straight from its JSON objects and the words of semantics.md: slow,
/// plain, and without anything of the core.
package struct ReferenceFleet {
    package typealias Object = [String: Any]

    /// A text that is equal to another one only where the bytes are.
    package struct ID: Hashable {
        package let bytes: [UInt8]
        package init(_ text: String) { bytes = Array(text.utf8) }
        package var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    package var fleet: [String: [Object]]
    package var unixTime: Int
    package var utcOffset = 0
    package var days = 30
    package var hours = 24
    package var agents: Set<String> = [
        "opsi-client-agent", "opsi-linux-client-agent", "opsi-mac-client-agent",
    ]
    package var baseline: Set<String> = ["opsi-script", "opsi-winst", "hwaudit", "swaudit"]

    package init(json: Data, unixTime: Int) throws {
        let object = try JSONSerialization.jsonObject(with: json) as? [String: Any] ?? [:]
        fleet = object.mapValues { $0 as? [Object] ?? [] }
        self.unixTime = unixTime
    }

    package init(fleet: [String: [Object]], unixTime: Int) {
        self.fleet = fleet
        self.unixTime = unixTime
    }

    // MARK: Objects

    func objects(_ key: String) -> [Object] { fleet[key] ?? [] }

    func text(_ object: Object, _ key: String) -> String? { object[key] as? String }

    /// A text that every object of its kind has.
    func id(_ object: Object, _ key: String) -> String { text(object, key) ?? "" }

    package var clients: [Object] { objects("host").filter { text($0, "type") == "OpsiClient" } }

    private var depotIDs: [String] {
        objects("host").filter { text($0, "type") != "OpsiClient" }.map { id($0, "id") }
    }

    package func rows(of client: Object) -> [Object] {
        objects("productOnClient").filter {
            ID(id($0, "clientId")) == ID(id(client, "id"))
                && text($0, "productType") == "LocalbootProduct"
        }
    }

    private var hostGroups: [Object] { objects("group").filter { text($0, "type") == "HostGroup" } }

    // MARK: Times

    private static let calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    /// Unix seconds; nil for null, a zero date or what is no time.
    func time(_ object: Object, _ key: String) -> Int? {
        guard let text = text(object, key), !text.hasPrefix("0000") else { return nil }
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        let components = DateComponents(
            calendar: Self.calendar, timeZone: .gmt, year: numbers[0], month: numbers[1],
            day: numbers[2], hour: numbers[3], minute: numbers[4], second: numbers[5])
        return Self.calendar.date(from: components).map {
            Int($0.timeIntervalSince1970) - utcOffset
        }
    }

    package func isOutdated(_ client: Object) -> Bool {
        guard let seen = time(client, "lastSeen") ?? time(client, "created") else { return true }
        return unixTime - seen > days * 24 * 60 * 60
    }

    package func isNeverSeen(_ client: Object) -> Bool {
        guard let seen = time(client, "lastSeen") else { return true }
        guard let created = time(client, "created") else { return false }
        return abs(seen - created) <= 60
    }

    // MARK: Depots

    /// The depot of a client; "unknown" where it does not exist.
    package func depot(of client: Object) -> String {
        let configServer = objects("host").first { text($0, "type") == "OpsiConfigserver" }
            .map { id($0, "id") }
        func first(_ values: Any?) -> String? {
            guard let value = (values as? [Any])?.first as? String, !value.isEmpty else {
                return nil
            }
            return value
        }
        let states = objects("configState").filter {
            text($0, "configId") == "clientconfig.depot.id"
                && text($0, "objectId") == text(client, "id")
        }
        let config = objects("config").first { text($0, "id") == "clientconfig.depot.id" }
        let depot: String?
        if let state = states.last {
            depot = first(state["values"]) ?? configServer
        } else if let config {
            depot = first(config["defaultValues"]) ?? configServer
        } else {
            depot = configServer
        }
        guard let depot, depotIDs.contains(depot) else { return "unknown" }
        return depot
    }

    /// The version of a product on a depot; nil where the depot hasn't it.
    package func version(of product: String, on depot: String) -> String? {
        objects("productOnDepot")
            .last { text($0, "depotId") == depot && text($0, "productId") == product }
            .map { id($0, "productVersion") + "-" + id($0, "packageVersion") }
    }

    // MARK: States

    package func isFailed(_ row: Object) -> Bool { text(row, "actionResult") == "failed" }

    package func isInstalled(_ row: Object) -> Bool {
        text(row, "installationStatus") == "installed"
    }

    /// -1 where an older version is installed than is on the depot, 1 where it is a newer one.
    package func order(_ row: Object, of client: Object) -> Int? {
        guard isInstalled(row), let productVersion = text(row, "productVersion"),
            let packageVersion = text(row, "packageVersion"),
            let onDepot = version(of: id(row, "productId"), on: depot(of: client))
        else { return nil }
        return ReferenceVersion.compare(productVersion + "-" + packageVersion, onDepot)
    }

    package func isFresh(_ client: Object) -> Bool {
        let installed = rows(of: client).filter(isInstalled).map { id($0, "productId") }
        return installed.contains { agents.contains($0) }
            && installed.allSatisfy { agents.contains($0) || baseline.contains($0) }
    }

    package func isPending(_ row: Object) -> Bool {
        !["none", "always"].contains(text(row, "actionRequest") ?? "none")
    }

    /// Whether it was put off, and is still asked for.
    package func isDeferred(_ row: Object) -> Bool {
        let putOff = ["Deferred", "Suspended", "defered due to running processes"]
        return isPending(row) && putOff.contains(text(row, "actionProgress") ?? "")
    }

    package func isStuck(_ row: Object) -> Bool {
        guard isPending(row), !isDeferred(row) else { return false }
        guard let modified = time(row, "modificationTime") else { return true }
        return unixTime - modified > hours * 60 * 60
    }

    /// The states of a client by the ends of their families' names.
    package func states(of client: Object) -> [String: Bool] {
        let rows = rows(of: client)
        return [
            "": true, "_failed": rows.contains(where: isFailed),
            "_updatable": rows.contains { order($0, of: client) == -1 }, "_fresh": isFresh(client),
            "_outdated": isOutdated(client), "_never_seen": isNeverSeen(client),
            "_pending": rows.contains(where: isPending), "_stuck": rows.contains(where: isStuck),
            "_deferred": rows.contains(where: isDeferred),
        ]
    }

    // MARK: Groups

    /// The groups that a client is a direct member of.
    package func directGroups(of client: Object) -> Set<ID> {
        let known = Set(hostGroups.map { ID(id($0, "id")) })
        let memberships = objects("objectToGroup").filter {
            text($0, "groupType") == "HostGroup"
                && ID(id($0, "objectId")) == ID(id(client, "id"))
        }
        return Set(memberships.map { ID(id($0, "groupId")) }).intersection(known)
    }

    /// A group and all groups above it.
    private func upwards(_ group: ID) -> Set<ID> {
        var found: Set<ID> = []
        var next: ID? = group
        while let current = next, !found.contains(current) {
            guard let object = hostGroups.first(where: { ID(id($0, "id")) == current }) else {
                break
            }
            found.insert(current)
            let parent = text(object, "parentGroupId")
            next = parent.flatMap { $0 == "null" ? nil : ID($0) }
        }
        return found
    }

    // MARK: Counts

    private static let ends = [
        "", "_failed", "_updatable", "_fresh", "_outdated", "_never_seen", "_pending", "_stuck",
        "_deferred",
    ]
    private static let actions = ["setup", "uninstall", "update", "always", "once", "custom"]

    /// Counts of a fleet without clients.
    private var emptyCounts: Counts {
        var counts = Counts()
        for depot in depotIDs + ["unknown"] {
            for end in Self.ends + ["_ungrouped"] { counts.set("opsi_clients" + end, depot, 0) }
            counts.set("opsi_client_products_failed", depot, 0)
            counts.set("opsi_client_products_updatable", depot, 0)
            for action in Self.actions {
                counts.set("opsi_client_products_requested", depot, 0, action: action)
            }
        }
        for depot in depotIDs {
            let products = objects("productOnDepot").filter { text($0, "depotId") == depot }
            counts.set(
                "opsi_depot_products", depot, Set(products.map { id($0, "productId") }).count)
        }
        for product in objects("productOnDepot")
        where text(product, "productType") == "LocalbootProduct"
            && depotIDs.contains(id(product, "depotId"))
        {
            for end in ["installed", "failed", "updatable"] {
                counts.set("opsi_product_clients_" + end, id(product, "productId"), 0)
            }
        }
        for group in hostGroups {
            for end in Self.ends { counts.set("opsi_group_clients" + end, id(group, "id"), 0) }
        }
        return counts
    }

    package func counts() -> Counts {
        var counts = emptyCounts
        for client in clients {
            let depot = depot(of: client)
            let direct = directGroups(of: client)
            let groups = direct.reduce(into: Set<ID>()) { $0.formUnion(upwards($1)) }
            for (end, isIn) in states(of: client) where isIn {
                counts.add("opsi_clients" + end, depot, 1)
                for group in groups { counts.add("opsi_group_clients" + end, group.text, 1) }
            }
            if direct.isEmpty { counts.add("opsi_clients_ungrouped", depot, 1) }
            let rows = rows(of: client)
            counts.add("opsi_client_products_failed", depot, rows.count(where: isFailed))
            counts.add(
                "opsi_client_products_updatable", depot, rows.count { order($0, of: client) == -1 })
            for row in rows {
                guard let action = text(row, "actionRequest"), Self.actions.contains(action) else {
                    continue
                }
                counts.add("opsi_client_products_requested", depot, 1, action: action)
            }
            counts.set("opsi_client_failed_products", id(client, "id"), rows.count(where: isFailed))
            if let seen = time(client, "lastSeen") {
                counts.set("opsi_client_last_seen_timestamp_seconds", id(client, "id"), seen)
            }
            for row in rows {
                let product = id(row, "productId")
                counts.add("opsi_product_clients_installed", product, isInstalled(row) ? 1 : 0)
                counts.add("opsi_product_clients_failed", product, isFailed(row) ? 1 : 0)
                counts.add(
                    "opsi_product_clients_updatable", product, order(row, of: client) == -1 ? 1 : 0)
            }
            let isDowngraded = rows.contains { order($0, of: client) == 1 }
            counts.set("downgrade", id(client, "id"), isDowngraded ? 1 : 0)
        }
        return counts
    }
}
