import Foundation
import TestSupport

/// Makes fleets with everything in them that could be counted wrong.
struct RandomFleet {
    typealias Object = [String: Any]

    private var generator: SeededGenerator
    let unixTime = 1_795_369_413
    let utcOffset: Int
    let days: Int
    let hours: Int
    private let formatter = {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "yyyy-MM-dd HH:mm:ss"
        return formatter
    }()
    private var depots: [String] = []
    private var clients: [String] = []
    private(set) var fleet: [String: [Object]] = [:]

    private static let products = [
        "opsi-client-agent", "opsi-linux-client-agent", "opsi-mac-client-agent", "opsi-script",
        "opsi-winst", "hwaudit", "swaudit", "firefox", "7zip", "office", "not-on-any-depot",
        "own-agent",
    ]
    private static let groups = [
        "clientdirectory", "a", "b", "c", "d", "e", "null", "ring 1", "Büro \"A\"\\Nord", "a\tb",
        "名前", "trailing ",
        "{job=\"x\"}", "it's", "A", " ", "line\nbreak", "group009",
    ]
    private static let versions = [
        "1.0", "1", "1.0.0", "1.0rc1", "1.0a", "0.9", "2.0", "10.0", "1.0~custom", "99999999",
        "100000000", "",
        "not_a_version", "1.0+1", "24.08", "78.0esr", "78.0",
    ]

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        utcOffset = generator.pick([0, 0, 3_600, 7_200, -12_600, 20_700])
        days = generator.pick([30, 30, 1, 0, 365])
        hours = generator.pick([24, 24, 1, 0])
        makeHosts()
        makeDepotChoices()
        makeGroups()
        makeProducts()
    }

    var json: [UInt8] {
        get throws { Array(try JSONSerialization.data(withJSONObject: fleet)) }
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value { generator.pick(values) }

    private mutating func once(in times: Int) -> Bool { generator.happens(onceIn: times) }

    /// A time on the server's local clock.
    private func time(ago seconds: Int) -> String {
        let local = unixTime + utcOffset - seconds
        return formatter.string(from: Date(timeIntervalSince1970: Double(local)))
    }

    private mutating func age(limit: Int) -> Int {
        pick([
            0, 1, limit, limit - 1, limit + 1, limit + 60, 2 * limit, -3_600,
            Int.random(in: 0...(2 * limit + 100), using: &generator),
        ])
    }

    private mutating func makeHosts() {
        var hosts: [Object] = [
            ["id": "config.fleet.test", "type": "OpsiConfigserver", "isMasterDepot": true]
        ]
        depots = ["config.fleet.test"]
        for number in 0..<Int.random(in: 0...3, using: &generator) {
            depots.append("depot\(number).fleet.test")
            hosts.append([
                "id": "depot\(number).fleet.test", "type": "OpsiDepotserver",
                "isMasterDepot": once(in: 2),
                "masterDepotId": pick(["config.fleet.test", NSNull()] as [Any]),
            ])
        }
        for number in 0..<pick([0, 1, 5, 30]) {
            let id = "pc\(number).fleet.test"
            clients.append(id)
            let createdAge = age(limit: days * 86_400)
            let created: Any =
                once(in: 5)
                ? pick([NSNull(), "0000-00-00 00:00:00"] as [Any]) : time(ago: createdAge)
            let lastSeen: Any =
                switch Int.random(in: 0..<8, using: &generator) {
                case 0: NSNull()
                case 1: "0000-00-00 00:00:00"
                case 2, 3: time(ago: createdAge + pick([-61, -60, -59, 0, 59, 60, 61]))
                default: time(ago: age(limit: days * 86_400))
                }
            hosts.append(["id": id, "type": "OpsiClient", "created": created, "lastSeen": lastSeen])
        }
        fleet["host"] = hosts.shuffled(using: &generator)
    }

    private mutating func makeDepotChoices() {
        if once(in: 3) {
            let value = pick(depots + ["", "no-such-depot.fleet.test", "Config.fleet.test"])
            fleet["config"] = [
                [
                    "id": "clientconfig.depot.id", "type": "UnicodeConfig",
                    "defaultValues": value == "" ? [] : [value],
                ]
            ]
        }
        var states: [Object] = []
        for client in clients where !once(in: 3) {
            let value = pick(
                depots + depots + ["", "deleted-depot.fleet.test", "DEPOT0.fleet.test"])
            states.append([
                "configId": "clientconfig.depot.id", "objectId": client, "type": "ConfigState",
                "values": value == "" && once(in: 2) ? [] : [value],
            ])
            if once(in: 4) {
                states.append([
                    "configId": "another.config", "objectId": client, "type": "ConfigState",
                    "values": ["deleted-depot.fleet.test"],
                ])
            }
        }
        fleet["configState"] = states
    }

    private mutating func makeGroups() {
        guard !once(in: 6) else { return }
        let ids = Self.groups.filter { _ in !once(in: 3) }
        fleet["group"] =
            ids.map { id in
                let parent: Any = pick(
                    [NSNull(), "null", "no-such-group", id] as [Any] + ids as [Any] + ids as [Any])
                return ["id": id, "type": "HostGroup", "parentGroupId": parent]
            }
            + ids.filter { _ in once(in: 4) }.map {
                ["id": $0, "type": "ProductGroup", "parentGroupId": NSNull()]
            }
        var members: [Object] = []
        for _ in 0..<Int.random(in: 0...(3 * clients.count), using: &generator) {
            let member: Object = [
                "groupType": once(in: 5) ? "ProductGroup" : "HostGroup",
                "groupId": pick(ids + ["no-such-group", "group009"]),
                "objectId": pick(
                    clients + clients + [
                        "no-such-client.fleet.test", "firefox", "config.fleet.test",
                    ]),
            ]
            members.append(member)
            if once(in: 6) { members.append(member) }
        }
        fleet["objectToGroup"] = members
    }

    private mutating func makeProducts() {
        var onDepots: [Object] = []
        for depot in depots {
            for product in Self.products where product != "not-on-any-depot" && !once(in: 4) {
                onDepots.append([
                    "productId": product, "depotId": depot, "productType": "LocalbootProduct",
                    "productVersion": pick(Self.versions),
                    "packageVersion": pick(["1", "2", "1~x", "0"]),
                ])
            }
            onDepots.append([
                "productId": "win11", "depotId": depot, "productType": "NetbootProduct",
                "productVersion": "11",
                "packageVersion": "1",
            ])
        }
        fleet["productOnDepot"] = onDepots
        var rows: [Object] = []
        for client in clients + ["no-such-client.fleet.test"] {
            let isPlain = once(in: 3)
            for product in Self.products where !once(in: 3) {
                let isOther = product == "firefox" || product == "7zip" || product == "office"
                rows.append(row(client, product, isPlain: isPlain && isOther))
            }
            if once(in: 2) {
                rows.append(row(client, "win11", isPlain: false, type: "NetbootProduct"))
            }
        }
        fleet["productOnClient"] = rows.shuffled(using: &generator)
    }

    private mutating func row(
        _ client: String, _ product: String, isPlain: Bool, type: String = "LocalbootProduct"
    ) -> Object {
        let hasVersion = !once(in: 8)
        let modified: Any =
            once(in: 6)
            ? pick([NSNull(), "0000-00-00 00:00:00"] as [Any])
            : time(ago: age(limit: hours * 3_600))
        let request: Any = pick(
            [
                "none", "none", "none", "none", "none", "none", "none", "none", "setup",
                "uninstall", "update", "always",
                "once", "custom", "dance", NSNull(),
            ] as [Any])
        return [
            "clientId": client, "productId": product, "productType": type,
            "installationStatus": isPlain
                ? "not_installed" : pick(["installed", "installed", "not_installed", "unknown"]),
            "actionRequest": request,
            "actionResult": pick(
                [
                    "none", "successful", "successful", "successful", "successful", "successful",
                    "failed", NSNull(),
                ] as [Any]),
            "productVersion": hasVersion ? pick(Self.versions) : NSNull(),
            "packageVersion": hasVersion ? pick(["1", "2", "1~x", "0"]) : NSNull(),
            "modificationTime": modified,
            "actionProgress": pick(
                [
                    "", "", "", "", "installing", "Deferred", "Suspended",
                    "defered due to running processes", "deferred", NSNull(),
                ] as [Any]),
        ]
    }
}
