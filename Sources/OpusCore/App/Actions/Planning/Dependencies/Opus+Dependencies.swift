import OpusBackend
import OpusServer

extension Opus {
    /// Makes a plan whole: every row that the server will write becomes a step of it.
    ///
    /// The server says itself what it will do (`productOnClient_addDependencies`).
    ///
    /// - Parameters:
    ///   - plan: what was asked for.
    ///   - records: what the plan rests on.
    ///   - netboot: the netboot products that somebody allowed by their names.
    /// - Returns: the plan with what the products depend on, and with what runs along.
    /// - Throws: `ServerError`, or `CancellationError`.
    func whole(
        _ plan: ActionPlan, _ records: PlanningRecords, netboot: Set<ObjectID> = []
    ) async throws -> ActionPlan {
        let plan =
            plan.operation.respectsDependencies && !plan.isEmpty
            ? try await withDependencies(plan, records, netboot) : plan
        return try await tellingWhatAlsoRuns(plan)
    }

    private func withDependencies(
        _ plan: ActionPlan, _ records: PlanningRecords, _ netboot: Set<ObjectID>
    ) async throws -> ActionPlan {
        let products = Set(plan.steps.compactMap(\.productID))
        var records = records
        let affected = Set(plan.steps.map(\.clientID))
        guard let clients = plan.selection.filtered(affected.contains) else { return plan }
        let (needs, states) = try await backend.addNeeds(
            ofProducts: products.sorted(), on: clients, to: &records)
        let graph = DependencyGraph(needs)
        let planner = DependencyPlanner(
            records: records, dependencies: graph, states: states, netbootAllowed: netboot)
        return try await settle(plan, planner)
    }

    /// Asks the server, and again without what has to be left out, until nothing has.
    private func settle(
        _ plan: ActionPlan, _ planner: DependencyPlanner
    ) async throws -> ActionPlan {
        var plan = plan
        var open = Dictionary(grouping: plan.steps, by: \.clientID)
        var settled: [ObjectID: DependencyPlanner.Verdict] = [:]
        while !open.isEmpty {
            let asked = plan.clients.flatMap { open[$0] ?? [] }
            let rows = try await backend.withDependencies(asked.compactMap(\.change))
            let answers = Dictionary(grouping: rows, by: \.clientID)
            for (client, steps) in open {
                let verdict = planner.verdict(steps, answers[client] ?? [], client: client)
                plan.skipped += verdict.refused
                let refused = Set(verdict.refused.map(\.productID))
                let rest = steps.filter { !refused.contains($0.productID) }
                open[client] = refused.isEmpty || rest.isEmpty ? nil : rest
                if refused.isEmpty { settled[client] = verdict }
            }
        }
        let verdicts = plan.clients.compactMap { client in settled[client].map { (client, $0) } }
        plan.steps = verdicts.flatMap(\.1.steps)
        plan.pending = verdicts.flatMap(\.1.pending)
        plan.skipped += plan.pending.map { step in
            ActionPlan.Skip(
                clientID: step.clientID, productID: step.productID,
                reason: .alreadyRequested(step.request ?? .none), isRefusal: false)
        }
        plan.warnings += Self.missing(verdicts, planner)
        return plan
    }

    private static func missing(
        _ verdicts: [(ObjectID, DependencyPlanner.Verdict)], _ planner: DependencyPlanner
    ) -> [ActionWarning] {
        struct Key: Hashable {
            var user: ObjectID
            var product: ObjectID
            var reason: SkipReason
        }
        var clients: [Key: Int] = [:]
        for (client, verdict) in verdicts {
            for (user, product, reason) in planner.missing(verdict, client: client) {
                clients[Key(user: user, product: product, reason: reason), default: 0] += 1
            }
        }
        return clients.sorted {
            ($0.key.user.text, $0.key.product.text, "\($0.key.reason)")
                < ($1.key.user.text, $1.key.product.text, "\($1.key.reason)")
        }.map {
            .dependencyMissing(
                product: $0.key.product, neededBy: $0.key.user, reason: $0.key.reason,
                clients: $0.value)
        }
    }

    /// Finds what waits on clients that are to be told to act now: all of it runs.
    private func tellingWhatAlsoRuns(_ plan: ActionPlan) async throws -> ActionPlan {
        let called = Set(plan.steps.map(\.clientID))
        guard plan.firesOnDemand || plan.operation == .call(.onDemand),
            let clients = plan.selection.filtered(called.contains)
        else { return plan }
        let waiting = try await backend.states(of: clients, .requested)
        let planned = Set(plan.steps.map { RowKey(client: $0.clientID, product: $0.productID) })
        var plan = plan
        plan.alsoRuns = clients.ids.flatMap { client -> [ProductRequest] in
            (waiting[client] ?? [:]).values
                .filter { row in
                    row.actionRequest != .always
                        && !planned.contains(RowKey(client: client, product: row.productID))
                }
                .sorted { $0.productID < $1.productID }
                .map {
                    ProductRequest(
                        clientID: client, productID: $0.productID, action: $0.actionRequest)
                }
        }
        return plan
    }
}
