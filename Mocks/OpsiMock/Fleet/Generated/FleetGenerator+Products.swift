extension FleetGenerator {
    private static let baseline = [
        "opsi-client-agent", "opsi-script", "hwaudit", "swaudit", "opsi-linux-client-agent",
    ]

    mutating func addProducts(_ count: Int) {
        for index in 0..<max(count, 0) {
            let isBaseline = index < Self.baseline.count
            let id =
                isBaseline
                ? Self.baseline[index] : "product\(Self.padded(index - Self.baseline.count + 1, 3))"
            // One in thirty installs an operating system, which is none of the states' business.
            let isNetboot = !isBaseline && index % 30 == 29
            addProduct(id, isNetboot: isNetboot, isBaseline: isBaseline)
        }
        addDependencies()
        addProductGroups()
    }

    private mutating func addProduct(_ id: String, isNetboot: Bool, isBaseline: Bool) {
        let major = 1 + random.below(120)
        let newest = (
            "\(major).\(random.below(10)).\(random.below(4))", String(1 + random.below(4))
        )
        let older = ("\(major - 1).\(random.below(10))", String(1 + random.below(4)))
        var product = Product(
            id: id, type: isNetboot ? "NetbootProduct" : "LocalbootProduct", versions: [],
            isBaseline: isBaseline)
        for depot in depots {
            // Depots lag behind the config server now and then.
            let isLagging = depot != Self.configserver && random.chance(80)
            let version = isLagging ? older : newest
            product.versions.append(version)
            fleet.add(
                [
                    "productId": .string(id), "productType": .string(product.type),
                    "productVersion": .string(version.0), "packageVersion": .string(version.1),
                    "depotId": .string(depot), "locked": .bool(false),
                ], to: .productOnDepot)
        }
        for version in Set(product.versions.map { "\($0.product)-\($0.package)" }).sorted() {
            let parts = version.split(separator: "-").map { String($0) }
            fleet.add(productObject(id, product.type, parts[0], parts[1]), to: .product)
        }
        products.append(product)
    }

    private func productObject(
        _ id: String, _ type: String, _ version: String, _ package: String
    ) -> JSONObject {
        [
            "id": .string(id), "type": .string(type), "name": .string("The \(id)"),
            "productVersion": .string(version), "packageVersion": .string(package),
            "licenseRequired": .bool(false), "setupScript": "setup.opsiscript",
            "uninstallScript": "uninstall.opsiscript", "updateScript": "", "alwaysScript": "",
            "onceScript": "", "customScript": "", "userLoginScript": "", "priority": .integer(0),
            "description": "", "advice": "", "changelog": "", "productClassIds": .array([]),
            "windowsSoftwareIds": .array([.string("{\(id)}")]),
        ]
    }

    /// Every tenth product needs the one before it.
    private mutating func addDependencies() {
        for index in products.indices where index >= 10 && index % 10 == 0 {
            for version in Set(products[index].versions.map { "\($0.product)-\($0.package)" })
                .sorted()
            {
                let parts = version.split(separator: "-").map { String($0) }
                fleet.add(
                    [
                        "productId": .string(products[index].id),
                        "productVersion": .string(parts[0]), "packageVersion": .string(parts[1]),
                        "productAction": "setup",
                        "requiredProductId": .string(products[index - 1].id),
                        "requiredInstallationStatus": "installed", "requirementType": "before",
                    ], to: .productDependency)
            }
        }
    }

    private mutating func addProductGroups() {
        let members = products.filter { !$0.isBaseline }.prefix(8)
        guard !members.isEmpty else { return }
        // The same id as a host group, which is allowed and must not confuse anybody.
        fleet.add(["id": "group001", "type": "ProductGroup", "description": "Office"], to: .group)
        for product in members {
            fleet.add(
                [
                    "groupType": "ProductGroup", "groupId": "group001",
                    "objectId": .string(product.id),
                ], to: .objectToGroup)
        }
    }

    private static let deepest = 8

    mutating func addGroups(_ count: Int) {
        var depths: [Int] = []
        fleet.add(
            ["id": "clientdirectory", "type": "HostGroup", "description": "", "notes": ""],
            to: .group)
        for index in 0..<max(count, 0) {
            let id = "group\(Self.padded(index + 1, 3))"
            // The first ones hang below each other, so that the full depth is there.
            let candidate = index < Self.deepest - 1 ? index - 1 : random.below(index)
            let parent = candidate >= 0 && depths[candidate] < Self.deepest ? candidate : nil
            depths.append(parent.map { depths[$0] + 1 } ?? 2)
            fleet.add(
                [
                    "id": .string(id), "type": "HostGroup", "description": .string("Group \(id)"),
                    "notes": "",
                    "parentGroupId": .string(parent.map { groups[$0] } ?? "clientdirectory"),
                ], to: .group)
            groups.append(id)
        }
    }
}
