import OpusBackend
import OpusServer

/// What products need of each other, by the version that needs it.
struct DependencyGraph {
    private let needs: [ProductIdent: [ProductDependency]]

    init(_ dependencies: [ProductDependency]) {
        needs = Dictionary(grouping: dependencies, by: \.ident)
    }

    /// What an action with a depot's package needs.
    func needs(of product: ProductOnDepot, _ action: ActionRequest) -> [ProductDependency] {
        (needs[product.ident] ?? []).filter { $0.action == action.rawValue }
    }

    /// The package that a dependency asks for; nil where the depot lacks it in that version.
    func required(
        _ need: ProductDependency, _ records: PlanningRecords, _ depot: ObjectID
    ) -> ProductOnDepot? {
        guard let product = records.product(need.requiredProductID, onDepot: depot),
            need.requiredProductVersion.map({ $0.isEmpty || $0 == product.productVersion })
                ?? true,
            need.requiredPackageVersion.map({ $0.isEmpty || $0 == product.packageVersion })
                ?? true
        else { return nil }
        return product
    }
}

/// Who needs what on the depot of one client, seen from what was asked for there.
struct DependencyUsers {
    private var users: [ObjectID: [ObjectID]] = [:]
    private let asked: [ObjectID]

    init(
        _ graph: DependencyGraph, _ records: PlanningRecords, depot: ObjectID,
        roots: [(product: ObjectID, request: ActionRequest?)]
    ) {
        asked = roots.map(\.product)
        var seen: [ActionRequest: Set<ObjectID>] = [:]
        var next = roots.compactMap { root in root.request.map { (root.product, $0) } }
        while let (id, action) = next.popLast() {
            guard seen[action, default: []].insert(id).inserted,
                let product = records.product(id, onDepot: depot)
            else { continue }
            for need in graph.needs(of: product, action) {
                guard let request = need.request,
                    let required = graph.required(need, records, depot)
                else { continue }
                if users[required.productID]?.contains(id) != true {
                    users[required.productID, default: []].append(id)
                }
                next.append((required.productID, request))
            }
        }
    }

    /// The products that need a product themselves, ordered.
    func direct(of product: ObjectID) -> [ObjectID] { (users[product] ?? []).sorted() }

    /// The products that were asked for and need a product, themselves or through others.
    func roots(of product: ObjectID) -> Set<ObjectID> {
        var above: Set<ObjectID> = []
        var next = users[product] ?? []
        while let user = next.popLast() {
            if above.insert(user).inserted { next += users[user] ?? [] }
        }
        return above.intersection(asked)
    }
}
