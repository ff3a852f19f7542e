import OpusBackend
import OpusServer

// Reading what expressions say of products.
extension TargetReading {
    /// Reads the groups of products that are named; what is needed is then said of their members.
    mutating func resolvingGroups(_ needs: TargetNeeds) async throws -> TargetNeeds {
        guard !needs.installedGroups.isEmpty || !needs.failedGroups.isEmpty else { return needs }
        let groups = try await backend.productGroupTree()
        facts.productGroups = groups
        // A slip in a group's name needs no rows.
        _ = try answer()
        func members(_ names: [ObjectID]) -> [ObjectID] {
            names.flatMap { name -> [ObjectID] in
                guard case .one(let group) = groups.names.match(name.text) else { return [] }
                return groups[group].filter(\.isExact)
            }
        }
        var needs = needs
        needs.installedProducts += members(needs.installedGroups)
        needs.failedProducts += members(needs.failedGroups)
        return needs
    }

    /// Reads the rows that tell where products are installed, and where they failed.
    mutating func readProducts(_ needs: TargetNeeds) async throws {
        let installed = try await rows(of: needs.installedProducts) { $0.status = .installed }
        let failed = try await rows(of: needs.failedProducts) { $0.result = .failed }
        var ids = (installed + failed).map(\.productID).distinct()
        var netboot = Set(
            (installed + failed).filter { $0.type == .netboot }.map(\.productID))
        let named = expression.needs.installedProducts + expression.needs.failedProducts
        let found = KnownNames(ids, hasShortNames: false)
        if named.contains(where: { found.match($0.text) == .none }) {
            // No client has it so; is there such a product at all?
            let onDepots = try await backend.productsOnDepots()
            ids = (ids + onDepots.map(\.productID)).distinct()
            netboot.formUnion(onDepots.filter { $0.type == .netboot }.map(\.productID))
            netboot.subtract(onDepots.filter { $0.type == .localboot }.map(\.productID))
        }
        facts.products = .init(
            names: KnownNames(ids, hasShortNames: false), installed: installed, failed: failed,
            netboot: netboot.subtracting(
                (installed + failed).filter { $0.type == .localboot }.map(\.productID)))
    }

    /// Rows of products, of whatever kind, on any client; none without products.
    private func rows(
        of products: [ObjectID], _ narrow: (inout ProductOnClientQuery) -> Void
    ) async throws -> [ProductOnClient] {
        guard !products.isEmpty else { return [] }
        return try await backend.rows(
            ProductOnClientQuery(products: products.distinct()).with(narrow))
    }
}

extension TargetNeeds {
    /// Whether anything is said of products.
    var hasProducts: Bool {
        !installedProducts.isEmpty || !failedProducts.isEmpty || !installedGroups.isEmpty
            || !failedGroups.isEmpty
    }
}
