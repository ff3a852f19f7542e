import OpusBackend
public import OpusServer

extension Opus {
    /// Selects clients by their exact ids (`host_getObjects`).
    ///
    /// - Parameter clientIDs: ids as the server lists them; at least one.
    /// - Returns: the selection.
    /// - Throws: `ClientSelection.Refusal` for no id, for a pattern, and for an id that the server
    ///   does not have; `ServerError`, or `CancellationError`.
    public func selection(of clientIDs: [ObjectID]) async throws -> ClientSelection {
        try await backend.selection(clientIDs)
    }

    /// Plans installing products where they are not installed, or older than on the client's
    /// depot.
    ///
    /// - Parameters:
    ///   - packages: product ids; at least one.
    ///   - clients: the clients.
    ///   - force: whether to install also where the same version, or a newer one, is installed.
    ///   - now: whether clients that get a request are to act on it at once.
    ///   - netboot: the netboot products that may be set up: they install an operating system over
    ///     what is there.
    /// - Returns: the plan; nothing is written.
    /// - Throws: `ActionRefused` for no product, and for one that no depot has; `ServerError`, or
    ///   `CancellationError`.
    public func planInstall(
        _ packages: [ObjectID], on clients: ClientSelection, force: Bool = false, now: Bool = false,
        netboot: Set<ObjectID> = []
    ) async throws -> ActionPlan {
        try await planNamed(.install(force: force), packages, clients, now: now, netboot: netboot)
    }

    /// Plans removing products where they are installed.
    ///
    /// - Parameters:
    ///   - packages: product ids; at least one.
    ///   - clients: the clients.
    ///   - now: whether clients that get a request are to act on it at once.
    /// - Returns: the plan; nothing is written.
    /// - Throws: `ActionRefused` for no product, and for one that no depot has; `ServerError`, or
    ///   `CancellationError`.
    public func planUninstall(
        _ packages: [ObjectID], on clients: ClientSelection, now: Bool = false
    ) async throws -> ActionPlan {
        try await planNamed(.uninstall, packages, clients, now: now)
    }

    /// Plans installing anew what is installed in an older version than on the client's depot.
    ///
    /// - Parameters:
    ///   - packages: product ids; none for everything but the protected products.
    ///   - clients: the clients.
    ///   - now: whether clients that get a request are to act on it at once.
    ///   - netboot: the netboot products that may be set up: they install an operating system over
    ///     what is there.
    /// - Returns: the plan; nothing is written.
    /// - Throws: `ActionRefused` for a product that no depot has; `ServerError`, or
    ///   `CancellationError`.
    public func planUpdate(
        _ packages: [ObjectID] = [], on clients: ClientSelection, now: Bool = false,
        netboot: Set<ObjectID> = []
    ) async throws -> ActionPlan {
        guard packages.isEmpty else {
            return try await planNamed(.update, packages, clients, now: now, netboot: netboot)
        }
        try await backend.requireRightToAct()
        let records = try await backend.planningRecords(of: clients, products: nil)
        let asked = Set(clients.ids)
        var updates = ActionPlanner.Updates()
        try await backend.forEachBatch(of: clients.ids, .installed) { batch in
            updates.add(batch.states, records, clients: asked)
        }
        var planner = ActionPlanner(.update, clients, records, netboot: netboot)
        planner.planUpdates(updates, protected: ProtectedProducts.usual.ids)
        return try await whole(planner.plan(now: now), records, netboot: netboot)
    }

    /// Plans asking again for installations that failed. The result of the failed action is left
    /// alone, so that it shows until the client reports.
    ///
    /// - Parameters:
    ///   - packages: product ids; none for everything but the protected products.
    ///   - clients: the clients.
    ///   - now: whether clients that get a request are to act on it at once.
    ///   - netboot: the netboot products that may be set up: they install an operating system over
    ///     what is there.
    /// - Returns: the plan; nothing is written.
    /// - Throws: `ActionRefused` for a product that no depot has; `ServerError`, or
    ///   `CancellationError`.
    public func planRetry(
        _ packages: [ObjectID] = [], on clients: ClientSelection, now: Bool = false,
        netboot: Set<ObjectID> = []
    ) async throws -> ActionPlan {
        try await backend.requireRightToAct()
        let named = packages.isEmpty ? nil : try Self.distinct(packages)
        let states = try await backend.states(
            of: clients, named.map { .products($0) } ?? .failed)
        let found = Set(states.values.flatMap(\.keys)).sorted()
        let records = try await backend.planningRecords(
            of: clients, products: named ?? found, needs: true)
        try await requireKnown(named ?? [], records, states)
        var planner = ActionPlanner(.retry, clients, records, netboot: netboot)
        planner.planRetry(named, states, protected: ProtectedProducts.usual.ids)
        return try await whole(planner.plan(now: now), records, netboot: netboot)
    }

