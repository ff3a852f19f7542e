import OpusBackend
import OpusServer

extension Opus {
    /// Does what a plan says, and nothing else, in few calls.
    ///
    /// What the server leaves out, and clients that can't be reached, are failures of their
    /// clients; the rest goes on. A call that changes something is never repeated, and one under
    /// way is waited for even where the task is cancelled.
    ///
    /// - Parameter plan: the plan.
    /// - Returns: what came of it for each client that was asked for.
    /// - Throws: `ServerError` where no call got through; `ActionRefused` where a group is gone
    ///   meanwhile; `CancellationError` where the task was cancelled before the first call.
    public func execute(_ plan: ActionPlan) async throws -> ActionReport {
        try Task.checkCancellation()
        guard let affected = plan.selection.filtered(Set(plan.steps.map(\.clientID)).contains)
        else { return Self.report(plan) }
        switch plan.operation {
        case .addToGroup(let group):
            try await backend.addClientsToGroup(affected, group: group)
            return Self.report(plan, completed: plan.steps)
        case .removeFromGroup(let group):
            try await backend.removeClientsFromGroup(affected, group: group)
            return Self.report(plan, completed: plan.steps)
        case .call(let call):
            return Self.report(plan, answers: try await send(call, to: affected))
        case .install, .uninstall, .update, .retry, .cancel, .setInstalled, .setUninstalled,
            .setSetup, .migrate:
            return try await executeChanges(plan)
        }
    }

    private func executeChanges(_ plan: ActionPlan) async throws -> ActionReport {
        let written = try await backend.write(
            plan.steps.compactMap(\.change),
            withDependencies: plan.operation.respectsDependencies)
        let accepted = Set(
            written.accepted.map { StepKey(client: $0.clientID, product: $0.productID) })
        let completed = plan.steps.filter {
            accepted.contains(StepKey(client: $0.clientID, product: $0.productID ?? ""))
        }
        var onDemand: ClientResults = [:]
        if plan.firesOnDemand,
            let clients = plan.selection.filtered(Set(completed.map(\.clientID)).contains)
        {
            do {
                onDemand = try await backend.ondemand(clients)
            } catch let error as ServerError {
                for id in clients.ids { onDemand[id] = .failure(ClientFailure(error)) }
            } catch is CancellationError {
                let failure = ClientFailure(.notSent, "stopped before it was told to act now")
                for id in clients.ids { onDemand[id] = .failure(failure) }
            }
        }
        return Self.report(
            plan, completed: completed, added: written.added, failures: written.failures,
            onDemand: onDemand)
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

    // MARK: Reporting

    private struct StepKey: Hashable {
        var client: ObjectID
        var product: ObjectID
    }

    private static func report(
        _ plan: ActionPlan, completed: [ActionPlan.Step] = [], added: [ProductRequest] = [],
        failures: [ObjectID: [ClientFailure]] = [:], onDemand: ClientResults = [:]
    ) -> ActionReport {
        var requests: [ObjectID: [ProductRequest]] = [:]
        for step in completed {
            guard let product = step.productID, let action = step.request else { continue }
            requests[step.clientID, default: []].append(
                ProductRequest(clientID: step.clientID, productID: product, action: action))
        }
        for request in added { requests[request.clientID, default: []].append(request) }
        var failures = failures
        failures.add(plan.refusals)
        var results: [ObjectID: Result<ClientOutcome, ClientFailure>] = [:]
        for client in plan.clients {
            results[client] =
                ClientFailure.combined(failures[client] ?? []).map { .failure($0) }
                ?? .success(ClientOutcome(requests: requests[client] ?? []))
        }
        return ActionReport(
            plan: plan, results: results, completed: completed, added: added, onDemand: onDemand)
    }

    private static func report(_ plan: ActionPlan, answers: ClientResults) -> ActionReport {
        var refused: [ObjectID: [ClientFailure]] = [:]
        refused.add(plan.refusals)
        var results: [ObjectID: Result<ClientOutcome, ClientFailure>] = [:]
        for client in plan.clients {
            if let answer = answers[client] {
                results[client] = answer.map { ClientOutcome(answer: $0) }
            } else {
                results[client] =
                    ClientFailure.combined(refused[client] ?? []).map { .failure($0) }
                    ?? .success(ClientOutcome())
            }
        }
        let completed = plan.steps.filter { step in
            if case .success? = answers[step.clientID] { true } else { false }
        }
        return ActionReport(
            plan: plan, results: results, completed: completed, added: [], onDemand: [:])
    }
}

extension [ObjectID: [ClientFailure]] {
    fileprivate mutating func add(_ refusals: [ActionPlan.Skip]) {
        for skip in refusals {
            self[skip.clientID, default: []].append(skip.reason.failure(product: skip.productID))
        }
    }
}
