import OpusBackend
import OpusServer

/// Decides what is done on each client, from what was read; it neither reads nor writes.
struct ActionPlanner {
    let operation: ActionPlan.Operation
    let selection: ClientSelection
    let records: PlanningRecords
    /// The netboot products that somebody allowed by their names.
    let netbootAllowed: Set<ObjectID>
    private(set) var steps: [ActionPlan.Step] = []
    private(set) var skipped: [ActionPlan.Skip] = []
    private var netboot: Set<ObjectID> = []
    private var uninstallsPending: [ObjectID: Int] = [:]

    init(
        _ operation: ActionPlan.Operation, _ selection: ClientSelection, _ records: PlanningRecords,
        netboot netbootAllowed: Set<ObjectID> = []
    ) {
        self.netbootAllowed = netbootAllowed
        self.operation = operation
        self.selection = selection
        self.records = records
    }

    func plan(now: Bool = false) -> ActionPlan {
        var warnings: [ActionWarning] = []
        if steps.contains(where: { $0.productID == ProtectedProducts.windomain }),
            operation.asksClients
        {
            warnings.append(.windomain)
        }
        if operation.asksClients { warnings += netboot.sorted().map { .netboot($0) } }
        warnings += uninstallsPending.sorted { $0.key < $1.key }
            .map { .uninstallPending(product: $0.key, clients: $0.value) }
        return ActionPlan(
            operation: operation, steps: steps, skipped: skipped, warnings: warnings,
            firesOnDemand: now && operation.asksClients, selection: selection)
    }

    // MARK: What the decisions are made of

    mutating func skip(
        _ client: ObjectID, _ product: ObjectID?, _ reason: SkipReason, isRefusal: Bool = false
    ) {
        skipped.append(
            ActionPlan.Skip(
                clientID: client, productID: product, reason: reason, isRefusal: isRefusal))
    }

    /// The depot of a client; where it has none, says so and returns nil.
    mutating func depot(of client: ObjectID) -> ObjectID? {
        if let depot = records.depotOfClient[client] { return depot }
        let isUnknown = records.unknownClients.contains(client)
        skip(client, nil, isUnknown ? .unknownClient : .unknownDepot, isRefusal: true)
        return nil
    }

    /// A product on a depot for an action; where it can't be, says so and returns nil.
    ///
    /// Where somebody asked for just this product, what can't be is a refusal.
    mutating func product(
        _ id: ObjectID, onDepot depot: ObjectID, for client: ObjectID, isNamed: Bool
    ) -> ProductOnDepot? {
        guard let product = records.product(id, onDepot: depot) else {
            skip(client, id, .notOnDepot(depot: depot), isRefusal: isNamed)
            return nil
        }
        guard product.type != .other else {
            skip(client, id, .unknownKind, isRefusal: isNamed)
            return nil
        }
        return product
    }

    /// Asks for an action, unless it is asked for already or can't be done.
    mutating func request(
        _ action: ActionRequest, _ product: ProductOnDepot, on client: ObjectID,
        _ state: ProductOnClient?, isNamed: Bool
    ) {
        if let pending = state?.actionRequest, pending == action {
            skip(client, product.productID, .alreadyRequested(action))
            return
        }
        guard records.hasScript(for: action, product) else {
            skip(client, product.productID, .noScript(action), isRefusal: isNamed)
            return
        }
        guard !product.isLocked else {
            skip(client, product.productID, .locked(depot: product.depotID), isRefusal: isNamed)
            return
        }
        var change = ProductOnClientChange(
            clientID: client, productID: product.productID, type: product.type)
        change.actionRequest = action
        if product.type == .netboot {
            guard netbootAllowed.contains(product.productID) || action != .setup else {
                skip(client, product.productID, .netboot, isRefusal: isNamed)
                return
            }
            netboot.insert(product.productID)
        }
        add(change, version: action == .uninstall ? nil : product.version, state)
    }

    mutating func add(
        _ change: ProductOnClientChange, version: String?, _ state: ProductOnClient?
    ) {
        add(change, version: version, row: state.map { RowState($0) })
    }

    private mutating func add(_ change: ProductOnClientChange, version: String?, row: RowState?) {
        steps.append(ActionPlan.Step(change, version: version, seen: row))
    }

    mutating func add(_ client: ObjectID) {
        steps.append(
            ActionPlan.Step(
                clientID: client, productID: nil, request: nil, version: nil,
                installedVersion: nil, replaces: nil, change: nil, seen: nil))
    }

    mutating func noteUninstallPending(_ product: ObjectID, _ state: ProductOnClient) {
        if state.actionRequest == .uninstall { uninstallsPending[product, default: 0] += 1 }
    }

    /// Why an installed product needs no installation; nil where it is older than on the depot.
    static func reasonToKeep(
        installed: String?, onDepot: String
    ) -> SkipReason? {
        guard let installed, let left = try? OpsiVersion(installed),
            let right = try? OpsiVersion(onDepot)
        else { return .versionUnknown(version: installed, depotVersion: onDepot) }
        if left < right { return nil }
        return right < left
            ? .newerInstalled(version: installed, depotVersion: onDepot)
            : .alreadyInstalled(version: installed)
    }
}

extension ActionPlan.Step {
    /// A step that writes a row.
    init(_ change: ProductOnClientChange, version: String?, seen: RowState?) {
        self.init(
            clientID: change.clientID, productID: change.productID,
            request: change.actionRequest == ActionRequest.none ? nil : change.actionRequest,
            version: version,
            installedVersion: seen?.status == .installed ? seen?.version : nil,
            replaces: seen?.request == ActionRequest.none ? nil : seen?.request, change: change,
            seen: seen)
    }
}

extension ActionPlan.Operation {
    /// Whether clients are asked to do something at their next event.
    var asksClients: Bool {
        switch self {
        case .install, .uninstall, .update, .retry, .setSetup: true
        case .cancel, .setInstalled, .setUninstalled, .migrate, .addToGroup, .removeFromGroup,
            .call:
            false
        }
    }

    /// Whether the server is to ask for what products depend on as well.
    var respectsDependencies: Bool { asksClients && self != .setSetup }
}

extension ActionPlanner {
    /// Asks for setup of something that is installed in an older version.
    mutating func requestUpdate(
        _ update: Updates.Update, _ product: ProductOnDepot, _ client: ObjectID
    ) {
        if update.pending == .setup {
            skip(client, product.productID, .alreadyRequested(.setup))
            return
        }
        guard records.hasScript(for: .setup, product) else {
            skip(client, product.productID, .noScript(.setup))
            return
        }
        guard !product.isLocked else {
            skip(client, product.productID, .locked(depot: product.depotID))
            return
        }
        var change = ProductOnClientChange(
            clientID: client, productID: product.productID, type: product.type)
        change.actionRequest = .setup
        add(change, version: product.version, row: update.row)
    }
}
