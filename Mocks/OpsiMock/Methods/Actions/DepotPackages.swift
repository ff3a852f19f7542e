/// What the depots have, and what it needs, looked up by keys.
struct DepotPackages {
    /// A product in the version that a depot has.
    struct Package {
        var product: Row
        var dependencies: [Row]

        var id: String { product["id"].string ?? "" }
        var priority: Int { product["priority"].integer ?? 0 }
        var productType: String { product.type?.name ?? "LocalbootProduct" }

        func hasScript(for action: String) -> Bool {
            !(product["\(action)Script"].string ?? "").isEmpty
        }
    }

    private var onDepots: [[String]: Row] = [:]
    private var products: [[String]: Row] = [:]
    private var dependencies: [[String]: [Row]] = [:]

    init(_ fleet: OpsiMock.Fleet) {
        for row in fleet[.productOnDepot].rows {
            let key = [row["depotId"].string ?? "", Collation.key(row["productId"].string ?? "")]
            if onDepots[key] == nil { onDepots[key] = row }
        }
        for row in fleet[.product].rows { products[Self.version(row, id: "id")] = row }
        for row in fleet[.productDependency].rows {
            dependencies[Self.version(row, id: "productId"), default: []].append(row)
        }
    }

    private static func version(_ row: Row, id: String) -> [String] {
        [
            Collation.key(row[id].string ?? ""), row["productVersion"].string ?? "",
            row["packageVersion"].string ?? "",
        ]
    }

    /// A depot's package of a product; nothing where the depot lacks it, or has it in another
    /// version than is asked for.
    func package(_ id: String, on depot: String, asked dependency: Row? = nil) -> Package? {
        guard let onDepot = onDepots[[depot, Collation.key(id)]],
            let product = products[Self.version(onDepot, id: "productId")]
        else { return nil }
        for (required, key) in [
            ("requiredProductVersion", "productVersion"),
            ("requiredPackageVersion", "packageVersion"),
        ] {
            let wanted = dependency?[required].string ?? ""
            guard wanted.isEmpty || wanted == onDepot[key].string else { return nil }
        }
        return Package(
            product: product,
            dependencies: dependencies[Self.version(onDepot, id: "productId")] ?? [])
    }
}
