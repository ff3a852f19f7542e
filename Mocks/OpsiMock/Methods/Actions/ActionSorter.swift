/// Finds what one client has to do for some requests, and in which order.
///
/// As in the server: what a product needs is looked for also behind what is there already; a
/// product that was on the way to another is not looked at again; of several actions with one
/// product one wins; and the files of a package that is being replaced (locked) play no part.
struct ActionSorter {
    /// Requests that depend on each other.
    struct Group {
        var priority = 0
        var rows: [Row] = []
        var priorities: [(product: String, priority: Int)] = []
        var log: [String] = []
    }

    struct Action {
        var product: String
        var type: String
        var name: String
        var priority: Int
        var isRequired: Bool
        var given: Row?
        /// What it needs, with when: `before`, `after` or nothing.
        var needs: [(when: String, action: Int)] = []
        var neededBy: [Int] = []
    }

    let client: String
    let depot: String
    let packages: DepotPackages
    let fleet: OpsiMock.Fleet
    private(set) var actions: [Action] = []
    /// The products in the order in which they came up, and their actions.
    private(set) var products: [String] = []
    private(set) var ofProduct: [String: [Int]] = [:]

    init(client: String, depot: String, packages: DepotPackages, fleet: OpsiMock.Fleet) {
        self.client = client
        self.depot = depot
        self.packages = packages
        self.fleet = fleet
    }

    /// The requests of the rows with what they need, in groups in the order of action.
    mutating func groups(of rows: [Row]) -> [Group] {
        for row in rows { give(row) }
        for product in products {
            for action in ofProduct[product] ?? [] {
                var path: [String] = []
                followNeeds(of: action, &path)
            }
        }
        for product in products { chooseOne(ofProduct[product] ?? []) }
        let sorted = connectedProducts().map { orderedActions(of: $0) }
            .filter { !$0.actions.isEmpty }
            .enumerated().sorted {
                ($1.element.priority, $0.offset) < ($0.element.priority, $1.offset)
            }
        var number = 0
        return sorted.map { group($0.element, &number) }
    }

    // MARK: Finding

    private mutating func give(_ row: Row) {
        let request = row["actionRequest"].string ?? ""
        guard let package = packages.package(row["productId"].string ?? "", on: depot) else {
            return
        }
        let isIdle = World.isIdle(request)
        add(
            Action(
                product: package.id, type: row["productType"].string ?? package.productType,
                name: isIdle ? "none" : request,
                priority: request == "uninstall" ? -package.priority : package.priority,
                isRequired: !isIdle, given: row))
    }

    @discardableResult
    private mutating func add(_ action: Action) -> Int {
        if ofProduct[action.product] == nil { products.append(action.product) }
        let number = actions.count
        actions.append(action)
        ofProduct[action.product, default: []].removeAll { actions[$0].name == action.name }
        ofProduct[action.product, default: []].append(number)
        return number
    }

    private mutating func followNeeds(of number: Int, _ path: inout [String]) {
        let action = actions[number]
        path.append(action.product)
        guard let package = packages.package(action.product, on: depot) else { return }
        for dependency in package.dependencies
        where dependency["productAction"].string == action.name {
            let id = dependency["requiredProductId"].string ?? ""
            guard !path.contains(where: { Collation.areEqual($0, id) }),
                let needed = packages.package(id, on: depot, asked: dependency),
                let next = need(dependency, needed, for: number)
            else { continue }
            followNeeds(of: next, &path)
        }
    }

    /// Notes that an action needs another; nothing where that can't be.
    private mutating func need(
        _ dependency: Row, _ package: DepotPackages.Package, for number: Int
    ) -> Int? {
        let asked = dependency["requiredAction"].string ?? ""
        let status = dependency["requiredInstallationStatus"].string ?? ""
        let name = !asked.isEmpty ? asked : status == "installed" ? "setup" : "uninstall"
        let isRequired = !asked.isEmpty || !isMet(dependency, status, package)
        guard !isRequired || package.hasScript(for: name) else { return nil }
        let known = ofProduct[package.id]?.first { actions[$0].name == name }
        let next =
            known
            ?? add(
                Action(
                    product: package.id, type: package.productType, name: name,
                    priority: name == "uninstall" ? -package.priority : package.priority,
                    isRequired: false))
        if isRequired { actions[next].isRequired = true }
        if !actions[next].neededBy.contains(number) { actions[next].neededBy.append(number) }
        let when = dependency["requirementType"].string ?? ""
        if !actions[number].needs.contains(where: { $0.action == next && $0.when == when }) {
            actions[number].needs.append((when, next))
        }
        return next
    }

    /// Whether a product is on the client as a dependency wants it. A row that is about to be
    /// written counts as it was given, and that says seldom what is installed.
    private func isMet(_ dependency: Row, _ status: String, _ package: DepotPackages.Package)
        -> Bool
    {
        let given = ofProduct[package.id]?.lazy.compactMap { actions[$0].given }.first
        let row = given ?? existing(package.id)
        guard (row.map { $0["installationStatus"].string } ?? "not_installed") == status else {
            return false
        }
        return [
            ("requiredProductVersion", "productVersion"),
            ("requiredPackageVersion", "packageVersion"),
        ].allSatisfy { required, key in
            let wanted = dependency[required].string ?? ""
            let there = row?[key].string ?? ""
            return wanted.isEmpty || there.isEmpty || wanted == there
        }
    }

    private func existing(_ product: String) -> Row? {
        fleet.productOnClient.position(productId: product, clientId: client).map { position in
            let row = fleet.productOnClient.rows[position.client][position.row]
            return Row(
                fleet.productOnClient.object(client: position.client, row: row),
                table: .productOnClient)
        }
    }

    // MARK: Choosing

    private mutating func chooseOne(_ numbers: [Int]) {
        guard numbers.count > 1 else { return }
        let given = numbers.compactMap { actions[$0].given }.first
        let sorted = numbers.sorted {
            (Self.rank(actions[$0]), actions[$0].neededBy.count, $0)
                < (Self.rank(actions[$1]), actions[$1].neededBy.count, $1)
        }
        for number in sorted {
            actions[number].given = number == sorted[0] ? given : nil
            if number != sorted[0] { actions[number].isRequired = false }
        }
    }
}
