import OpusBackend
import OpusServer

/// Whether what would be done is what a rollout's plan says.
struct RolloutComparison {
    private struct Key: Hashable {
        var product: ObjectID
        var depot: ObjectID
    }

    private var versions: [Key: String] = [:]
    private let products: Set<ObjectID>
    private var depotOfClient: [ObjectID: ObjectID] = [:]

    init(_ plan: RolloutPlan, _ depots: [ClientDepot]) {
        products = Set(plan.products)
        for item in plan.items {
            versions[Key(product: item.product, depot: item.depot)] = item.version ?? ""
        }
        for entry in depots { depotOfClient[entry.clientID] = entry.depotID }
    }

    /// What a depot has in another version than the plan says; nobody has reviewed that.
    func mismatch(in steps: [ActionPlan.Step]) -> String? {
        for step in steps {
            guard let product = step.productID, let depot = depotOfClient[step.clientID],
                let planned = versions[Key(product: product, depot: depot)],
                planned != step.version ?? ""
            else { continue }
            return "the depot \(depot) has \(product) \(step.version ?? "no more") by now, and the"
                + " plan says \(planned): plan anew"
        }
        return nil
    }

    /// Clients on which something would be done that is in the plan for nobody of their depot.
    func strangers(among steps: [ActionPlan.Step]) -> [ObjectID: String] {
        var strangers: [ObjectID: String] = [:]
        for step in steps {
            guard let product = step.productID, strangers[step.clientID] == nil else { continue }
            let depot = depotOfClient[step.clientID] ?? ""
            guard versions[Key(product: product, depot: depot)] == nil else { continue }
            strangers[step.clientID] =
                products.contains(product)
                ? "its depot is \(depot) by now, which is not in the plan"
                : "it would get \(product) as well, which is not in the plan"
        }
        return strangers
    }
}
