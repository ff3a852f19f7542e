import OpusBackend
import OpusServer

/// What the server would write for the steps of a plan, as it says itself, made into steps.
///
/// What can't be asked for takes the steps that need it along: they are refused, and the server is
/// asked again for the rest.
struct DependencyPlanner {
    /// What an answer of the server comes to.
    struct Verdict {
        var steps: [ActionPlan.Step] = []
        var pending: [ActionPlan.Step] = []
        var refused: [ActionPlan.Skip] = []
    }

    let records: PlanningRecords
    let dependencies: DependencyGraph
    let states: StatesByClient
    let netbootAllowed: Set<ObjectID>

    /// Judges the server's answer for one client.
    ///
    /// - Parameters:
    ///   - asked: the client's steps.
    ///   - answer: the client's rows, in the order in which it acts on them.
    ///   - client: the client.
    /// - Returns: what will be written on it, and what will not.
    func verdict(
        _ asked: [ActionPlan.Step], _ answer: [ProductOnClient], client: ObjectID
    ) -> Verdict {
        var verdict = Verdict()
        var open = Dictionary(first: asked.map { ($0.productID ?? "", $0) })
        let requests = Dictionary(first: answer.map { ($0.productID, $0.actionRequest) })
        let users = DependencyUsers(
            dependencies, records, depot: records.depotOfClient[client] ?? "",
            roots: asked.compactMap { step in step.productID.map { ($0, step.request) } })
        for row in answer {
            if let step = open.removeValue(forKey: row.productID) {
                guard row.actionRequest == step.request else {
                    let reason = SkipReason.neededOtherwise(
                        row.actionRequest ?? .none, by: users.direct(of: row.productID))
                    verdict.refuse(step, reason)
                    continue
                }
                verdict.steps.append(step)
            } else if row.actionRequest != ActionRequest.none {
                add(row, asked, users, requests, to: &verdict)
            }
        }
        // In the order of the plan.
        for step in asked where open[step.productID ?? ""] != nil { verdict.refuse(step, .leftOut) }
        return verdict
    }

    private func add(
        _ row: ProductOnClient, _ asked: [ActionPlan.Step], _ users: DependencyUsers,
        _ requests: [ObjectID: ActionRequest?], to verdict: inout Verdict
    ) {
        let id = row.productID
        let depot = records.depotOfClient[row.clientID] ?? ""
        let product = records.product(id, onDepot: depot)
        if let reason = reasonAgainst(row, product, depot) {
            let roots = users.roots(of: id)
            let needing = asked.filter { roots.contains($0.productID ?? "") }
            for step in needing.isEmpty ? asked : needing {
                verdict.refuse(step, .needs(id, reason))
            }
            return
        }
        var change = ProductOnClientChange(
            clientID: row.clientID, productID: id, type: product?.type ?? row.type)
        change.actionRequest = row.actionRequest
        let seen = states[row.clientID]?[id].map { RowState($0) }
        var step = ActionPlan.Step(
            change, version: row.actionRequest == .uninstall ? nil : product?.version, seen: seen)
        let direct = users.direct(of: id)
        // Whatever it is for, it is not what somebody asked for.
        step.neededBy = direct.isEmpty ? asked.compactMap(\.productID) : direct
        if seen?.request == row.actionRequest {
            verdict.pending.append(step)
        } else {
            verdict.steps.append(step)
        }
    }

    /// Why a dependency must not be asked for.
    private func reasonAgainst(
        _ row: ProductOnClient, _ product: ProductOnDepot?, _ depot: ObjectID
    ) -> SkipReason? {
        guard let product else { return .notOnDepot(depot: depot) }
        switch product.type {
        case .other: return .unknownKind
        case .netboot where row.actionRequest == .setup && !netbootAllowed.contains(row.productID):
            return .netboot
        default: return product.isLocked ? .locked(depot: depot) : nil
        }
    }

    // MARK: What the server goes on without

    /// What a client will not get though something that it gets needs it.
    func missing(_ verdict: Verdict, client: ObjectID) -> [(
        user: ObjectID, product: ObjectID, SkipReason
    )] {
        guard let depot = records.depotOfClient[client] else { return [] }
        return verdict.steps.flatMap { step -> [(ObjectID, ObjectID, SkipReason)] in
            guard let id = step.productID, let request = step.request,
                let user = records.product(id, onDepot: depot)
            else { return [] }
            return dependencies.needs(of: user, request).compactMap { need in
                guard let product = dependencies.required(need, records, depot) else {
                    return (id, need.requiredProductID, .notOnDepot(depot: depot))
                }
                guard let action = need.request, isWanted(need, client),
                    !records.hasScript(for: action, product)
                else { return nil }
                return (id, product.productID, .noScript(action))
            }
        }
    }

    /// Whether what a dependency asks for is not there already.
    private func isWanted(_ need: ProductDependency, _ client: ObjectID) -> Bool {
        guard need.requiredAction?.isEmpty ?? true else { return true }
        let status =
            states[client]?[need.requiredProductID]?.installationStatus ?? .notInstalled
        return need.requiredStatus != status.rawValue
    }
}

extension DependencyPlanner.Verdict {
    fileprivate mutating func refuse(_ step: ActionPlan.Step, _ reason: SkipReason) {
        guard !refused.contains(where: { $0.productID == step.productID }) else { return }
        refused.append(
            ActionPlan.Skip(
                clientID: step.clientID, productID: step.productID, reason: reason,
                isRefusal: true))
    }
}