    /// Plans taking back what is requested and has not run yet.
    ///
    /// - Parameters:
    ///   - packages: product ids; none for everything but what runs at every event.
    ///   - clients: the clients.
    /// - Returns: the plan; nothing is written.
    /// - Throws: `ActionRefused` for a product that no depot and no client has; `ServerError`, or
    ///   `CancellationError`.
    public func planCancel(
        _ packages: [ObjectID] = [], on clients: ClientSelection
    ) async throws -> ActionPlan {
        try await backend.requireRightToAct()
        let named = packages.isEmpty ? nil : try Self.distinct(packages)
        let states = try await backend.states(
            of: clients, named.map { .products($0) } ?? .requested)
        let records = try await backend.planningRecords(of: clients, products: named ?? [])
        try await requireKnown(named ?? [], records, states)
        var planner = ActionPlanner(.cancel, clients, records)
        planner.planCancel(named, states)
        return planner.plan()
    }

    /// Plans recording products as installed, in the version that each client's depot has, or as
    /// not installed. Nothing happens on the clients.
    ///
    /// - Parameters:
    ///   - packages: product ids; at least one.
    ///   - clients: the clients.
    ///   - installed: whether they are to count as installed.
    /// - Returns: the plan; nothing is written.
    /// - Throws: `ActionRefused` for no product, and for one that no depot has; `ServerError`, or
    ///   `CancellationError`.
    public func planSetInstalled(
        _ packages: [ObjectID], on clients: ClientSelection, installed: Bool
    ) async throws -> ActionPlan {
        try await planNamed(
            installed ? .setInstalled : .setUninstalled, packages, clients, now: false)
    }

    /// Plans asking for setup, whatever is installed, and without what products depend on.
    ///
    /// - Parameters:
    ///   - packages: product ids; at least one.
    ///   - clients: the clients.
    ///   - now: whether clients that get a request are to act on it at once.
    ///   - netboot: the netboot products that may be set up: they install an operating system over
    ///     what is there.
    /// - Returns: the plan; nothing is written.
    /// - Throws: `ActionRefused` for no product, and for one that no depot has; `ServerError`, or
    ///   `CancellationError`.
    public func planSetSetup(
        _ packages: [ObjectID], on clients: ClientSelection, now: Bool = false,
        netboot: Set<ObjectID> = []
    ) async throws -> ActionPlan {
        try await planNamed(.setSetup, packages, clients, now: now, netboot: netboot)
    }

    // MARK: Details

    private func planNamed(
        _ operation: ActionPlan.Operation, _ packages: [ObjectID], _ clients: ClientSelection,
        now: Bool, netboot: Set<ObjectID> = []
    ) async throws -> ActionPlan {
        let packages = try Self.distinct(packages)
        try await backend.requireRightToAct()
        let (records, states) = try await backend.planning(
            of: clients, products: packages, needs: operation.respectsDependencies)
        try await requireKnown(packages, records, states)
        var planner = ActionPlanner(operation, clients, records, netboot: netboot)
        if operation == .setUninstalled {
            planner.planSetUninstalled(packages, states)
        } else {
            planner.planNamed(packages, states)
        }
        return try await whole(planner.plan(now: now), records, netboot: netboot)
    }

    /// Each product once, in order.
    private static func distinct(_ packages: [ObjectID]) throws(ActionRefused) -> [ObjectID] {
        guard !packages.isEmpty else {
            throw ActionRefused(.nothingNamed, "no product is named: name at least one")
        }
        if let pattern = packages.first(where: { !$0.isExact }) {
            throw ActionRefused(
                .invalidName,
                "\"\(pattern)\" is no exact product id, and opsi would take it as a pattern")
        }
        return packages.distinct()
    }

    /// A product that neither a depot nor one of the clients has is a slip of the keyboard.
    private func requireKnown(
        _ packages: [ObjectID], _ records: PlanningRecords, _ states: StatesByClient
    ) async throws {
        let unknown = packages.filter { id in
            !records.isOnAnyDepot(id) && !states.values.contains { $0[id] != nil }
        }
        guard unknown.isEmpty else {
            let refusal = ActionRefused(
                .unknownProduct,
                "no depot has a product \(unknown.quotedList): "
                    + "give each id as the server lists it")
            let known = Set(try await backend.productsOnDepots().map(\.productID))
            throw refusal.hinting(at: unknown, among: known.sorted())
        }
    }
}

extension ActionRefused {
    /// The same with the names that exist and were probably meant.
    func hinting(at names: [ObjectID], among known: [ObjectID]) -> ActionRefused {
        let nearest = names.flatMap { NearestNames.to($0.text, among: known) }
        return NearestNames.hint(nearest).map { ActionRefused(code, message + $0) } ?? self
    }
}
