import OpusBackend
import OpusServer

extension ActionPlanner {
    /// Products that somebody named, on every client.
    mutating func planNamed(_ products: [ObjectID], _ states: StatesByClient) {
        for client in selection.ids {
            guard let depot = depot(of: client) else { continue }
            for id in products { planNamed(id, client, depot, states[client]?[id]) }
        }
    }

    private mutating func planNamed(
        _ id: ObjectID, _ client: ObjectID, _ depot: ObjectID, _ state: ProductOnClient?
    ) {
        let isInstalled = state?.installationStatus == .installed
        switch operation {
        case .uninstall:
            guard isInstalled else { return skip(client, id, .notInstalled) }
            guard let product = product(id, onDepot: depot, for: client, isNamed: true)
            else { return }
            request(.uninstall, product, on: client, state, isNamed: true)
        case .update:
            guard isInstalled else { return skip(client, id, .notInstalled) }
            planInstall(id, client, depot, state, onlyIfOlder: true)
        case .install(let force):
            planInstall(id, client, depot, state, onlyIfOlder: !force)
        case .setSetup:
            planInstall(id, client, depot, state, onlyIfOlder: false)
        case .setInstalled:
            planSetInstalled(id, client, depot, state)
        case .retry, .cancel, .setUninstalled, .migrate, .addToGroup, .removeFromGroup, .call:
            break
        }
    }

    private mutating func planInstall(
        _ id: ObjectID, _ client: ObjectID, _ depot: ObjectID, _ state: ProductOnClient?,
        onlyIfOlder: Bool
    ) {
        guard let product = product(id, onDepot: depot, for: client, isNamed: true) else { return }
        if onlyIfOlder, let state, state.installationStatus == .installed,
            let reason = Self.reasonToKeep(installed: state.version, onDepot: product.version)
        {
            noteUninstallPending(id, state)
            return skip(client, id, reason)
        }
        request(.setup, product, on: client, state, isNamed: true)
    }

    private mutating func planSetInstalled(
        _ id: ObjectID, _ client: ObjectID, _ depot: ObjectID, _ state: ProductOnClient?
    ) {
        guard let product = product(id, onDepot: depot, for: client, isNamed: true) else { return }
        if let state, state.installationStatus == .installed, state.version == product.version,
            state.actionResult != .failed, state.actionRequest == ActionRequest.none
        {
            return skip(client, id, .alreadyInstalled(version: product.version))
        }
        add(
            .recording(.installed, of: product, clientID: client), version: product.version, state)
    }

    // MARK: By what is recorded on the client; its depot does not matter

    /// Records products as not installed.
    mutating func planSetUninstalled(_ products: [ObjectID], _ states: StatesByClient) {
        for client in selection.ids {
            guard isKnown(client) else { continue }
            for id in products {
                guard let state = states[client]?[id],
                    state.installationStatus != .notInstalled || state.actionResult == .failed
                        || state.actionRequest != ActionRequest.none
                else {
                    skip(client, id, .notInstalled)
                    continue
                }
                guard var change = change(state) else { continue }
                change.installationStatus = .notInstalled
                change.actionRequest = ActionRequest.none
                change.actionResult = ActionResult.none
                change.actionProgress = ""
                add(change, version: nil, state)
            }
        }
    }

    /// Takes requests back.
    ///
    /// Where nobody named products, those are all, but for what runs at every event.
    mutating func planCancel(_ products: [ObjectID]?, _ states: StatesByClient) {
        for client in selection.ids {
            guard isKnown(client) else { continue }
            let own = states[client] ?? [:]
            let ids = products ?? own.keys.sorted()
            if ids.isEmpty { skip(client, nil, .nothingRequested) }
            for id in ids {
                guard let state = own[id], state.actionRequest != ActionRequest.none else {
                    skip(client, id, .nothingRequested)
                    continue
                }
                guard products != nil || state.actionRequest != .always else {
                    skip(client, id, .standingRequest)
                    continue
                }
                guard var change = change(state) else { continue }
                change.actionRequest = ActionRequest.none
                add(change, version: nil, state)
            }
        }
    }

    private mutating func isKnown(_ client: ObjectID) -> Bool {
        guard records.unknownClients.contains(client) else { return true }
        skip(client, nil, .unknownClient, isRefusal: true)
        return false
    }

    /// A change of a state that exists, which keeps its kind of product.
    private mutating func change(_ state: ProductOnClient) -> ProductOnClientChange? {
        guard state.type != .other else {
            skip(state.clientID, state.productID, .unknownKind, isRefusal: true)
            return nil
        }
        return ProductOnClientChange(
            clientID: state.clientID, productID: state.productID, type: state.type)
    }
}
