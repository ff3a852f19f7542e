extension FleetGenerator {
    private static let day = 86_400

    /// What kind of life a client leads.
    private enum Fate {
        case wellKept, neglected, fresh, failing

        /// How many products in a thousand are behind the depot's version, failed, or waiting.
        var rates: (old: Int, failed: Int, pending: Int) {
            switch self {
            case .wellKept: (0, 0, 2)
            case .neglected: (60, 5, 10)
            case .fresh: (0, 0, 0)
            case .failing: (40, 60, 30)
            }
        }
    }

    mutating func addClients(_ count: Int) {
        let numbers = Numbers(&fleet.productOnClient.strings)
        let lines = products.map { Line($0, &fleet.productOnClient.strings) }
        for index in 0..<max(count, 0) {
            let id = "pc\(Self.padded(index + 1, 5)).\(Self.domain)"
            let depot = random.chance(300) ? 0 : random.below(depots.count)
            addHost(id, index: index)
            if depot > 0 {
                fleet.add(
                    [
                        "configId": "clientconfig.depot.id", "objectId": .string(id),
                        "values": .array([.string(depots[depot])]),
                    ], to: .configState)
            }
            addMemberships(id)
            let fate: Fate =
                switch random.below(100) {
                case ..<8: .fresh
                case ..<14: .failing
                case ..<50: .neglected
                default: .wellKept
                }
            addProducts(of: id, depot: depot, fate: fate, numbers, lines)
            if index < 200 { addSoftware(of: id) }
        }
    }

    private mutating func addHost(_ id: String, index: Int) {
        let created = now - Self.day - random.below(700 * Self.day)
        let seen: Int? =
            switch random.below(100) {
            case ..<82: max(now - random.below(2 * Self.day), created)
            case ..<91: max(now - random.below(29 * Self.day), created)
            case ..<97: max(now - (31 + random.below(300)) * Self.day, created)
            case ..<99: created
            default: nil
            }
        let mac = [0x52, 0x54, 0, index >> 16, index >> 8, index].map {
            let digits = String($0 & 0xFF, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined(separator: ":")
        // A few have no address, so the server cannot call them.
        let address =
            random.chance(30)
            ? nil : "127.\(1 + index >> 16 & 0x7F).\(index >> 8 & 0xFF).\(index & 0xFF)"
        fleet.add(
            [
                "id": .string(id), "type": "OpsiClient", "description": .string("PC \(index + 1)"),
                "notes": "", "hardwareAddress": .string(mac), "ipAddress": .text(address),
                "inventoryNumber": .string("INV-\(Self.padded(index + 1, 6))"),
                "opsiHostKey": .string(key()), "created": .string(WireTime.text(created)),
                "lastSeen": .text(seen.map { WireTime.text($0) }),
            ], to: .host)
    }

    private mutating func addMemberships(_ id: String) {
        guard !groups.isEmpty, !random.chance(50) else { return }
        let count = random.chance(20) ? 20 : 1 + random.below(3)
        var chosen: Set<Int> = []
        for _ in 0..<min(count, groups.count) {
            let group = random.below(groups.count)
            guard chosen.insert(group).inserted else { continue }
            fleet.add(
                [
                    "groupType": "HostGroup", "groupId": .string(groups[group]),
                    "objectId": .string(id),
                ], to: .objectToGroup)
        }
    }

    /// A product's numbers in the string table.
    private struct Line {
        let name: String
        let id: UInt32
        let type: UInt32
        let versions: [(product: UInt32, package: UInt32)]
        let old: (product: UInt32, package: UInt32)
        let isBaseline: Bool

        init(_ product: Product, _ strings: inout TextPool) {
            name = product.id
            id = strings.number(of: product.id)
            type = strings.number(of: product.type)
            versions = product.versions.map {
                (strings.number(of: $0.product), strings.number(of: $0.package))
            }
            old = (strings.number(of: "0.9"), strings.number(of: "1"))
            isBaseline = product.isBaseline
        }
    }

    private mutating func addProducts(
        of id: String, depot: Int, fate: Fate, _ numbers: Numbers, _ lines: [Line]
    ) {
        let client = fleet.productOnClient.client(id)
        let rates = fate.rates
        for line in lines {
            // Fresh clients have nothing but the baseline; others most of what there is.
            guard line.isBaseline || fate != .fresh && random.chance(820) else { continue }
            var row = ProductOnClientRow()
            row[.productId] = line.id
            row[.productType] = line.type
            row[.targetConfiguration] = numbers.undefined
            row[.actionRequest] = numbers.none
            row[.lastAction] = numbers.setup
            row[.actionProgress] = numbers.empty
            row.time = PackedTime(seconds: now - random.below(400 * Self.day))
            let version = random.chance(rates.old) ? line.old : line.versions[depot]
            if isInTrouble(rates.failed) {
                row[.actionResult] = numbers.failed
                let kind = OpsiMock.FailureKind.of(product: line.name, on: id, seed: seed)
                row[.actionProgress] = fleet.productOnClient.strings.number(of: kind.reason)
                let isInstalled = random.chance(600)
                row[.installationStatus] = isInstalled ? numbers.installed : numbers.unknown
                if isInstalled { set(version, in: &row) }
            } else if line.isBaseline || random.chance(920) {
                row[.actionResult] = numbers.successful
                row[.installationStatus] = numbers.installed
                set(version, in: &row)
            } else {
                row[.actionResult] = numbers.none
                row[.lastAction] = numbers.none
                row[.installationStatus] = numbers.notInstalled
            }
            if isInTrouble(rates.pending) {
                row[.actionRequest] =
                    [numbers.setup, numbers.update, numbers.uninstall][random.below(3)]
                // Half of what is waiting was asked for today; the rest is stuck.
                if random.chance(500) {
                    row.time = PackedTime(seconds: now - random.below(Self.day))
                }
                if random.chance(100) { row[.actionProgress] = numbers.installing }
            }
            fleet.productOnClient.append(row, client: client)
        }
    }

    /// Whether a row failed or waits, as it does in so many of a thousand cases and the fleet's
    /// trouble allows.
    private mutating func isInTrouble(_ perMille: Int) -> Bool {
        random.chance(perMille) && (trouble == 100 || random.below(100) < trouble)
    }

    private func set(
        _ version: (product: UInt32, package: UInt32), in row: inout ProductOnClientRow
    ) {
        row[.productVersion] = version.product
        row[.packageVersion] = version.package
    }

    private mutating func addSoftware(of id: String) {
        for name in ["7-Zip 24.08 (x64)", "VLC media player", "Microsoft Windows 11 Pro"] {
            let isSystem = name.hasPrefix("Microsoft Windows")
            let key: JSONObject = [
                "name": .string(name), "version": "24.08", "subVersion": "", "language": "",
                "architecture": "x64",
            ]
            var software = key
            software["windowsSoftwareId"] =
                .string(isSystem ? "ms_windows_11_pro" : "{\(name.lowercased())}")
            software["windowsDisplayName"] = .string(name)
            software["windowsDisplayVersion"] = "24.08"
            software["installSize"] = .integer(123_456)
            if fleet[.auditSoftware].position(identity: key.members.map { $0.value.string ?? "" })
                == nil
            {
                fleet.add(software, to: .auditSoftware)
            }
            var found = key
            found["clientId"] = .string(id)
            found["firstseen"] = .string(WireTime.text(now - 200 * Self.day))
            found["lastseen"] = .string(WireTime.text(now - random.below(30 * Self.day)))
            found["state"] = .integer(1)
            found["usageFrequency"] = .integer(-1)
            fleet.add(found, to: .auditSoftwareOnClient)
        }
    }
}
