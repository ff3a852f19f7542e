import OpusServer

// What is on clients.
extension TargetEvaluation {
    typealias Products = TargetExpression.Products

    /// The clients on which one of the products is installed.
    func product(
        _ products: Products, _ condition: TargetExpression.VersionCondition?
    ) throws(TargetError) -> TargetAnswer {
        guard let ids = try ids(of: products), let rows = facts.products else { return unknown }
        return clients(in: rows.installed) { row in
            row.installationStatus == .installed && ids.contains(row.productID)
                && condition.map {
                    $0.holds(
                        productVersion: row.productVersion, packageVersion: row.packageVersion)
                } ?? true
        }
    }

    /// The clients on which the last action with one of the products failed.
    func failed(
        _ products: Products, _ age: TargetExpression.AgeCondition?
    ) throws(TargetError) -> TargetAnswer {
        guard let ids = try ids(of: products), let rows = facts.products else { return unknown }
        if !products.isGroup, let id = ids.first, rows.netboot.contains(id) {
            throw TargetError(
                .netbootFailure(products.name.text), place: products.name.place, in: source)
        }
        guard let age else {
            return clients(in: rows.failed) { $0.isFailed && ids.contains($0.productID) }
        }
        guard let now = facts.localNow else { return unknown }
        return clients(in: rows.failed) { row in
            guard row.isFailed, ids.contains(row.productID) else { return false }
            guard let time = row.modificationTime else { return age.holdsForEver }
            return age.holds(seconds: now - time.seconds)
        }
    }

    /// The ids of products; nil where they are not known yet.
    private func ids(of products: Products) throws(TargetError) -> Set<ObjectID>? {
        let name = products.name
        guard ObjectID(name.text).isExact else {
            // Refused before its rows are asked for.
            throw TargetError(.unsafeID(name.text), place: name.place, in: source)
        }
        guard !products.isGroup else {
            guard let groups = facts.productGroups else { return nil }
            return Set(groups[try groups.names.number(of: name, .productGroup, in: source)])
        }
        guard let names = facts.products?.names else { return nil }
        return [names.ids[try names.number(of: name, .product, in: source)]]
    }

    private func clients(
        in rows: [ProductOnClient], where isMatch: (ProductOnClient) -> Bool
    ) -> TargetAnswer {
        var result = facts.none
        for row in rows where isMatch(row) {
            if let client = facts.names.number(ofExactly: row.clientID) { result[client] = true }
        }
        return TargetAnswer(result)
    }
}
