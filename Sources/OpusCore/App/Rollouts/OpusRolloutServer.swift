import OpusBackend
public import OpusServer

/// An opsi server as a rollout needs it, by the plans and outcomes by which all acts.
public struct OpusRolloutServer: RolloutServer {
    /// What is about to be asked of clients.
    public struct Preparation: RolloutPreparation {
        /// The rows that would be written.
        public let intents: [RolloutIntent]
        /// Clients that would not be asked.
        public let skips: [RolloutSkip]
        /// What is not as the rollout's plan says.
        public let mismatch: String?
        fileprivate let plan: ActionPlan?
    }

    private let opus: Opus

    /// Takes a server.
    ///
    /// - Parameter opus: the server; it must not keep what it has read, as a rollout takes days.
    public init(_ opus: Opus) { self.opus = opus }

    /// Reads rows (`productOnClient_getObjects`).
    ///
    /// - Parameter rows: which ones; at least one.
    /// - Returns: those that there are.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func facts(_ rows: [RowName]) async throws -> [RowName: RolloutFact] {
        // Whether they still exist does not matter: what is gone has no rows.
        let clients = rows.map(\.client).distinct()
        let selection = try ClientSelection(clients, among: clients)
        let products = Set(rows.map(\.product)).sorted()
        let states = try await opus.backend.states(of: selection, .products(products))
        var facts: [RowName: RolloutFact] = [:]
        for key in rows {
            facts[key] = states[key.client]?[key.product].map { RolloutFact($0) }
        }
        return facts
    }

    /// Works out what clients would be asked for, as `planInstall` does.
    ///
    /// - Parameters:
    ///   - clients: exact ids; at least one.
    ///   - plan: the rollout's plan.
    /// - Returns: what would be asked.
    /// - Throws: what `planInstall` throws.
    public func prepare(
        _ clients: [ObjectID], _ plan: RolloutPlan
    ) async throws -> Preparation {
        let selection = try await existing(clients)
        let known = Set(selection?.ids ?? [])
        var skips = clients.filter { !known.contains($0) }.map {
            RolloutSkip(
                client: $0, reason: "\(SkipReason.unknownClient)", isRefusal: true)
        }
        guard let selection else {
            return Preparation(intents: [], skips: skips, mismatch: nil, plan: nil)
        }
        var actions = try await opus.planInstall(
            plan.products, on: selection, now: plan.asking.now)
        let depots = try await opus.backend.clientDepots(of: selection.ids)
        let comparison = RolloutComparison(plan, depots)
        let strangers = comparison.strangers(among: actions.steps)
        let affected = Set(actions.steps.map(\.clientID))
        skips += selection.ids.filter { !affected.contains($0) }.map { actions.skip(of: $0) }
        skips += strangers.map { RolloutSkip(client: $0.key, reason: $0.value, isRefusal: true) }
        actions.steps.removeAll { strangers[$0.clientID] != nil }
        actions.pending.removeAll { strangers[$0.clientID] != nil }
        let facts =
            actions.isEmpty ? [:] : try await self.facts(actions.steps.compactMap(\.rolloutKey))
        let intents = actions.steps.compactMap { step -> RolloutIntent? in
            guard let key = step.rolloutKey, let request = step.request else { return nil }
            return RolloutIntent(
                client: key.client, product: key.product, action: request.rawValue,
                isDependency: step.isDependency, seen: facts[key])
        }
        return Preparation(
            intents: intents, skips: skips, mismatch: comparison.mismatch(in: actions.steps),
            plan: actions)
    }

    /// Wakes clients up (`hostControlSafe_start`), and shows a message (`hostControlSafe_showPopup`).
    ///
    /// - Parameters:
    ///   - clients: exact ids; at least one.
    ///   - asking: what the plan says.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    public func announce(_ clients: [ObjectID], _ asking: RolloutPlan.Asking) async throws {
        guard let selection = try await existing(clients) else { return }
        if asking.wake { _ = try await opus.wake(selection) }
        if let message = asking.message { _ = try await opus.popup(message, on: selection) }
    }

    /// Asks, as `execute` does.
    ///
    /// - Parameter preparation: what is asked.
    /// - Returns: what became of each row.
    /// - Throws: `ServerError` where it is known that nothing was written; `CancellationError`.
    public func ask(
        _ preparation: Preparation
    ) async throws -> [RowName: RolloutFate] {
        guard let plan = preparation.plan else { return [:] }
        let report: ActionReport
        do {
            report = try await opus.execute(plan)
        } catch let error as ServerError where !error.mayHaveBeenDone && error.code == .rpc {
            // The server refuses just these, and will again.
            let reason = "the server refused it: \(error.message)"
            return Dictionary(
                uniqueKeysWithValues: plan.steps.compactMap(\.rolloutKey)
                    .map { ($0, .notWritten(reason)) })
        }
        var fates: [RowName: RolloutFate] = [:]
        for outcome in report.outcomes where outcome.isPlanned {
            guard let product = outcome.productID, outcome.request != nil else { continue }
            let key = RowName(client: outcome.clientID, product: product)
            switch outcome.state {
            case .requested, .succeeded, .waiting: fates[key] = .written
            case .unknown: fates[key] = .unknown
            case .failed, .refused, .changed:
                // What was not sent at all, for want of a server, may be sent yet.
                fates[key] =
                    outcome.failure?.code == .notSent
                    ? .unknown : .notWritten(outcome.state.reason)
            case .skipped: break
            }
        }
        return fates
    }

    /// Tells clients to act at once (`hostControlSafe_fireEvent`, `on_demand`).
    ///
    /// - Parameter clients: exact ids; at least one.
    /// - Throws: `ServerError` where no call got through; `CancellationError`.
    public func hasten(_ clients: [ObjectID]) async throws {
        guard let selection = try await existing(clients) else { return }
        _ = try await opus.ondemand(selection)
    }

    /// Takes rows back (`productOnClient_updateObjects`), as `planCancel` does, but only those.
    ///
    /// - Parameter rows: the rows; at least one.
    /// - Returns: what became of each.
    /// - Throws: what `planCancel` and `execute` throw.
    public func takeBack(
        _ rows: [RolloutIntent]
    ) async throws -> [RowName: RolloutFate] {
        var fates: [RowName: RolloutFate] = [:]
        for row in rows {
            fates[RowName(client: row.client, product: row.product)] =
                .notWritten("it was no longer requested")
        }
        guard let selection = try await existing(rows.map(\.client).distinct()) else {
            return fates
        }
        let products = Set(rows.map(\.product)).sorted()
        var plan = try await opus.planCancel(products, on: selection)
        let requested = try await opus.backend.states(of: selection, .requested)
        let own = Dictionary(grouping: rows, by: \.client)
        var kept: [ActionPlan.Step] = []
        for step in plan.steps {
            guard let key = step.rolloutKey,
                let row = own[key.client]?.first(where: { $0.product == key.product })
            else { continue }
            if let reason = row.reasonToLeave(
                step, requested[key.client] ?? [:], own: own[key.client] ?? [])
            {
                fates[key] = .notWritten(reason)
            } else {
                kept.append(step)
            }
        }
        plan.steps = kept
        plan.skipped = []
        guard !kept.isEmpty else { return fates }
        for outcome in try await opus.execute(plan).outcomes {
            guard let product = outcome.productID else { continue }
            let key = RowName(client: outcome.clientID, product: product)
            switch outcome.state {
            case .requested, .succeeded, .waiting: fates[key] = .written
            case .unknown: fates[key] = .unknown
            case .failed, .refused, .changed, .skipped:
                fates[key] =
                    outcome.failure?.code == .notSent
                    ? .unknown : .notWritten(outcome.state.reason)
            }
        }
        return fates
    }

    /// Those of some clients that the server still has; nil for none.
    private func existing(_ clients: [ObjectID]) async throws -> ClientSelection? {
        let found = try await opus.backend.clients(clients)
        guard !found.isEmpty else { return nil }
        return try ClientSelection(
            clients.filter(Set(found.map(\.id)).contains), among: found.map(\.id))
    }
}

extension RolloutIntent {
    /// Why a row is not taken back; nil where it may be.
    fileprivate func reasonToLeave(
        _ step: ActionPlan.Step, _ requested: [ObjectID: ProductOnClient], own: [RolloutIntent]
    ) -> String? {
        guard step.replaces?.rawValue == action else {
            return "\(step.replaces.words) was asked for instead"
        }
        guard isDependency else { return nil }
        let others = requested.keys.filter { id in !own.contains { $0.product == id } }
        return others.isEmpty
            ? nil : "others may need it: \(others.sorted()[0]) is requested there as well"
    }
}

extension ActionPlan.Step {
    /// What names its row in a rollout.
    fileprivate var rolloutKey: RowName? {
        productID.map { RowName(client: clientID, product: $0) }
    }
}

extension ActionPlan {
    /// Why nothing is to be done on a client.
    fileprivate func skip(of client: ObjectID) -> RolloutSkip {
        let own = skipped.filter { $0.clientID == client }
        let told = own.first(where: \.isRefusal) ?? own.first
        return RolloutSkip(
            client: client, reason: told.map { "\($0.reason)" } ?? "nothing to do",
            isRefusal: told?.isRefusal ?? false)
    }
}
