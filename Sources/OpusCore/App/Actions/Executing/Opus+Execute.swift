import OpusBackend
import OpusServer

extension Opus {
    /// Does what a plan says, and nothing else, in few calls.
    ///
    /// What the plan rests on is read again first; what is no longer so is left alone. What the
    /// server leaves out or adds, and clients that can't be reached, are outcomes of their own; the
    /// rest goes on. A call that changes something is never repeated, and one under way is waited
    /// for even where the task is cancelled.
    ///
    /// - Parameter plan: the plan.
    /// - Returns: what came of each step.
    /// - Throws: `ServerError` where it is known that nothing was done; `ActionRefused` where a
    ///   group is gone meanwhile; `CancellationError` where the task was cancelled before the
    ///   first call.
    public func execute(_ plan: ActionPlan) async throws -> ActionReport {
        try Task.checkCancellation()
        guard let affected = plan.selection.filtered(Set(plan.steps.map(\.clientID)).contains)
        else { return plan.report([]) }
        switch plan.operation {
        case .addToGroup(let group):
            return try await executeMembers(plan, group, adding: true)
        case .removeFromGroup(let group):
            return try await executeMembers(plan, group, adding: false)
        case .call(let call):
            let answers = try await send(call, to: affected)
            return plan.report(plan.steps.map { ActionOutcome($0, answers[$0.clientID]) })
        case .install, .uninstall, .update, .retry, .cancel, .setInstalled, .setUninstalled,
            .setSetup, .migrate:
            return try await executeChanges(plan, on: affected)
        }
    }

    private func executeMembers(
        _ plan: ActionPlan, _ group: ObjectID, adding: Bool
    ) async throws -> ActionReport {
        let members = Set(try await backend.clientGroupMembers(group))
        let open = plan.steps.map(\.clientID).filter { members.contains($0) != adding }
        let fates =
            open.isEmpty
            ? [:] : try await backend.writeMembers(open, group: group, adding: adding)
        return plan.report(
            plan.steps.map { step in
                let meanwhile = adding ? "it is a member by now" : "it is no member any more"
                return ActionOutcome(
                    step, fates[step.clientID] ?? .changed(meanwhile), asksClients: false)
            })
    }

    private func executeChanges(
        _ plan: ActionPlan, on affected: ClientSelection
    ) async throws -> ActionReport {
        var changed = try await changedPackages(plan, on: affected)
        // What depends on each other is written together or not at all.
        for step in plan.steps where changed[step.rowKey] != nil {
            for other in plan.steps
            where plan.operation.respectsDependencies && other.clientID == step.clientID {
                changed[other.rowKey] =
                    changed[other.rowKey]
                    ?? "\(step.productID?.text ?? "") has changed on its depot"
            }
        }
        let open = plan.steps.filter { changed[$0.rowKey] == nil }
        let clients = Set(open.map(\.clientID))
        let pending = plan.pending.filter { clients.contains($0.clientID) }
        let rows =
            open.compactMap { $0.row($0.isDependency ? .dependency : .asked) }
            + pending.compactMap { $0.row(.pending) }
        let written = try await backend.write(
            rows, withDependencies: plan.operation.respectsDependencies)
        let outcomes = plan.steps.map { step in
            let fate = changed[step.rowKey].map { .changed($0) } ?? written.fates[step.rowKey]
            return ActionOutcome(
                step, fate ?? .notWritten(ClientFailure(.notSent, "nothing was sent of it")),
                asksClients: plan.operation.asksClients)
        }
        return await tellingToActNow(
            plan.report(outcomes + written.added.map { ActionOutcome(added: $0) }))
    }

    /// What became of the packages that steps are about, where that is not what it was.
    private func changedPackages(
        _ plan: ActionPlan, on affected: ClientSelection
    ) async throws -> [RowKey: String] {
        guard plan.operation.restsOnDepots else { return [:] }
        let products = Set(plan.steps.compactMap(\.productID)).sorted()
        let records = try await backend.planningRecords(of: affected, products: products)
        var changed: [RowKey: String] = [:]
        for step in plan.steps {
            guard let id = step.productID else { continue }
            guard let depot = records.depotOfClient[step.clientID] else {
                changed[step.rowKey] =
                    records.unknownClients.contains(step.clientID)
                    ? "the opsi server has no such client any more" : "its depot is gone"
                continue
            }
            let product = records.product(id, onDepot: depot)
            guard let product else {
                changed[step.rowKey] = "its depot \(depot) has no \(id) any more"
                continue
            }
            if let version = step.version, version != product.version {
                changed[step.rowKey] = "its depot \(depot) has \(id) \(product.version) by now"
            }
        }
        return changed
    }

    private func tellingToActNow(_ report: ActionReport) async -> ActionReport {
        let taken = Set(report.outcomes.filter(\.isTaken).map(\.clientID))
        guard report.plan.firesOnDemand,
            let clients = report.plan.selection.filtered(taken.contains)
        else { return report }
        var answers: ClientResults = [:]
        do {
            answers = try await backend.ondemand(clients)
        } catch let error as ServerError {
            for id in clients.ids { answers[id] = .failure(ClientFailure(error)) }
        } catch {
            let failure = ClientFailure(.notSent, "stopped before it was told to act now")
            for id in clients.ids { answers[id] = .failure(failure) }
        }
        let outcomes = report.outcomes.map { outcome in
            guard outcome.isTaken, case .failure(let failure)? = answers[outcome.clientID] else {
                return outcome
            }
            var outcome = outcome
            let words =
                failure.mayHaveBeenTold
                ? "whether it was told to act now is unknown"
                : "acts when it next asks, as it was not told"
            outcome.notes.append("\(words): \(failure.message)")
            if failure.code != .unconfirmed, failure.code != .notSent {
                outcome.presence = .unreachable
            }
            return outcome
        }
        return ActionReport(plan: report.plan, outcomes: outcomes, onDemand: answers)
    }

    private func send(
        _ call: ClientCall, to clients: ClientSelection
    ) async throws -> ClientResults {
        switch call {
        case .onDemand: try await backend.ondemand(clients)
        case .reboot: try await backend.reboot(clients)
        case .shutdown: try await backend.shutdown(clients)
        case .wake: try await backend.wake(clients)
        case .popup(let message, let seconds):
            try await backend.showPopup(message, on: clients, seconds: seconds)
        }
    }
}

extension ActionPlan {
    /// A report of outcomes, with what was left out behind them.
    fileprivate func report(_ outcomes: [ActionOutcome]) -> ActionReport {
        ActionReport(
            plan: self, outcomes: outcomes + skipped.map { ActionOutcome($0) }, onDemand: [:])
    }
}

extension ActionPlan.Step {
    /// What names the row that it writes.
    var rowKey: RowKey { RowKey(client: clientID, product: productID) }

    fileprivate func row(_ role: PlannedRow.Role) -> PlannedRow? {
        change.map { PlannedRow($0, seen: seen, role: role) }
    }
}

extension ActionPlan.Operation {
    /// Whether what is asked for is about what a client's depot has.
    fileprivate var restsOnDepots: Bool {
        switch self {
        case .install, .uninstall, .update, .retry, .setSetup, .setInstalled, .migrate: true
        case .cancel, .setUninstalled, .addToGroup, .removeFromGroup, .call: false
        }
    }
}
